/**
 * npm run verify:segment -- [--scans FILE.json] [--model NAME] [--device wasm|webgpu|node] [--limit N] [--json FILE]
 * Box, one click and three corrective clicks on every organ of a scan list, beside the filled box and the inscribed
 * ellipse. Holds where the targets are met: box errors at most 0.6 of the ellipse's, no organ but the lungs
 * below the ellipse, one click at least 0.70 and three corrections at least 0.85 on average.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PromptProtocol } from '#core/evaluation/promptProtocols.ts';
import { PROMPT_PROTOCOLS, askByProtocols, boxMask, ellipseMask, tightBox } from '#core/evaluation/promptProtocols.ts';
import { dice } from '#core/metrics/dice.ts';
import type { Row } from './report.ts';
import { conclude, printTable, readOptions } from './report.ts';
import { makeBrowserSegmenter } from './segment/browserSegmenter.ts';
import { makeNodeSegmenter } from './segment/nodeSegmenter.ts';
import type { OpenScan } from './segment/scans.ts';
import { modelWindow, openScan, scansWithImages, targetsOf } from './segment/scans.ts';
import type { Segmenter } from './segment/segmenter.ts';

const options = readOptions();
const listPath = options.text('scans') ?? fileURLToPath(new URL('../../../shared/data/scans.json', import.meta.url));
const model = options.text('model') ?? 'iso-prompt';
const device = options.text('device') ?? 'wasm';
const limit = options.number('limit', Infinity);

const segmenter = await makeSegmenter();
const rows: Row[] = [];
try {
  for (const scan of scansWithImages(listPath)) {
    const open = await openScan(scan, listPath);
    await segmenter.open(open);
    for (const organ of Object.keys(scan.organs)) rows.push(...await organRows(segmenter, open, organ));
  }
} finally {
  await segmenter.close();
}

const means = summary(rows);
printTable([...rows, ...means], ['scan', 'organ', 'protocol', 'slices', 'diceMean', 'diceMedian', 'boxDiceMean', 'ellipseDiceMean', 'encodeMs', 'decodeMs', 'device']);
const shortfalls = shortfallsOf(rows, means);
for (const shortfall of shortfalls) console.log(`falls short: ${shortfall}`);
conclude(options, { command: 'verify:segment', rows, holds: rows.length > 0 && shortfalls.length === 0, more: { means, shortfalls } });

function makeSegmenter(): Promise<Segmenter> {
  if (device === 'node') return makeNodeSegmenter(modelFolder(), options.number('threads', 2));
  if (device === 'wasm' || device === 'webgpu') return makeBrowserSegmenter(model, device, options.number('port', 5311));
  throw new Error(`--device expects wasm, webgpu or node, came "${device}"`);
}

/** A model of public/models by its name, or any folder. */
function modelFolder(): string {
  return existsSync(join(model, 'manifest.json')) ? model : fileURLToPath(new URL(`../../public/models/${model}`, import.meta.url));
}

async function organRows(it: Segmenter, open: OpenScan, organ: string): Promise<Row[]> {
  const found: Record<PromptProtocol, number[]> = { box: [], point: [], corrective3: [] };
  const trivial: Record<'box' | 'ellipse', number[]> = { box: [], ellipse: [] };
  const encodeMs: number[] = [], decodeMs: number[] = [];
  const window = modelWindow(open, organ);
  for (const { image, target } of targetsOf(open, organ, limit)) {
    encodeMs.push(await it.encode(image, window));
    const masks = await askByProtocols<unknown>(target, async (prompts, previous) => {
      const answer = await it.answer(prompts, previous);
      decodeMs.push(answer.decodeMs);
      return answer;
    });
    for (const protocol of PROMPT_PROTOCOLS) found[protocol].push(dice(masks[protocol].data, target.data) ?? 0);
    const tight = tightBox(target, 0);
    if (!tight) continue;
    trivial.box.push(dice(boxMask(target, tight).data, target.data) ?? 0);
    trivial.ellipse.push(dice(ellipseMask(target, tight).data, target.data) ?? 0);
  }
  if (encodeMs.length === 0) return [];
  return PROMPT_PROTOCOLS.map((protocol) => ({
    scan: open.scan.name, organ, protocol, slices: encodeMs.length,
    diceMean: rounded(mean(found[protocol])), diceMedian: rounded(median(found[protocol])),
    boxDiceMean: rounded(mean(trivial.box)), ellipseDiceMean: rounded(mean(trivial.ellipse)),
    encodeMs: rounded(mean(encodeMs), 1), decodeMs: rounded(mean(decodeMs), 1), device: it.device,
  }));
}

/** Means over the rows of each protocol: every organ of every scan counts once. */
function summary(all: readonly Row[]): Row[] {
  return PROMPT_PROTOCOLS.map((protocol) => {
    const of = all.filter((row) => row['protocol'] === protocol);
    const meanOf = (key: string) => rounded(mean(of.map((row) => Number(row[key]))));
    return { scan: 'mean', organ: 'of all rows', protocol, slices: of.reduce((sum, row) => sum + Number(row['slices']), 0), diceMean: meanOf('diceMean'), boxDiceMean: meanOf('boxDiceMean'), ellipseDiceMean: meanOf('ellipseDiceMean') };
  });
}

function shortfallsOf(all: readonly Row[], [box, point, corrective]: readonly Row[]): string[] {
  const said: string[] = [];
  const ratio = (1 - Number(box['diceMean'])) / (1 - Number(box['ellipseDiceMean']));
  if (!(ratio <= 0.6)) said.push(`box: mean 1 − Dice is ${ratio.toFixed(2)} of the ellipse's, wanted at most 0.60`);
  for (const row of all) {
    const below = row['protocol'] === 'box' && Number(row['diceMean']) < Number(row['ellipseDiceMean']);
    if (below && !String(row['organ']).startsWith('lung')) said.push(`${String(row['scan'])} ${String(row['organ'])}: box Dice ${String(row['diceMean'])} is below the ellipse's ${String(row['ellipseDiceMean'])}`);
  }
  if (!(Number(point['diceMean']) >= 0.7)) said.push(`one click: mean Dice ${String(point['diceMean'])}, wanted at least 0.70`);
  if (!(Number(corrective['diceMean']) >= 0.85)) said.push(`three corrections: mean Dice ${String(corrective['diceMean'])}, wanted at least 0.85`);
  return said;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function rounded(value: number, digits = 4): number {
  return Number(value.toFixed(digits));
}
