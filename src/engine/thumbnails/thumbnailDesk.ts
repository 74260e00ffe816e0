import type { Cohort } from '#core/cohort/subject.ts';
import { FaultError } from '#core/faults.ts';
import { openingWindow } from '#core/volume/displayWindow.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import { thumbnail } from '#core/volume/thumbnail.ts';
import type { LabelMap, Volume } from '#core/volume/volume.ts';
import { makePhantom } from '#demo/phantom.ts';
import type { Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';
import type { PicturedCase } from '#engine/protocol/thumbnailCalls.ts';
import { thumbnailCall } from '#engine/protocol/thumbnailCalls.ts';
import { cohortCase } from '#engine/volumes/cohortCase.ts';

/** What the thumbnail worker does; `cohortOf` reads a stored cohort. */
export function thumbnailImplementations(cohortOf: (id: string) => Promise<Cohort | null>): readonly Implementation[] {
  // A cohort may name a hundred thousand cases: it is read once, for as long as its cases are asked for.
  let held: { readonly id: string; readonly cohort: Cohort } | null = null;
  const storedCase = async (cohortId: string, caseId: string) => {
    if (held?.id !== cohortId) {
      const cohort = await cohortOf(cohortId);
      held = cohort && { id: cohortId, cohort };
    }
    const found = held?.cohort.cases.find(({ id }) => id === caseId);
    if (!found) throw new FaultError('case-unknown', { came: caseId, expected: `a case of ${held?.cohort.name ?? 'a stored cohort'}` });
    return found;
  };
  const read = async (of: PicturedCase, organ: string, signal: AbortSignal): Promise<{ readonly volume: Volume; readonly reference: LabelMap }> => {
    if (of.kind === 'phantom') {
      const { image, reference } = makePhantom(of.subject);
      return { volume: image, reference };
    }
    const found = await storedCase(of.cohortId, of.caseId);
    return cohortCase({ case: { ...found, references: found.references.filter((it) => it.organ === organ) }, source: of.source, organ }, signal);
  };
  return [
    implement(thumbnailCall, async ({ of, organ, size }, { signal, transfer }) => {
      const { volume, reference } = await read(of, organ, signal);
      const mask = maskOf(reference, reference.labels.filter(({ name }) => name === organ).map(({ value }) => value));
      const picture = thumbnail(volume, mask, openingWindow(volume.modality, volume.data), size);
      transfer(picture.grey.buffer, picture.outline.buffer);
      return picture;
    }),
  ];
}
