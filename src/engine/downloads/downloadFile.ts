import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { FaultError } from '#core/faults.ts';
import type { PartFile } from '#engine/downloads/partFile.ts';
import { open, parts } from '#engine/downloads/stream.ts';

export interface FileRequest {
  readonly url: string;
  /** What the catalogue or manifest promises, where it does. */
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
}

export interface FileProgress {
  readonly stage: 'connect' | 'download' | 'silent' | 'verify';
  readonly doneBytes: number;
  readonly totalBytes: number | null;
  /** Over the last seconds; null before any is known. */
  readonly bytesPerSecond: number | null;
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly progress: (it: FileProgress) => void;
  /** Silence after which a connection is given up. */
  readonly stallMs?: number;
  /** Connections in a row that may bring nothing before it is a fault. */
  readonly attempts?: number;
  readonly pauseMs?: number;
  /** Called with the size as soon as it is known: throws where there is no room. */
  readonly makeRoom?: (bytes: number) => Promise<void>;
}

/**
 * Fills `part` with the file at an address, going on where an earlier try ended, and proves it by length and SHA-256.
 * Returns its digest. A fault or a cancellation keeps what has arrived, unless it is known to be wrong.
 */
export async function downloadFile(request: FileRequest, part: PartFile, { signal, progress, stallMs = 10_000, attempts = 4, pauseMs = 1000, makeRoom }: DownloadOptions): Promise<{ bytes: number; sha256: string }> {
  const { url } = request;
  let hash = await hashOfPart(part, signal);
  let total = request.bytes ?? null;
  let silentTries = 0;
  let last: 'silent' | 'broken' | 'unreachable' = 'unreachable';
  const speed = makeSpeedometer();
  const tell = (stage: FileProgress['stage']) => progress({ stage, doneBytes: part.size, totalBytes: total, bytesPerSecond: speed(part.size) });

  while (total === null || part.size < total) {
    signal.throwIfAborted();
    if (silentTries >= attempts) throw new FaultError(last === 'unreachable' ? 'download-unreachable' : 'download-stalled', { where: url, expected: total === null ? 'the whole file' : `${total} bytes`, came: `${part.size} bytes` });
    tell('connect');
    const before = part.size;
    const opened = await open(url, part.size, part.etag, signal, 3 * stallMs);
    if (opened === 'ended') break;
    if (opened === 'changed') {
      await part.restart(null);
      hash = sha256.create();
    } else if (opened !== 'unreachable') {
      if (opened.from !== part.size || (part.size > 0 && opened.etag !== part.etag) || part.size === 0) {
        await part.restart(opened.etag);
        hash = sha256.create();
      }
      if (opened.totalBytes !== null) {
        if (request.bytes !== undefined && opened.totalBytes !== request.bytes) throw await thrownAway(part, 'download-length', { where: url, expected: `${request.bytes} bytes`, came: `${opened.totalBytes} bytes` });
        total = opened.totalBytes;
      }
      await makeRoom?.((total ?? 0) - part.size);
      const end = await fill(opened.response);
      if (end === 'whole' && total === null) break;
      if (end === 'whole' && total !== null && part.size < total) last = 'broken';
      if (end !== 'whole') last = end;
    } else last = 'unreachable';
    silentTries = part.size > before ? 0 : silentTries + 1;
    if (total === null || part.size < total) await pause(pauseMs * Math.max(1, silentTries), signal);
  }

  tell('verify');
  if (total !== null && part.size !== total) throw await thrownAway(part, 'download-length', { where: url, expected: `${total} bytes`, came: `${part.size} bytes` });
  const digest = bytesToHex(hash.digest());
  if (request.sha256 !== undefined && digest !== request.sha256) throw await thrownAway(part, 'download-corrupt', { where: url, expected: request.sha256, came: digest });
  return { bytes: part.size, sha256: digest };

  async function fill(response: Response): Promise<'whole' | 'silent' | 'broken'> {
    for await (const it of parts(response, stallMs, signal)) {
      if (it === 'silent' || it === 'broken') {
        tell('silent');
        return it;
      }
      if (total !== null && part.size + it.length > total) throw await thrownAway(part, 'download-length', { where: url, expected: `${total} bytes`, came: `more than ${total} bytes` });
      part.append(it);
      hash.update(it);
      tell('download');
    }
    return 'whole';
  }
}

async function thrownAway(part: PartFile, code: 'download-length' | 'download-corrupt', details: ConstructorParameters<typeof FaultError>[1]): Promise<FaultError> {
  await part.restart(null);
  return new FaultError(code, details);
}

/** The digest so far of a file that an earlier try left. */
async function hashOfPart(part: PartFile, signal: AbortSignal) {
  const hash = sha256.create();
  const buffer = new Uint8Array(4 * 2 ** 20);
  for (let at = 0; at < part.size;) {
    signal.throwIfAborted();
    const length = part.read(buffer, at);
    if (length === 0) break;
    hash.update(buffer.subarray(0, length));
    at += length;
  }
  return hash;
}

function makeSpeedometer(windowMs = 4000): (bytes: number) => number | null {
  const seen: { readonly at: number; readonly bytes: number }[] = [];
  return (bytes) => {
    const now = performance.now();
    seen.push({ at: now, bytes });
    while (seen.length > 2 && now - seen[0].at > windowMs) seen.shift();
    const [first] = seen;
    return now - first.at < 200 ? null : Math.max(0, (1000 * (bytes - first.bytes)) / (now - first.at));
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((settle, reject) => {
    const done = () => { signal.removeEventListener('abort', abort); settle(); };
    const timer = setTimeout(done, ms);
    const abort = () => { clearTimeout(timer); reject(signal.reason); };
    signal.addEventListener('abort', abort, { once: true });
  });
}
