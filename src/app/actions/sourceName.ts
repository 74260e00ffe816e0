import type { FileSource } from '#engine/protocol/volumeCalls.ts';

/** The name of a file, or the last part of an address. */
export function sourceName(source: FileSource): string {
  return source.kind === 'file' ? source.file.name : decodeURIComponent(source.url.split('/').at(-1) ?? source.url);
}
