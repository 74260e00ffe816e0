/**
 * `npx tsx bench/promptable.ts --transformers DIR [--model DIR] [--repeats N] [--threads N]`: encode and click of a SAM
 * in the transformers.js export, ours against transformers.js's own processor and model on the same ONNX files, on WASM,
 * by turns in one worker of one Chromium. Aims: encode at most 1.05 times as long; of a click, what is spent beyond the
 * bare decoder at most half. It is large and serves nothing else, so it is no dependency: install it into DIR with
 * `npm install --prefix DIR --ignore-scripts @huggingface/transformers`. For 1024 pixels, export a model of that size
 * (tools/export/README.md) and name its folder.
 * Reached on two busy cores (SAM of two layers at 1024 pixels, 7 turns): encode 0.65, click beyond the decoder 0.52.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { openBuiltPage } from '../tools/house/builtPage.ts';
import { printTable, readOptions } from '../tools/verify/report.ts';
import type {} from './pages/promptable.ts';
import { promptablePage } from './pages/promptablePage.ts';

const options = readOptions();
const installed = options.text('transformers');
if (!installed || !existsSync(join(installed, 'node_modules/@huggingface/transformers'))) throw new Error('--transformers names a folder into which @huggingface/transformers is installed: npm install --prefix DIR --ignore-scripts @huggingface/transformers');
const model = options.text('model') ?? 'tools/verify/models/promptable-sam-transformers';
const threads = options.number('threads', Math.min(8, cpus().length));
const repeats = options.number('repeats', 15);

const { page, close } = await openBuiltPage(promptablePage(installed));
try {
  page.on('console', (message) => { if (message.type() === 'error') console.error(message.text()); });
  await page.locator('#model').setInputFiles(readdirSync(model).filter((name) => /[.](onnx|json)$/.test(name)).map((name) => join(model, name)));
  const { encode, click, decoder, embeddingCosine, version } = await page.evaluate(([count, turns]) => window.promptableBench.duel(count, turns), [threads, repeats] as const);
  const beyond = { ours: click.ours - decoder.ours, theirs: click.theirs - decoder.theirs };
  const row = (what: string, { ours, theirs }: typeof encode, aim?: number) => ({ what, 'ours ms': ours.toFixed(1), 'transformers.js ms': theirs.toFixed(1), ratio: (ours / theirs).toFixed(3), aim: aim === undefined ? '' : `≤ ${aim}` });
  const { version: runtime } = JSON.parse(readFileSync(join(installed, 'node_modules/onnxruntime-web/package.json'), 'utf8')) as { readonly version: string };
  console.log(`${model}, slice 512 × 400, wasm ${threads} threads, ${repeats} turns; transformers.js ${version} on onnxruntime-web ${runtime}; cosine of the embeddings ${embeddingCosine.toFixed(5)}`);
  printTable([
    row('encode', encode, 1.05), row('click', click), row('decoder alone, each in its own runtime', decoder), row('click beyond the decoder', beyond, 0.5),
  ], ['what', 'ours ms', 'transformers.js ms', 'ratio', 'aim']);
} finally {
  await close();
}
