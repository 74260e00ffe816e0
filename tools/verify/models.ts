/**
 * npm run verify:models -- [--models DIR] [--json FILE] [--only NAME] [--device node|wasm|webgpu|all]
 * Folders of manifest, ONNX graphs and goldens (tools/export writes them): preparation, embedding, logits and
 * masks of IsoDice's own steps against the reference model's, on onnxruntime-node and through the product's engine in
 * Chromium. Without --device, graphs up to 32 MiB run on all three, larger ones on onnxruntime-node.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultSentence } from '#core/faults.ts';
import type { FaultCode } from '#core/faults.ts';
import { parseManifest } from '#core/models/manifest.ts';
import { FAMILIES } from '#engine/models/families.ts';
import type { Row } from './report.ts';
import { conclude, printTable, readOptions } from './report.ts';
import type { PromptableBrowser } from './promptable/browser.ts';
import { openPromptableBrowser } from './promptable/browser.ts';
import { checkFolder } from './promptable/check.ts';
import { openFolder, openSessions } from './promptable/folder.ts';

/** What an adapter without 16-bit shaders is refused for. */
const F16: FaultCode = 'model-half-precision';
const SMALL_BYTES = 32 * 2 ** 20;
const DEVICES = ['node', 'wasm', 'webgpu'] as const;
type On = (typeof DEVICES)[number];

const options = readOptions();
const folder = options.text('models') ?? join(import.meta.dirname, 'models');
const only = options.text('only');
const wanted = options.text('device');
if (wanted !== undefined && wanted !== 'all' && !DEVICES.some((it) => it === wanted)) throw new Error(`--device is node, wasm, webgpu or all, not ${wanted}`);
const rows: Row[] = [];
let browser: PromptableBrowser | undefined;

async function onNode(model: string): Promise<string> {
  const files = await openFolder(join(folder, model));
  const { encoder, decoder, release } = await openSessions(files);
  for (const figure of await checkFolder(files, encoder, decoder)) rows.push({ model, ...figure, device: 'onnxruntime-node' });
  await release();
  return `${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`;
}

async function inBrowser(model: string, device: 'wasm' | 'webgpu'): Promise<string> {
  browser ??= await openPromptableBrowser();
  const checked = await browser.check(join(folder, model), device);
  if ('fault' in checked) {
    // The program refuses by name what an adapter lacks; any other failure to load falls short.
    if (checked.fault.code !== F16) rows.push({ model, check: `loads (${faultSentence(checked.fault)})`, value: 0, limit: 1, holds: false, device });
    return `not run: ${faultSentence(checked.fault)}`;
  }
  const { report: { timings }, parity: { figures, warm } } = checked;
  for (const figure of figures) rows.push({ model, ...figure, device: `${device} in Chromium` });
  return `encode ${timings.coldEncodeMs.toFixed(0)} ms at first, ${warm.encodeMs.toFixed(0)} ms later; decode ${timings.coldDecodeMs.toFixed(0)} and ${warm.decodeMs.toFixed(0)} ms`;
}

function devicesOf(bytes: number): readonly On[] {
  if (wanted === 'all') return DEVICES;
  const named = DEVICES.filter((it) => it === wanted);
  return named.length > 0 ? named : bytes <= SMALL_BYTES ? DEVICES : ['node'];
}

try {
  for (const model of readdirSync(folder).filter((name) => existsSync(join(folder, name, 'manifest.json')) && existsSync(join(folder, name, 'golden/golden.json')) && (!only || name === only))) {
    const manifest = parseManifest(readFileSync(join(folder, model, 'manifest.json'), 'utf8'), model);
    // Whole-volume folders are verify:volumetric's.
    if (!Object.hasOwn(FAMILIES, manifest.family)) continue;
    const bytes = Object.values(manifest.graphs).reduce((sum, it) => sum + it.bytes, 0);
    for (const device of devicesOf(bytes)) {
      const startedAt = performance.now();
      const said = device === 'node' ? await onNode(model) : await inBrowser(model, device);
      console.log(`${model} on ${device}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s; ${said}`);
    }
  }
} finally {
  await browser?.close();
}
printTable(rows, ['model', 'check', 'value', 'limit', 'holds', 'device']);
conclude(options, { command: 'verify:models', rows, holds: rows.length > 0 && rows.every((row) => row['holds'] === true) });
