import { FaultError } from '#core/faults.ts';

/** The bytes at an address of this server. Throws FaultError file-unreachable; an AbortError where the signal aborts. */
export async function fetchBytes(url: string, signal: AbortSignal, onBytes?: (doneBytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new FaultError('file-unreachable', { where: url, came: error instanceof Error ? error.message : String(error) });
  });
  if (!response.ok || !response.body) throw new FaultError('file-unreachable', { where: url, expected: 'status 200', came: `status ${response.status}` });
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of chunks(response.body.getReader(), url, signal)) {
    parts.push(part);
    length += part.length;
    onBytes?.(length);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function* chunks(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>, url: string, signal: AbortSignal) {
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      signal.throwIfAborted();
      throw new FaultError('file-unreachable', { where: url, expected: 'the whole file', came: String(error) });
    });
    if (done) return;
    yield value;
  }
}
