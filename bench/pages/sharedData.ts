import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { sharedPath } from '../../tools/house/shared.ts';

/** Serves ../shared/data under /shared/ without copying it. */
export function sharedData(): Plugin {
  const answer = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const match = /^\/shared\/([\w./-]+)$/.exec(request.url ?? '');
    const path = match && !match[1].includes('..') ? sharedPath(`data/${match[1]}`) : undefined;
    if (!path) { next(); return; }
    response.setHeader('Content-Type', 'application/octet-stream');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    createReadStream(path).pipe(response);
  };
  return {
    name: 'shared-data',
    configureServer: (server) => { server.middlewares.use(answer); },
    configurePreviewServer: (server) => { server.middlewares.use(answer); },
  };
}
