/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { DOWNLOAD_WORKER, securityHeaders } from './tools/house/headers.mjs';

/** Writes the headers as a `_headers` file, which static hosts of the Netlify and Cloudflare kind apply. */
const staticHostHeaders: Plugin = {
  name: 'static-host-headers',
  generateBundle() {
    const lines = Object.entries(securityHeaders({ policy: true })).map(([name, value]) => `  ${name}: ${value}`);
    // The line with "!" takes the general policy away first: two policies would both have to agree.
    const worker = `${DOWNLOAD_WORKER}\n  ! Content-Security-Policy\n  Content-Security-Policy: ${securityHeaders({ policy: true, path: DOWNLOAD_WORKER })['Content-Security-Policy']}\n`;
    this.emitFile({ type: 'asset', fileName: '_headers', source: `/*\n${lines.join('\n')}\n\n${worker}` });
  },
};

export default defineConfig({
  plugins: [react(), staticHostHeaders],
  base: './',
  worker: { format: 'es' },
  // onnxruntime's threads are workers that load its glue code by address: it must be a file of its own, not part of our worker.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 4000 },
  // The development server injects inline scripts for hot reload, so only preview and `npm start` carry the policy.
  server: { headers: securityHeaders({ policy: false }) },
  preview: { headers: securityHeaders({ policy: true }) },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tools/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
