import { FaultError } from '#core/faults.ts';

/** What the server is about to send. */
export interface Opened {
  readonly response: Response;
  /** First byte of the file that the body holds. */
  readonly from: number;
  readonly totalBytes: number | null;
  readonly etag: string | null;
}

/** Asks for a file from byte `from` on, of the copy that `etag` names; the server may send another copy whole. */
export async function open(url: string, from: number, etag: string | null, signal: AbortSignal, waitMs = 30_000): Promise<Opened | 'ended' | 'changed' | 'unreachable'> {
  const range: Record<string, string> = from > 0 ? { Range: `bytes=${from}-` } : {};
  // Browsers ask a host beforehand whether If-Range is welcome, and many a host has never heard of it; a range alone needs no leave.
  const response = (from > 0 && etag ? await answerTo(url, { ...range, 'If-Range': etag }, signal, waitMs) : null) ?? await answerTo(url, range, signal, waitMs);
  if (!response) return 'unreachable';
  if (response.status === 206 && from > 0 && etag && response.headers.get('ETag') !== etag) {
    await response.body?.cancel();
    return 'changed';
  }
  // Nothing follows byte `from`: the file is whole, if it is as long as what we have; else it is another file now.
  if (response.status === 416 && from > 0) return response.headers.get('Content-Range') === `bytes */${from}` ? 'ended' : 'changed';
  if (response.status >= 500 || response.status === 429) return 'unreachable';
  if (!response.ok || !response.body) throw new FaultError('download-refused', { where: url, expected: 'status 200 or 206', came: `status ${response.status}` });
  const part = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('Content-Range') ?? '');
  const starts = response.status === 206 && part ? Number(part[1]) : 0;
  if (starts !== 0 && starts !== from) throw new FaultError('download-refused', { where: url, expected: `bytes from ${from}`, came: `bytes from ${starts}` });
  // A packed transfer is unpacked on the way, so its length says nothing of the file's.
  const length = response.headers.has('Content-Encoding') ? null : response.headers.get('Content-Length');
  const whole = response.status === 206 ? (part && part[2] !== '*' ? Number(part[2]) : null) : length === null ? null : Number(length);
  return { response, from: starts, totalBytes: whole, etag: response.headers.get('ETag') };
}

/** Null where no answer begins within `waitMs`; its body may then take as long as it likes. */
async function answerTo(url: string, headers: Record<string, string>, signal: AbortSignal, waitMs: number): Promise<Response | null> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), waitMs);
  try {
    return await fetch(url, { signal: AbortSignal.any([signal, late.signal]), headers, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
  } catch {
    signal.throwIfAborted();
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** The parts of a body; 'silent' where nothing came for `stallMs`, 'broken' where the connection ended early. */
export async function* parts(response: Response, stallMs: number, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer> | 'silent' | 'broken'> {
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const next = await withinTime(reader.read(), stallMs);
      signal.throwIfAborted();
      if (next === 'late') return void (yield 'silent');
      if (next === 'failed') return void (yield 'broken');
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function withinTime<T>(work: Promise<T>, limitMs: number): Promise<T | 'late' | 'failed'> {
  return new Promise((settle) => {
    const timer = setTimeout(() => settle('late'), limitMs);
    work.then(settle, () => settle('failed')).finally(() => clearTimeout(timer));
  });
}
