import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { BUNDLED, loadModel } from '#app/actions/loadModel.ts';
import { goToBin } from '#app/actions/goToBin.ts';
import { openPhantom, openScan } from '#app/actions/openScan.ts';
import { chooseLayout } from '#app/actions/viewerEvents.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { openOwnCase } from '#app/actions/ownCase.ts';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { repeatRun } from '#app/actions/repeatRun.ts';
import { subjectOf } from '#app/pages/segment/firstSubject.ts';
import type { SegmentSearch } from '#app/pages/segment/segmentSearch.ts';
import type { OpenCase } from '#app/stores/caseStore.ts';
import { caseStore, setTarget } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { fault } from '#core/faults.ts';
import { makeCohort } from '#demo/cohort.ts';

const REST_MS = 300;

/** Opens what the address names and keeps the address saying what is open, so that it can be shared. */
export function useAddress(): void {
  const bench = useWorkbench();
  const desk = useCohortDesk();
  const search = useSearch({ from: '/segment' });
  const navigate = useNavigate();
  const said = useRef<string | null>(null);

  useEffect(() => {
    if (engineStore.getState().modelState === 'none') void loadModel(bench, BUNDLED);
  }, [bench]);

  useEffect(() => {
    const wanted = subjectKey(search);
    if (said.current === wanted) return;
    said.current = wanted;
    if (isOpen(search)) return;
    // What could not be opened leaves the address, because what was open before is still there.
    void openAddressed(bench, desk, search).then((opened) => {
      const { open } = caseStore.getState();
      if (!opened && open) void navigate({ to: '/segment', search: originSearch(open), replace: true });
    });
  }, [bench, desk, search, navigate]);

  const open = caseStore((it) => it.open);
  const organ = caseStore((it) => it.structures.find(({ value }) => value === it.target)?.name);
  const layout = viewStore((it) => it.layout);
  const crosshair = viewStore((it) => it.crosshair);
  useEffect(() => {
    if (!open) return undefined;
    const timer = setTimeout(() => {
      const next = { ...originSearch(open), ...(organ ? { organ } : {}), layout, ...crosshair };
      said.current = subjectKey(next);
      void navigate({ to: '/segment', search: next, replace: true });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [open, organ, layout, crosshair, navigate]);
}

/** Whether what the address names, or anything where it names nothing, is on the screen already. */
function isOpen(search: SegmentSearch): boolean {
  const { open } = caseStore.getState();
  return open !== null && [subjectKey({}), subjectKey(originSearch(open))].includes(subjectKey(search));
}

async function openAddressed(bench: Workbench, desk: CohortDesk, search: SegmentSearch): Promise<boolean> {
  const { image, reference, names, organ } = search;
  const url = (it: string) => ({ kind: 'url', url: it }) as const;
  const { case: caseId, record, run } = search;
  if (caseId !== undefined && record !== undefined && run !== undefined) {
    if (!await openOwnCase(bench, desk, { record, run, caseId, organ })) return false;
    lookAsAddressed(bench, search);
    return true;
  }
  const member = search.case === undefined ? undefined : makeCohort().find(({ id }) => id === search.case);
  if (search.case !== undefined && !member) showFault(fault('case-unknown', { came: search.case }));
  const opened = image === undefined
    ? await openPhantom(bench, member?.subject ?? subjectOf(search), member ? { caseId: member.id, run: search.run } : {})
    : await openScan(bench, { source: url(image), reference: [reference, names].filter((it) => it !== undefined).map(url), origin: { kind: 'address', image, reference, names } });
  if (!opened) return false;
  const named = caseStore.getState().structures.find(({ name }) => name === organ);
  if (named) setTarget(named.value, caseStore.getState().targetMode);
  if (member && search.run !== undefined) void repeatRun(bench, search.run, organ);
  lookAsAddressed(bench, search);
  return true;
}

function lookAsAddressed(bench: Workbench, { layout, i, j, k, bin }: SegmentSearch): void {
  if (layout) chooseLayout(bench, layout);
  if (i !== undefined && j !== undefined && k !== undefined) viewStore.setState({ crosshair: { i, j, k } });
  else if (bin !== undefined) void goToBin(bench, bin);
}

/** The part of the address that says which image is open. A file from the user's disk has none. */
function originSearch({ origin }: OpenCase): SegmentSearch {
  switch (origin.kind) {
    case 'file': return {};
    case 'cohort': return { case: origin.caseId, run: origin.run, record: origin.record };
    case 'address': return { image: origin.image, ...(origin.reference ? { reference: origin.reference } : {}), ...(origin.names ? { names: origin.names } : {}) };
    case 'phantom': {
      if (origin.caseId !== undefined) return { case: origin.caseId, ...(origin.run === undefined ? {} : { run: origin.run }) };
      const { sex, ageYears, bmi, modality, site, seed } = origin.subject;
      return { sex, age: ageYears, bmi, modality, site, seed };
    }
  }
}

function subjectKey({ case: caseId, run, record, image, reference, names, sex, age, bmi, modality, site, seed }: SegmentSearch): string {
  return JSON.stringify([caseId, run, record, image, reference, names, sex, age, bmi, modality, site, seed]);
}
