import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the host treats the next request for a file; after that it behaves again. */
export type Mood = 'well' | 'slow' | 'silent' | 'drops' | 'lies';

export interface ModelHost {
  readonly origin: string;
  /** Path and Range header of every request, in order. */
  readonly asked: readonly { readonly path: string; readonly range: string | undefined }[];
  mood(path: string, mood: Mood): void;
  close(): void;
}

const OPEN = {
  'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'range, if-range', 'Access-Control-Expose-Headers': 'ETag, Content-Range, Content-Length', 'Accept-Ranges': 'bytes',
};

/** A host of model files on this machine that serves ranges, and on demand is slow, falls silent, drops the line or lies about a file's length. */
export async function openModelHost(files: Readonly<Record<string, Uint8Array>>): Promise<ModelHost> {
  const asked: { path: string; range: string | undefined }[] = [];
  const moods = new Map<string, Mood>();
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1);
    if (request.method === 'OPTIONS') return void response.writeHead(204, OPEN).end();
    asked.push({ path, range: request.headers.range });
    if (!Object.hasOwn(files, path)) return void response.writeHead(404, OPEN).end();
    const bytes = files[path];
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const mood = moods.get(path) ?? 'well';
    moods.set(path, 'well');
    const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
    const length = { 'Content-Length': bytes.length - from + (mood === 'lies' ? 1000 : 0), ETag: etag };
    response.writeHead(from > 0 ? 206 : 200, { ...OPEN, ...length, ...(from > 0 ? { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}) });
    void send(response, bytes.subarray(from), mood);
  });
  await new Promise<void>((settle) => { server.listen(0, '127.0.0.1', settle); });
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`, asked,
    mood: (path, mood) => { moods.set(path, mood); },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function send(response: ServerResponse, bytes: Uint8Array, mood: Mood): Promise<void> {
  if (mood === 'well' || mood === 'lies') return void response.end(bytes);
  const half = Math.floor(bytes.length / 2);
  if (mood === 'slow') {
    for (let at = 0; at < bytes.length && !response.destroyed; at += 100_000) {
      response.write(bytes.subarray(at, at + 100_000));
      await new Promise((settle) => { setTimeout(settle, 250); });
    }
    return void response.end();
  }
  response.write(bytes.subarray(0, half), () => { if (mood === 'drops') setTimeout(() => response.destroy(), 200); });
}
