import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { fileState, sourceOf } from '#app/actions/cohortDesk.ts';
import { latestOnly } from '#app/actions/latestOnly.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { attempt, FaultError } from '#core/faults.ts';
import type { Thumbnail } from '#core/volume/thumbnail.ts';
import { makeCohort } from '#demo/cohort.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { PicturedCase } from '#engine/protocol/thumbnailCalls.ts';

/** A case of the results on the screen, and the organ to cut it through. */
export interface CaseShown { readonly caseId: string; readonly organ: string }

/** Pixels a side of the picture, for a display of twice as many as it takes on the page. */
const SIZE = 240;
/** So many pictures are kept, of 115 kB each. */
const KEPT = 200;

const kept = new Map<string, Thumbnail>();
const keyOf = (place: ResultsPlace, { caseId, organ }: CaseShown): string => JSON.stringify([place === 'bundled' ? place : place.id, caseId, organ]);

/** The picture of a case where it has been made before. */
export function keptThumbnail(shown: CaseShown): Thumbnail | null {
  return kept.get(keyOf(resultsStore.getState().place, shown)) ?? null;
}

interface Asking extends CaseShown { readonly bench: Workbench; readonly desk: CohortDesk; readonly signal: AbortSignal; readonly tell: (outcome: Outcome<Thumbnail>) => void }

const latest = latestOnly(async ({ bench, desk, signal, tell, ...shown }: Asking) => {
  if (!signal.aborted) tell(await caseThumbnail(bench, desk, shown, signal));
});

/** Asks for a picture behind what is under way; of several that wait, the last alone is made. */
export function askThumbnail(asking: Asking): void {
  latest(asking);
}

/** One slice of the case with the expert's outline; a fault says why there is none. Nobody is asked for permission. */
export async function caseThumbnail({ thumbnails }: Workbench, desk: CohortDesk, shown: CaseShown, signal: AbortSignal): Promise<Outcome<Thumbnail>> {
  const { place } = resultsStore.getState();
  const key = keyOf(place, shown);
  const before = kept.get(key);
  if (before) return { state: 'done', value: before };
  const of = await attempt(() => pictured(desk, place, shown));
  if (of.state === 'failed' || !thumbnails) return of.state === 'failed' ? of : { state: 'cancelled' };
  const outcome = await thumbnails.picture({ of: of.value, organ: shown.organ, size: SIZE }, { signal });
  if (outcome.state === 'done') {
    kept.set(key, outcome.value);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  }
  return outcome;
}

async function pictured(desk: CohortDesk, place: ResultsPlace, { caseId }: CaseShown): Promise<PicturedCase> {
  if (place === 'bundled') {
    const member = makeCohort().find(({ id }) => id === caseId);
    if (!member) throw new FaultError('case-unknown', { came: caseId });
    return { kind: 'phantom', subject: member.subject };
  }
  if (place.kind === 'results') throw new FaultError('results-without-scans', { where: place.name });
  const reach = await fileState(desk, place.id);
  if (reach === 'asks') throw new FaultError('folder-permission', { where: place.name });
  if (reach === 'gone') throw new FaultError('folder-not-kept', { where: place.name });
  return { kind: 'stored', cohortId: place.id, caseId, source: await sourceOf(desk, place.id) };
}
