import { bundledMaps } from '#app/actions/openBundled.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { stepOfRun } from '#core/cohort/resultTable.ts';
import { shownOrgan, sidesOf } from '#core/errormaps/bothSides.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import type { CaseHere, MapsAnswer } from '#core/evaluation/compareMaps.ts';
import type { MapsQuestion } from '#core/evaluation/mapsQuestion.ts';
import { fault } from '#core/faults.ts';
import { voxelAt } from '#core/volume/world.ts';
import type { VoxelPoint } from '#core/volume/grid.ts';
import { makeCohort } from '#demo/cohort.ts';
import type { MapsSource, OneSource } from '#engine/protocol/mapsCalls.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import { CANCELLED } from '#engine/protocol/call.ts';

export interface MapsAsk { readonly run: string; readonly organ: string; readonly question: MapsQuestion }

/** Vessels are laid out along their centre line, everything else round its centre. */
export function topologyOf(organ: string): BinTopology {
  return organ === 'aorta' ? 'tube' : 'sphere';
}

/** The maps worker's name for the maps of a run and organ. Tables differ by name and size: a run that has gone on since is read again. */
export const keyOf = ({ name, rows }: ResultTable, { run, organ }: Pick<MapsAsk, 'run' | 'organ'>) => `${name}/${rows.case.length}/${run}/${organ}`;

/** Where the maps of a run and organ (or pair of organs) are; null where none were kept. */
async function sourceOf(table: ResultTable, { run, organ }: Pick<MapsAsk, 'run' | 'organ'>): Promise<MapsSource | null> {
  const sides = sidesOf(organ);
  if (!sides) return oneSource(table, run, organ);
  const [left, right] = await Promise.all([oneSource(table, run, sides.left), oneSource(table, run, sides.right)]);
  return left && right && { kind: 'both-sides', left, right };
}

async function oneSource({ runs, cases }: ResultTable, run: string, organ: string): Promise<OneSource | null> {
  if (resultsStore.getState().place === 'bundled') {
    const url = await bundledMaps(run, organ);
    return url === null ? null : { kind: 'url', url };
  }
  const record = runs.find(({ id }) => id === run)?.record;
  if (record === undefined) return null;
  return { kind: 'run', record, step: stepOfRun(runs, record, run).step, organ, caseIds: cases.map(({ id }) => id) };
}

/** Loads the maps of a run and organ and compares the groups, with a line in the work bar; `signal` ends it in favour of a newer question. */
export function compareErrorMaps(bench: Workbench, table: ResultTable, ask: MapsAsk, signal: AbortSignal): Promise<Outcome<MapsAnswer>> {
  return runJob('Comparing error maps', ({ signal: cancelled, progress }) => compareOne(bench, table, ask, AbortSignal.any([signal, cancelled]), progress));
}

/** The same for many organs and runs, one after the other; each answer is told when it is there. Done when all are. */
export function compareManyMaps(bench: Workbench, table: ResultTable, asks: readonly MapsAsk[], signal: AbortSignal, tell: (at: number, outcome: Outcome<MapsAnswer>) => void): Promise<Outcome<null>> {
  return runJob(`Comparing ${asks.length} error maps`, async ({ signal: cancelled, progress }) => {
    const either = AbortSignal.any([signal, cancelled]);
    for (const [at, ask] of asks.entries()) {
      const outcome = await compareOne(bench, table, ask, either, (fraction) => progress((at + fraction) / asks.length));
      if (either.aborted) return CANCELLED;
      tell(at, outcome);
    }
    return { state: 'done', value: null };
  });
}

async function compareOne({ maps }: Workbench, table: ResultTable, ask: MapsAsk, signal: AbortSignal, progress: (fraction: number) => void): Promise<Outcome<MapsAnswer>> {
  const source = await sourceOf(table, ask);
  if (signal.aborted) return CANCELLED;
  if (!maps || source === null) return { state: 'failed', fault: fault('map-not-stored', { where: `${ask.run}, ${ask.organ}` }) };
  const loaded = await maps.load({ key: keyOf(table, ask), source, cases: table.cases.length }, { signal });
  if (loaded.state !== 'done') return loaded;
  return maps.compare({ key: keyOf(table, ask), topology: topologyOf(ask.organ), question: ask.question, subjects: table.subjects, cases: table.cases },
    { signal, onProgress: ({ done, total }) => progress(done / total) });
}

/** The cases with the largest error in a bin, worst first; the maps have been compared before. */
export async function worstCasesHere({ maps }: Workbench, table: ResultTable, ask: MapsAsk, bin: number, most: number): Promise<readonly CaseHere[]> {
  const { subjects, cases } = table;
  const outcome = await maps?.errorsHere({ key: keyOf(table, ask), question: ask.question, bins: [bin], most, subjects, cases });
  return outcome ? valueOrShown(outcome) ?? [] : [];
}

/** The voxel of a synthetic case on which a bin of its organ lies; null where the case has no such place. */
export async function voxelOfBin({ maps }: Workbench, caseId: string, organ: string, bin: number): Promise<VoxelPoint | null> {
  const member = makeCohort().find(({ id }) => id === caseId);
  if (!member || !maps) return null;
  const places = valueOrShown(await runJob(`Finding the place in ${caseId}`, ({ signal }) => maps.phantomOrgan({ subject: member.subject, organ: shownOrgan(organ), topology: topologyOf(organ) }, { signal })));
  if (!places) return null;
  const [x, y, z] = places.placesMm.subarray(3 * bin, 3 * bin + 3);
  return Number.isNaN(x) ? null : voxelAt(places.grid, { x, y, z }) ?? null;
}
