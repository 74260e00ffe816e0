/**
 * `npx tsx bench/engine.ts [--device wasm|webgpu] [--repeats N] [--threads N]`: encode and decode of the bundled model in
 * Chromium, ours against a bare onnxruntime session on the same tensors in the same worker, by turns (aims: at most 1.05
 * and 1.2 times as long), the two ways to wait for WebGPU, and a click from the page to its candidates and back.
 */
import { cpus } from 'node:os';
import { openChromium } from '../tools/house/builtPage.ts';
import { printTable, readOptions } from '../tools/verify/report.ts';
import { serveEnginePage } from './pages/enginePage.ts';

const options = readOptions();
const device = options.text('device') === 'webgpu' ? 'webgpu' : 'wasm';
const repeats = options.number('repeats', device === 'webgpu' ? 1 : 15);
const threads = options.number('threads', Math.min(8, cpus().length));

const served = await serveEnginePage(5306);
const browser = await openChromium();
const page = await browser.newPage();
await page.goto(served.url);

const figure = (value: number, digits: number) => (Number.isFinite(value) ? value.toFixed(digits) : '');
const rows: Record<'on' | 'what' | 'ours ms' | 'bare ms' | 'ratio' | 'aim', string>[] = [];
const add = (on: string, what: string, ours: number, bare = Number.NaN, aim = Number.NaN) =>
  rows.push({ on, what, 'ours ms': figure(ours, 1), 'bare ms': figure(bare, 1), ratio: figure(ours / bare, 3), aim: figure(aim, 2) });

for (const waiting of device === 'webgpu' ? (['jspi', 'asyncify', 'jspi', 'asyncify'] as const) : []) {
  const { startMs, runMs } = await page.evaluate((way) => window.enginePage.waits(way, 60), waiting);
  add(`webgpu ${waiting}`, 'start of the runtime', startMs);
  add(`webgpu ${waiting}`, 'a run of two nodes', runMs);
}
const outcome = await page.evaluate((request) => window.enginePage.duel(request), { device, threads, repeats } as const);
if (outcome.state !== 'done') throw new Error(JSON.stringify(outcome));
const { startMs, encode, encodeRun, decode, decodeRun } = outcome.value;
const on = device === 'wasm' ? `wasm ${threads} threads` : device;
add(on, 'start of the runtime', startMs);
add(on, 'encoder, same tensors', encodeRun.oursMs, encodeRun.bareMs, 1.05);
add(on, 'decoder, same tensors', decodeRun.oursMs, decodeRun.bareMs, 1.2);
add(on, 'encode from a 512 × 512 slice, against one encoder run', encode.oursMs, encode.bareMs);
add(on, 'decode from box to masks (up to 6 looks), against one decoder run', decode.oursMs, decode.bareMs);

const click = await page.evaluate(([chosen, count]) => window.enginePage.clicks(chosen, count), [device, repeats] as const);
add(on, 'first click on a slice to candidates on the page', click.first);
add(on, 'later click to candidates on the page', click.later);
printTable(rows, ['on', 'what', 'ours ms', 'bare ms', 'ratio', 'aim']);
await browser.close();
await served.close();
