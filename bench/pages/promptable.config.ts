import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';
import { mergeConfig } from 'vite';
import program from '../../vite.config.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page of bench/promptable.ts, with transformers.js and its own runtime from the folder in which they were installed. */
export function promptableConfig(installed: string): UserConfig {
  const module = (path: string) => join(installed, 'node_modules', path);
  return mergeConfig(program, {
    configFile: false,
    root: here('.'),
    publicDir: false,
    logLevel: 'error',
    resolve: { alias: [
      { find: /^@huggingface\/transformers$/, replacement: module('@huggingface/transformers/dist/transformers.web.js') },
      { find: /^transformers-runtime\//, replacement: `${module('onnxruntime-web/dist')}/` },
    ] },
    build: { outDir: here('../../.scratch/promptable-bench'), emptyOutDir: true, rolldownOptions: { input: here('promptable.html') } },
  }) as UserConfig;
}
