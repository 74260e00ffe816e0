/**
 * `npx tsx bench/engine.ts [--device wasm|webgpu] [--repeats N] [--threads N]`: encode and decode of the bundled model in
 * Chromium, ours against a bare onnxruntime session on the same tensors in the same worker, by turns (aims: at most 1.05
 * and 1.2 times as long), the two ways to wait for WebGPU, and a click from the page to its candidates and back.
 */
import { cpus } from 'node:os';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, provisionChromium } from '../tools/house/chromium.mjs';
import { printTable, readOptions } from '../tools/verify/report.ts';
import { serveEnginePage } from './pages/enginePage.ts';

const options = readOptions();
const device = options.text('device') === 'webgpu' ? 'webgpu' : 'wasm';
const repeats = options.number('repeats', device === 'webgpu' ? 3 : 9);
const threads = options.number('threads', Math.min(8, cpus().length));

const served = await serveEnginePage(5306);
const executablePath = provisionChromium();
const browser = await chromium.launch({ args: [...CHROMIUM_FLAGS], ...(executablePath ? { executablePath } : {}) });
const page = await browser.newPage();
await page.goto(served.url);

const ways = device === 'webgpu' ? (['jspi', 'asyncify'] as const) : ([undefined] as const);
const rows = [];
for (const waiting of ways) {
  const outcome = await page.evaluate((request) => window.enginePage.duel(request), { device, waiting, threads, repeats } as const);
  if (outcome.state !== 'done') throw new Error(JSON.stringify(outcome));
  const { startMs, ...duels } = outcome.value;
  const on = waiting ? `${device} ${waiting}` : `${device} ${threads} threads`;
  rows.push({ on, what: 'start of the runtime', ours: startMs, bare: Number.NaN, aim: Number.NaN });
  rows.push({ on, what: 'encode, from a 512 × 512 slice', ours: duels.encode.oursMs, bare: duels.encode.bareMs, aim: 1.05 });
  rows.push({ on, what: 'encoder alone, same tensors', ours: duels.encodeRun.oursMs, bare: duels.encodeRun.bareMs, aim: 1.05 });
  rows.push({ on, what: 'decode, from prompt to mask', ours: duels.decode.oursMs, bare: duels.decode.bareMs, aim: 1.2 });
  rows.push({ on, what: 'decoder alone, same tensors', ours: duels.decodeRun.oursMs, bare: duels.decodeRun.bareMs, aim: 1.2 });
}

const click = await page.evaluate(([chosen, count]) => window.enginePage.clicks(chosen, count), [device, repeats] as const);
rows.push({ on: device, what: 'first click on a slice to candidates on the page', ours: click.first, bare: Number.NaN, aim: Number.NaN });
rows.push({ on: device, what: 'later click to candidates on the page', ours: click.later, bare: Number.NaN, aim: Number.NaN });

const figure = (value: number, digits: number) => (Number.isFinite(value) ? value.toFixed(digits) : '');
printTable(rows.map(({ on, what, ours, bare, aim }) => ({
  on, what, 'ours ms': figure(ours, 1), 'bare ms': figure(bare, 1), ratio: figure(ours / bare, 3), aim: figure(aim, 2),
})), ['on', 'what', 'ours ms', 'bare ms', 'ratio', 'aim']);
await browser.close();
await served.close();
