import type { MadeFile } from '#app/actions/exportMask.ts';

/** Hands a file to the browser's downloads. */
export function saveFile(file: MadeFile | null): void {
  if (!file) return;
  const url = URL.createObjectURL(file.blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // Revoking at once would cancel the download in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
