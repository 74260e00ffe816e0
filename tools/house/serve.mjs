import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { securityHeaders } from './headers.mjs';
import { root } from './install.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.wasm': 'application/wasm', '.onnx': 'application/octet-stream', '.png': 'image/png', '.svg': 'image/svg+xml', '.woff2': 'font/woff2',
  '.gz': 'application/gzip', '.nii': 'application/octet-stream', '.csv': 'text/csv; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
};

/** The file a URL path names below a folder, or null where it would leave the folder. */
function fileBelow(folder, path) {
  const file = resolve(folder, `.${sep}${normalize(path)}`);
  return file === folder || file.startsWith(folder + sep) ? file : null;
}

/** The byte range that a request asks for, or null for the whole file; undefined where it cannot be met. */
function range(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  return start <= end ? { start, end } : undefined;
}

/**
 * Serves dist/ on localhost with the isolation headers and the policy; a folder given as `data` is served read-only
 * below /data/, so that a page address can name a scan there.
 */
export function makeServer({ data } = {}) {
  const dist = join(root, 'dist');
  return createServer(async (request, response) => {
    let headers = securityHeaders({ policy: true });
    const refuse = (status) => { response.writeHead(status, headers); response.end(); };
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    let path;
    try { path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname); } catch { return refuse(400); }
    headers = securityHeaders({ policy: true, path });
    const file = path.startsWith('/data/') && data ? fileBelow(resolve(data), path.slice(6)) : fileBelow(dist, path === '/' ? 'index.html' : path);
    const info = file && await stat(file).catch(() => null);
    if (!info?.isFile()) return refuse(404);
    const part = range(request.headers.range, info.size);
    if (part === undefined) return refuse(416);
    const hashed = path.startsWith('/assets/');
    response.writeHead(part ? 206 : 200, {
      ...headers,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': part ? part.end - part.start + 1 : info.size,
      'Accept-Ranges': 'bytes',
      'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(part ? { 'Content-Range': `bytes ${part.start}-${part.end}/${info.size}` } : {}),
    });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file, part ?? {}).on('error', () => response.destroy()).pipe(response);
  });
}

/** Listens on the first free port from `port` on and gives it back. */
export function listen(server, port, tries = 20) {
  return new Promise((settle, reject) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' && tries > 0 ? settle(listen(server, port + 1, tries - 1)) : reject(error)));
    server.listen(port, '127.0.0.1', () => settle(port));
  });
}
