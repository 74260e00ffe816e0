/**
 * npm run verify:models -- [--models DIR] [--json FILE] [--only NAME]
 * Folders of manifest, ONNX graphs and goldens (tools/export/sam.py writes them): preparation, embedding, logits and
 * masks of IsoDice's own steps against the reference model's, on onnxruntime-node.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSession } from '#cli/nodeSession.ts';
import type { Row } from './report.ts';
import { conclude, printTable, readOptions } from './report.ts';
import { checkFolder } from './promptable/check.ts';
import { openFolder } from './promptable/folder.ts';

const options = readOptions();
const folder = options.text('models') ?? join(import.meta.dirname, 'models');
const only = options.text('only');
const rows: Row[] = [];
for (const model of readdirSync(folder).filter((name) => name.startsWith('promptable-') && existsSync(join(folder, name, 'golden/golden.json')) && (!only || name === only))) {
  const files = await openFolder(join(folder, model));
  const startedAt = performance.now();
  const encoder = await nodeSession(files.graph('encoder'));
  const decoder = await nodeSession(files.graph('decoder'));
  for (const figure of await checkFolder(files, encoder, decoder)) rows.push({ model, ...figure, device: 'onnxruntime-node' });
  await encoder.release();
  await decoder.release();
  console.log(`${model}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`);
}
printTable(rows, ['model', 'check', 'value', 'limit', 'holds', 'device']);
conclude(options, { command: 'verify:models', rows, holds: rows.length > 0 && rows.every((row) => row['holds'] === true) });
