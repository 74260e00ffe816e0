import { join } from 'node:path';
import type { PageSource } from '../../tools/house/builtPage.ts';

/** The page of bench/promptable.ts, with transformers.js and its own runtime from the folder in which they were installed. */
export function promptablePage(installed: string): PageSource {
  const module = (path: string) => join(installed, 'node_modules', path);
  return {
    folder: new URL('./', import.meta.url), file: 'promptable.html', name: 'promptable-bench', port: 5323,
    more: { resolve: { alias: [
      { find: /^@huggingface\/transformers$/, replacement: module('@huggingface/transformers/dist/transformers.web.js') },
      { find: /^transformers-runtime\//, replacement: `${module('onnxruntime-web/dist')}/` },
    ] } },
  };
}
