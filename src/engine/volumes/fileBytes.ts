import { FaultError } from '#core/faults.ts';
import { fetchBytes } from '#engine/fetchBytes.ts';
import type { FileSource } from '#engine/protocol/volumeCalls.ts';

export interface NamedBytes { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }

/** Throws FaultError file-unreachable; a file may have been moved since it was chosen. */
export async function fileBytes(source: FileSource, signal: AbortSignal): Promise<NamedBytes> {
  if (source.kind === 'url') {
    return { name: decodeURIComponent(new URL(source.url).pathname.split('/').at(-1) ?? source.url), bytes: await fetchBytes(source.url, signal) };
  }
  const { file } = source;
  const buffer = await file.arrayBuffer().catch((error: unknown) => {
    throw new FaultError('file-unreachable', { where: file.name, came: error instanceof Error ? error.message : String(error) });
  });
  signal.throwIfAborted();
  return { name: file.name, bytes: new Uint8Array(buffer) };
}
