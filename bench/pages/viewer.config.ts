import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { securityHeaders } from '../../tools/house/headers.mjs';
import { sharedPath } from '../../tools/house/shared.ts';

/** Serves ../shared/data under /shared/ without copying it. */
function sharedData(): Plugin {
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

/** The viewer's page by itself, built and served under the same policy as the program. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), sharedData()],
  build: { target: 'es2023', outDir: fileURLToPath(new URL('../../.scratch/viewer-page', import.meta.url)), emptyOutDir: true, chunkSizeWarningLimit: 4000, rolldownOptions: { input: fileURLToPath(new URL('viewer.html', import.meta.url)) } },
  server: { port: 5307, strictPort: true, headers: securityHeaders({ policy: false }) },
  preview: { port: 5307, strictPort: true, headers: securityHeaders({ policy: true }) },
});
