import type { Structure } from '#app/stores/caseStore.ts';
import { caseStore, setReference } from '#app/stores/caseStore.ts';
import { repaint } from '#app/stores/answerStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { refreshVolumeAgreement } from '#app/actions/agreement.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import { referenceStructures, toCodes } from '#app/actions/labelCodes.ts';
import { sourceName } from '#app/actions/sourceName.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { placeOfLabel } from '#core/prompts/placeOfLabel.ts';
import type { FileSource, ReferenceSummary } from '#engine/protocol/volumeCalls.ts';

/** Lays an expert's masks on the open image: one label map or several binary masks, with a file of names among them. */
export async function openReference(bench: Workbench, sources: readonly FileSource[]): Promise<boolean> {
  const { open } = caseStore.getState();
  if (!open) return false;
  const opened = valueOrShown(await runJob('Opening the reference', ({ signal }) => bench.engine.openReference({ volumeId: open.id, sources }, { signal })));
  return opened !== null && showReference(bench, opened, sourceName(sources[0]));
}

/** Shows the open image's reference, chooses what to segment in it, and looks at the middle of that. */
export async function showReference(bench: Workbench, { labels, notices }: ReferenceSummary, name: string): Promise<boolean> {
  const { open } = caseStore.getState();
  if (!open) return false;
  const values = valueOrShown(await runJob('Showing the reference', ({ signal }) => bench.engine.labelMap(open.id, 'reference', { signal })));
  if (!values) return false;
  const structures = referenceStructures(labels);
  bench.voxels.reference = toCodes(values, structures);
  const first = firstTarget(structures, new Map(labels.map(({ value, voxels }) => [value, voxels])));
  if (first) {
    setReference(name, structures, first.value);
    const crosshair = placeOfLabel(open.grid, bench.voxels.reference, first.code);
    if (crosshair) viewStore.setState({ crosshair });
  }
  repaint();
  for (const notice of notices) showFault(notice);
  refreshVolumeAgreement(bench);
  return true;
}

/** The liver where there is one, because it is easy to find on every abdominal scan; else the largest structure. */
function firstTarget(structures: readonly Structure[], voxels: ReadonlyMap<number, number>): Structure | undefined {
  return structures.find(({ name }) => name.toLowerCase() === 'liver')
    ?? structures.toSorted((a, b) => (voxels.get(b.value) ?? 0) - (voxels.get(a.value) ?? 0)).at(0);
}
