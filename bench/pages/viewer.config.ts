import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { securityHeaders } from '../../tools/house/headers.mjs';
import { sharedData } from './sharedData.ts';

/** The viewer's page by itself, built and served under the same policy as the program. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), sharedData()],
  build: { target: 'es2023', outDir: fileURLToPath(new URL('../../.scratch/viewer-page', import.meta.url)), emptyOutDir: true, chunkSizeWarningLimit: 4000, rolldownOptions: { input: fileURLToPath(new URL('viewer.html', import.meta.url)) } },
  server: { port: 5307, strictPort: true, headers: securityHeaders({ policy: false }) },
  preview: { port: 5307, strictPort: true, headers: securityHeaders({ policy: true }) },
});
