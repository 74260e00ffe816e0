import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import program from '../../vite.config.ts';
import { sharedData } from './sharedData.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The engine's page by itself, built as the program is and served under the same policy. */
export default defineConfig(mergeConfig(program, {
  root: here('.'),
  publicDir: here('../../public'),
  plugins: [sharedData()],
  build: { outDir: here('../../.scratch/engine-page'), emptyOutDir: true, rolldownOptions: { input: here('engine.html') } },
}));
