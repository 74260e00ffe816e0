/**
 * `npm run verify:errormaps [-- --scans FILE.json] [--kits DIR] [--repeats N] [--phantoms N] [--only sphere,phantoms,groups,null,confounder,pairs]
 * [--json FILE]`: planted truth, family-wise error by simulation, the sphere done by hand, and maps of real pairs of masks
 * (default: ../shared/data/scans.json and ../shared/data/kits23).
 */
import path from 'node:path';
import { binDirection, BINS } from '#core/errormaps/surfaceBins.ts';
import { sharedPath } from '../house/shared.ts';
import type { Check } from './errormaps/cases.ts';
import { atMost, mapOf, mask, worstOrientation } from './errormaps/cases.ts';
import { confounded, nullRates } from './errormaps/nulls.ts';
import { kitsAnnotators, scanPairs } from './errormaps/pairs.ts';
import { plantedInOneGroup, plantedOnPhantoms } from './errormaps/planted.ts';
import { conclude, printTable, readOptions } from './report.ts';

const options = readOptions();
const only = options.text('only')?.split(',');
const repeats = options.number('repeats', 1000);
const checks: Check[] = [];

await part('sphere', () => [...sphere()]);
await part('phantoms', () => plantedOnPhantoms(options.number('phantoms', 6)));
await part('groups', () => plantedInOneGroup(Math.max(20, Math.round(repeats / 10))));
await part('null', () => nullRates(repeats));
await part('confounder', () => confounded(Math.max(20, Math.round(repeats / 5))));
await part('pairs', realPairs);
printTable(checks.map((it) => ({ ...it })), ['check', 'value', 'limit', 'holds']);
conclude(options, { command: 'verify:errormaps', rows: checks.map((it) => ({ ...it })), holds: checks.length > 0 && checks.every((it) => it.holds) });

async function part(name: string, work: () => readonly Check[] | Promise<readonly Check[]>): Promise<void> {
  if (only && !only.includes(name)) return;
  const start = performance.now();
  checks.push(...await work());
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

/** A sphere of 40 mm on a 1 mm grid, predicted 3 mm to the patient's left: by hand 3 cosθ − 9 sin²θ / 2R. */
function sphere(): Check[] {
  const ball = (x0: number) => mask([104, 98, 98], [1, 1, 1], (x, y, z) => (x - x0) ** 2 + (y - 48) ** 2 + (z - 48) ** 2 <= 1600);
  const map = mapOf(ball(48), ball(51));
  let squares = 0, worst = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const towardsLeft = -binDirection(bin).x;
    const error = map.signedMm[bin] - (3 * towardsLeft - (9 * (1 - towardsLeft ** 2)) / 80);
    squares += error * error;
    worst = Math.max(worst, Math.abs(error));
  }
  const coarse = (x0: number) => mask([40, 36, 22], [3, 3, 5], (x, y, z) => (x - x0) ** 2 + (y - 50) ** 2 + (z - 52) ** 2 <= 1600);
  return [
    atMost('sphere shifted 3 mm to the left: RMS error, mm', Math.sqrt(squares / BINS), 0.25),
    atMost('sphere shifted 3 mm to the left: worst bin, mm', worst, 1),
    atMost('sphere at 3×3×5 mm: largest change over all 48 orientations of the array, mm', worstOrientation(coarse(52), coarse(57)), 1e-6),
  ];
}

async function realPairs(): Promise<readonly Check[]> {
  const scans = options.text('scans') ?? sharedPath('data/scans.json');
  const kits = options.text('kits') ?? (options.has('scans') ? undefined : sharedPath('data/kits23'));
  const reports = [...(scans ? [await scanPairs(path.resolve(scans))] : []), ...(kits ? [await kitsAnnotators(path.resolve(kits))] : [])];
  if (reports.length === 0) console.log('pairs: no scan list and no ../shared/data here');
  printTable(reports.flatMap((it) => it.rows), ['pair', 'organ', 'outcome', 'measured', 'filled', 'masked', 'meanMm', 'leastMm', 'mostMm']);
  return reports.flatMap((it) => it.checks);
}
