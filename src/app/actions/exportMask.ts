import { caseStore } from '#app/stores/caseStore.ts';
import { board } from '#app/stores/promptStore.ts';
import { runJob, valueOrShown } from '#app/actions/jobs.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { formatPrompts } from '#core/prompts/promptFile.ts';

/** A file made here, to be saved by the browser. */
export interface MadeFile { readonly name: string; readonly blob: Blob }

/** The prediction as a gzipped NIfTI label map on the grid of the file that was opened. */
export async function exportMask({ engine }: Workbench): Promise<MadeFile | null> {
  const { open, structures } = caseStore.getState();
  if (!open) return null;
  const names = structures.map(({ value, name }) => ({ value, name }));
  const bytes = valueOrShown(await runJob('Writing the mask', ({ signal }) => engine.exportMask(open.id, names, { signal })));
  return bytes && { name: `${stem(open.name)}_mask.nii.gz`, blob: new Blob([bytes], { type: 'application/gzip' }) };
}

/** The prompts as they are now. */
export function exportPrompts(): MadeFile | null {
  const { open } = caseStore.getState();
  return open && { name: `${stem(open.name)}_prompts.json`, blob: new Blob([formatPrompts(board().prompts)], { type: 'application/json' }) };
}

function stem(name: string): string {
  return name.replace(/[.](nii[.]gz|nii|png)$/i, '').replaceAll(/[^\p{L}\p{N}._-]+/gu, '_') || 'scan';
}
