/**
 * npm run verify:conventions -- --models DIR [--scans FILE.json] [--limit N] [--json FILE]
 * One network exported three times (tools/export/sam.py --convention meta, transformers, medsam; DIR holds a folder of
 * each name) is asked for the same organs: a click in Meta's convention and transformers.js's, a box in Meta's and with
 * MedSAM's preparation, on the slice as it is and on a square canvas. Holds where clicks give the same mask to 0.999
 * and boxes on the square canvas to 0.9 on average; slices as they are, which MedSAM stretches, are shown, not judged.
 */
import { fileURLToPath } from 'node:url';
import { mean } from '#core/num/moments.ts';
import { quantileOfSorted } from '#core/num/quantiles.ts';
import { closeWay, likeness, openWay, promptOf, squared } from './promptable/sameAnswers.ts';
import { conclude, printTable, readOptions } from './report.ts';
import { modelWindow, openScan, scansWithImages, targetsOf } from './segment/scans.ts';

const options = readOptions();
const folder = options.text('models');
if (!folder) throw new Error('--models DIR is needed');
const listPath = options.text('scans') ?? fileURLToPath(new URL('../../../shared/data/scans.json', import.meta.url));
const limit = options.number('limit', 4);
const CHECKS = [
  { check: 'click: meta and transformers', kind: 'click', other: 'transformers', square: false, limit: 0.999 },
  { check: 'box on a square canvas: meta and medsam', kind: 'box', other: 'medsam', square: true, limit: 0.9 },
  { check: 'box on the slice as it is: meta and medsam', kind: 'box', other: 'medsam', square: false, limit: null },
] as const;

const ways = { meta: await openWay(folder, 'meta'), transformers: await openWay(folder, 'transformers'), medsam: await openWay(folder, 'medsam') };
const found = CHECKS.map(() => [] as number[]);
for (const scan of scansWithImages(listPath)) {
  const open = await openScan(scan, listPath);
  for (const organ of Object.keys(scan.organs)) {
    const window = modelWindow(open, organ);
    for (const target of targetsOf(open, organ, limit)) {
      for (const [n, { kind, other, square }] of CHECKS.entries()) {
        const asked = square ? squared({ ...target, window }) : { ...target, window };
        const prompts = promptOf(kind, asked.target);
        if (prompts) found[n].push(await likeness(ways.meta, ways[other], asked, prompts));
      }
    }
  }
}
for (const way of Object.values(ways)) await closeWay(way);

const rows = CHECKS.map(({ check, limit: least }, n) => {
  const sorted = found[n].sort((a, b) => a - b);
  const iouMean = mean(sorted);
  return { check, slices: sorted.length, iouMean, iou5th: quantileOfSorted(sorted, 0.05), iouLeast: sorted[0], limit: least, holds: least === null ? null : iouMean >= least };
});
printTable(rows, ['check', 'slices', 'iouMean', 'iou5th', 'iouLeast', 'limit', 'holds']);
conclude(options, { command: 'verify:conventions', rows, holds: rows.every(({ slices, holds }) => slices > 0 && holds !== false) });
