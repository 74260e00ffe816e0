import { openReference } from '#app/actions/openReference.ts';
import { openScan } from '#app/actions/openScan.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { parsePrompts } from '#core/prompts/promptFile.ts';
import { replacePrompts } from '#app/actions/editPrompts.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import type { FileSource } from '#engine/protocol/volumeCalls.ts';

const MASK_NAME = /(^|[^a-z])(mask|seg|segmentation|label|labels|reference|gt|annotation)([^a-z]|$)/i;

/** Opens a scan and, where several files were given, the others as its reference. */
export async function openFiles(bench: Workbench, files: readonly File[]): Promise<void> {
  const { image, reference } = sortFiles(files);
  if (image) await openScan(bench, { source: asSource(image), reference: reference.map(asSource) });
  else if (reference.length > 0) await openReferenceFiles(bench, reference);
}

export async function openReferenceFiles(bench: Workbench, files: readonly File[]): Promise<void> {
  if (files.length > 0) await openReference(bench, files.map(asSource));
}

/** Files dropped on the page: prompts that were saved here, or scans and masks by their names. */
export async function openDropped(bench: Workbench, files: readonly File[]): Promise<void> {
  const [only] = files;
  if (files.length === 1 && /prompts.*[.]json$/i.test(only.name) && caseStore.getState().open) {
    const prompts = parsePrompts(await only.text());
    if (prompts.state === 'failed') return showFault({ ...prompts.fault, where: only.name });
    return replacePrompts(bench, 'Open prompts', prompts.value);
  }
  await openFiles(bench, files);
}

/** The image is the first volume whose name does not say that it is a mask; a lone file with a mask's name is one when an image is open. */
export function sortFiles(files: readonly File[]): { readonly image: File | undefined; readonly reference: readonly File[] } {
  const volumes = files.filter(({ name }) => /[.](nii|nii[.]gz|gz|png)$/i.test(name));
  const named = volumes.find(({ name }) => !MASK_NAME.test(name));
  const image = named ?? (caseStore.getState().open ? undefined : volumes.at(0)) ?? (volumes.length === 0 && !files.some(isNames) ? files.at(0) : undefined);
  return { image, reference: files.filter((it) => it !== image) };
}

function isNames({ name }: File): boolean {
  return /[.](json|txt)$/i.test(name);
}

function asSource(file: File): FileSource {
  return { kind: 'file', file };
}
