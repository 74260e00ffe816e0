import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import program from '../../../vite.config.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The engine's page, built and served under the same policy as the program. */
export default defineConfig(mergeConfig(program, {
  root: path('.'),
  publicDir: false,
  build: { outDir: path('../../../.scratch/volumetric-page'), emptyOutDir: true, rolldownOptions: { input: path('page.html') } },
}));
