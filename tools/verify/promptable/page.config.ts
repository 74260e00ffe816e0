import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { securityHeaders } from '../../house/headers.mjs';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The engine's page, built and served under the same policy as the program. */
export default defineConfig({
  root: path('.'),
  base: './',
  publicDir: false,
  worker: { format: 'es' },
  build: { target: 'es2023', outDir: path('../../../.scratch/promptable-page'), emptyOutDir: true, chunkSizeWarningLimit: 4000, rolldownOptions: { input: path('page.html') } },
  preview: { headers: securityHeaders({ policy: true }) },
});
