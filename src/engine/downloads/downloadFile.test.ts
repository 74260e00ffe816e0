import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { FaultError } from '#core/faults.ts';
import { downloadFile } from '#engine/downloads/downloadFile.ts';
import type { FileProgress } from '#engine/downloads/downloadFile.ts';
import type { PartFile } from '#engine/downloads/partFile.ts';

const FILE = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 31 + (at >> 8)) & 255);
const SHA256 = createHash('sha256').update(FILE).digest('hex');

let server: Server | undefined;
afterEach(() => { server?.closeAllConnections(); server?.close(); });

/** A server of one file that behaves as `answer` says, on localhost; the requests' ranges are kept. */
async function serveFile(answer: (request: IncomingMessage, response: ServerResponse, from: number) => void): Promise<{ url: string; ranges: (string | undefined)[] }> {
  const ranges: (string | undefined)[] = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response, Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0));
  });
  await new Promise<void>((settle) => { server?.listen(0, '127.0.0.1', settle); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.onnx`, ranges };
}

function head(response: ServerResponse, from: number, more: Record<string, string | number> = {}): void {
  response.writeHead(from > 0 ? 206 : 200, { ETag: '"1"', 'Content-Length': FILE.length - from, ...(from > 0 ? { 'Content-Range': `bytes ${from}-${FILE.length - 1}/${FILE.length}` } : {}), ...more });
}

function makePart(content = new Uint8Array(0), etag: string | null = null): PartFile & { bytes(): Uint8Array } {
  let held = Uint8Array.from(content);
  let validator = etag;
  return {
    get size() { return held.length; },
    get etag() { return validator; },
    append(bytes) { held = Uint8Array.from([...held, ...bytes]); },
    read(into, at) {
      const piece = held.subarray(at, at + into.length);
      into.set(piece);
      return piece.length;
    },
    restart: (next) => { held = new Uint8Array(0); validator = next; return Promise.resolve(); },
    bytes: () => held,
  };
}

const patient = { signal: new AbortController().signal, progress: () => undefined, stallMs: 150, attempts: 3, pauseMs: 5 };
const faultOf = (work: Promise<unknown>) => work.then(() => 'no fault', (error: unknown) => (error instanceof FaultError ? error.fault.code : String(error)));

test('a whole file arrives with its digest and says how far it is', async () => {
  const { url } = await serveFile((_, response) => { head(response, 0); response.end(FILE); });
  const part = makePart();
  const said: FileProgress[] = [];
  await expect(downloadFile({ url, sha256: SHA256, bytes: FILE.length }, part, { ...patient, progress: (it) => said.push(it) })).resolves.toEqual({ bytes: FILE.length, sha256: SHA256 });
  expect(Buffer.compare(part.bytes(), FILE)).toBe(0);
  expect(said.at(-1)).toMatchObject({ stage: 'verify', doneBytes: FILE.length, totalBytes: FILE.length });
});

test('a server that drops the connection is asked again from where it stopped', async () => {
  const { url, ranges } = await serveFile((_, response, from) => {
    head(response, from);
    response.write(FILE.subarray(from, from + 120_000), () => (from + 120_000 >= FILE.length ? response.end() : response.destroy()));
  });
  const part = makePart();
  await expect(downloadFile({ url, sha256: SHA256 }, part, patient)).resolves.toMatchObject({ sha256: SHA256 });
  expect(ranges.length).toBeGreaterThan(2);
  expect(ranges[1]).toMatch(/^bytes=\d+-$/);
});

test('what an earlier visit left is gone on from, and its digest counts it', async () => {
  const { url, ranges } = await serveFile((_, response, from) => { head(response, from); response.end(FILE.subarray(from)); });
  const part = makePart(FILE.subarray(0, 100_000), '"1"');
  await expect(downloadFile({ url, sha256: SHA256 }, part, patient)).resolves.toMatchObject({ bytes: FILE.length });
  expect(ranges).toEqual(['bytes=100000-']);
});

test('a file that changed meanwhile is taken from its beginning, never joined', async () => {
  const { url } = await serveFile((request, response) => {
    expect(request.headers['if-range']).toBe('"old"');
    head(response, 0);
    response.end(FILE);
  });
  const part = makePart(new Uint8Array(5000).fill(9), '"old"');
  await expect(downloadFile({ url, sha256: SHA256 }, part, patient)).resolves.toMatchObject({ sha256: SHA256 });
});

test('a server without ranges gives the whole file again', async () => {
  let asked = 0;
  const { url } = await serveFile((_, response) => {
    head(response, 0, { ETag: '' });
    if (asked++ === 0) response.write(FILE.subarray(0, 50_000), () => response.destroy());
    else response.end(FILE);
  });
  await expect(downloadFile({ url, sha256: SHA256 }, makePart(), patient)).resolves.toMatchObject({ sha256: SHA256 });
});

test('a silent server is given up after its tries, and what came is kept', async () => {
  const { url } = await serveFile((_, response, from) => {
    head(response, from);
    if (from === 0) response.write(FILE.subarray(0, 70_000));
    else response.flushHeaders();
  });
  const part = makePart();
  expect(await faultOf(downloadFile({ url, sha256: SHA256 }, part, patient))).toBe('download-stalled');
  expect(part.size).toBe(70_000);
});

test.each([
  ['longer than was said', 'download-length', { bytes: FILE.length - 1 }],
  ['another file', 'download-corrupt', { sha256: '0'.repeat(64) }],
])('a file that is %s is thrown away', async (_, code, promise) => {
  const { url } = await serveFile((__, response) => { head(response, 0); response.end(FILE); });
  const part = makePart();
  expect(await faultOf(downloadFile({ url, ...promise }, part, patient))).toBe(code);
  expect(part.size).toBe(0);
});

test('a server that lies about the length sends less, and is not believed', async () => {
  const { url } = await serveFile((_, response, from) => {
    if (from > 0) { response.writeHead(416, { 'Content-Range': `bytes */${FILE.length}` }); return response.end(); }
    response.writeHead(200, { 'Content-Length': FILE.length + 1000, ETag: '"1"' });
    response.write(FILE, () => response.destroy());
  });
  expect(await faultOf(downloadFile({ url, bytes: FILE.length + 1000 }, makePart(), patient))).toBe('download-length');
});

test('no such file, no such server', async () => {
  const { url } = await serveFile((_, response) => { response.writeHead(404); response.end(); });
  expect(await faultOf(downloadFile({ url }, makePart(), patient))).toBe('download-refused');
  server?.closeAllConnections();
  await new Promise((settle) => { server?.close(settle); });
  expect(await faultOf(downloadFile({ url }, makePart(), patient))).toBe('download-unreachable');
});

test('cancelling keeps what has arrived', async () => {
  const { url } = await serveFile((_, response) => { head(response, 0); response.write(FILE.subarray(0, 40_000)); });
  const controller = new AbortController();
  const part = makePart();
  const work = downloadFile({ url }, part, { ...patient, stallMs: 5000, signal: controller.signal, progress: ({ doneBytes }) => { if (doneBytes === 40_000) controller.abort(new DOMException('cancelled', 'AbortError')); } });
  await expect(work).rejects.toThrow('cancelled');
  expect(part.size).toBe(40_000);
});

test('no room is found out before anything is written', async () => {
  const { url } = await serveFile((_, response) => { head(response, 0); response.end(FILE); });
  const part = makePart();
  const work = downloadFile({ url }, part, { ...patient, makeRoom: (bytes) => { throw new FaultError('storage-full', { expected: `${bytes} bytes` }); } });
  expect(await faultOf(work)).toBe('storage-full');
  expect(part.size).toBe(0);
});

test('a host that will not hear of If-Range is gone on with by the range alone, and never with another copy', async () => {
  let copy = '"1"';
  const { url, ranges } = await serveFile((request, response, from) => {
    if (request.headers['if-range']) return void response.destroy();
    head(response, from, { ETag: copy });
    response.end(FILE.subarray(from));
  });
  await expect(downloadFile({ url, sha256: SHA256 }, makePart(FILE.subarray(0, 100_000), '"1"'), patient)).resolves.toMatchObject({ sha256: SHA256 });
  expect(ranges).toEqual(['bytes=100000-', 'bytes=100000-']);
  copy = '"2"';
  const part = makePart(new Uint8Array(100_000), '"1"');
  await expect(downloadFile({ url }, part, patient)).resolves.toMatchObject({ sha256: SHA256 });
  expect(part.etag).toBe('"2"');
});

test('a host that takes the line and never answers is given up', async () => {
  const { url, ranges } = await serveFile(() => undefined);
  await expect(faultOf(downloadFile({ url }, makePart(), { ...patient, stallMs: 50 }))).resolves.toBe('download-unreachable');
  expect(ranges).toHaveLength(3);
});
