import { zipSync } from 'fflate';

/** Files as a zip archive, stored as they are: what goes in is packed already or does not shrink. Same files, same bytes. */
export function formatZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(zipSync(Object.fromEntries(Object.entries(files)), { level: 0, mtime: '1980-01-02' }));
}
