/**
 * `npx tsx bench/metrics.ts [--repeats N]`: HD95 and NSD of a liver-like pair of masks, 512×512×300 at 0.75×0.75×1 mm, in
 * one run against google-deepmind/surface-distance and, by its convention, Project-MONAI/MetricsReloaded (Python with the
 * packages numpy, scipy and surface-distance, and MetricsReloaded if its minutes are wanted; the interpreter is $PYTHON or
 * python3), and Dice against one bare pass over both masks. Seconds are of the processor, so that other work on the machine
 * does not count. Prints ratios; the aims are 10 times and at least 2 times faster, at least 20 times faster, at most 2
 * times slower.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { overlap } from '#core/metrics/overlap.ts';
import { overlapCounts } from '#core/metrics/overlapCounts.ts';
import type { SurfaceFamily } from '#core/metrics/surfaceDistances.ts';
import { surfaceDistances } from '#core/metrics/surfaceDistances.ts';
import { nsd, surfaceMetrics } from '#core/metrics/surfaceMetrics.ts';
import type { Mask } from '#core/volume/volume.ts';
import { printTable, readOptions } from '../tools/verify/report.ts';

const repeats = readOptions().number('repeats', 5);
const dims = [512, 512, 300] as const;
const spacing = [0.75, 0.75, 1] as const;
const TOLERANCE_MM = 2;
const reference = liver(0), prediction = liver(1);

const surfaces = timed(() => surfacesBy('surface-elements'));
const diceOnly = timed(() => overlap(overlapCounts(prediction.data, reference.data, dims), 1).dice ?? Number.NaN);
const memory = timed(() => barePass(prediction.data, reference.data));
const rows = [
  { what: 'HD95 + NSD, IsoDice', seconds: surfaces.seconds, ratio: 1 },
  { what: 'one bare pass over both masks', seconds: memory.seconds, ratio: 1 },
  { what: 'Dice, all overlap counts, box and slices, IsoDice', seconds: diceOnly.seconds, ratio: diceOnly.seconds / memory.seconds },
];
const python = inPython();
if (python) {
  const { deepmind, reloaded, dice, diceSeconds } = python;
  agree('surface-distance', { ...deepmind, dice }, { ...surfaces.value, dice: diceOnly.value });
  rows.push({ what: 'HD95 + NSD, surface-distance', seconds: median(deepmind.seconds), ratio: median(deepmind.seconds) / surfaces.seconds });
  rows.push({ what: 'Dice, surface-distance', seconds: median(diceSeconds), ratio: median(diceSeconds) / diceOnly.seconds });
  if (reloaded) {
    const boundary = timed(() => surfacesBy('voxel-boundary'));
    agree('MetricsReloaded', reloaded, boundary.value);
    rows.push({ what: 'HD95 + NSD of voxel boundaries, IsoDice', seconds: boundary.seconds, ratio: 1 });
    rows.push({ what: 'HD95 + NSD, MetricsReloaded (one repeat)', seconds: median(reloaded.seconds), ratio: median(reloaded.seconds) / boundary.seconds });
  } else console.log('no comparison with MetricsReloaded: the package is not there');
}
console.log(`processor seconds, median of ${repeats}; HD95 ${surfaces.value.hd95} mm, NSD at ${TOLERANCE_MM} mm ${surfaces.value.nsd.toFixed(6)}, Dice ${diceOnly.value.toFixed(6)}${python ? ', equal in all' : ''}`);
printTable(rows, ['what', 'seconds', 'ratio']);

interface SurfaceFigures { readonly hd95: number; readonly nsd: number }

function surfacesBy(family: SurfaceFamily): SurfaceFigures {
  const { box } = overlapCounts(prediction.data, reference.data, dims);
  if (!box) throw new Error('the masks of the benchmark are not empty');
  const distances = surfaceDistances(prediction, reference, box, family);
  return { hd95: surfaceMetrics(distances).hd95Mm ?? Number.NaN, nsd: nsd(distances, TOLERANCE_MM) ?? Number.NaN };
}

/** A comparison of times is one of the same figures. */
function agree(peer: string, theirs: SurfaceFigures & { readonly dice?: number }, ours: SurfaceFigures & { readonly dice?: number }): void {
  const differ = (a: number, b: number) => !(Math.abs(a - b) <= 1e-9);
  if (differ(theirs.hd95, ours.hd95) || differ(theirs.nsd, ours.nsd) || (theirs.dice !== undefined && differ(theirs.dice, ours.dice ?? Number.NaN))) {
    throw new Error(`figures differ from ${peer}: ${JSON.stringify({ theirs, ours })}`);
  }
}

/** A big dome with a lobe and ripples; variant 1 has them elsewhere, about a millimetre away, and a far speck. */
function liver(variant: 0 | 1): Mask {
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  const shift = variant * 1.2;
  const along = (axis: 0 | 1 | 2, of: (mm: number) => number) => Float64Array.from({ length: dims[axis] }, (_, n) => of(n * spacing[axis]));
  const x = along(0, (mm) => mm - 170), y = along(1, (mm) => mm - 190), z = along(2, (mm) => mm - 150);
  const domeX = x.map((mm) => ((mm - shift) / 100) ** 2), domeY = y.map((mm) => (mm / 70) ** 2), domeZ = z.map((mm) => ((mm + shift) / 85) ** 2);
  const lobeX = x.map((mm) => ((mm - 80) / 60) ** 2), lobeY = y.map((mm) => ((mm + 25) / 40) ** 2), lobeZ = z.map((mm) => ((mm - 10 - shift) / 45) ** 2);
  const waveX = x.map((mm) => Math.sin((mm + 7 * shift) / 9)), waveY = y.map((mm) => Math.sin((mm - 5 * shift) / 11)), waveZ = z.map((mm) => 0.03 * Math.cos(mm / 13 + shift));
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      for (let i = 0; i < dims[0]; i++) {
        const ripple = 1 + waveX[i] * waveY[j] * waveZ[k];
        if (domeX[i] + domeY[j] + domeZ[k] < ripple || lobeX[i] + lobeY[j] + lobeZ[k] < ripple) data[i + dims[0] * (j + dims[1] * k)] = 1;
      }
    }
  }
  if (variant === 1) data[430 + dims[0] * (250 + dims[1] * 260)] = 1;
  return { grid: { dims, affine: [spacing[0], 0, 0, 0, 0, spacing[1], 0, 0, 0, 0, spacing[2], 0, 0, 0, 0, 1] }, data };
}

/** The least that reading both masks costs: every 32-bit word once. */
function barePass(a: Uint8Array, b: Uint8Array): number {
  const wordsA = new Int32Array(a.buffer), wordsB = new Int32Array(b.buffer);
  let sum = 0;
  for (let at = 0; at < wordsA.length; at++) sum = (sum + (wordsA[at] ^ wordsB[at])) | 0;
  return sum;
}

function timed<T>(work: () => T): { seconds: number; value: T } {
  let value = work();
  const seconds: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = process.cpuUsage();
    value = work();
    const used = process.cpuUsage(start);
    seconds.push((used.user + used.system) / 1e6);
  }
  return { seconds: median(seconds), value };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

interface Timing extends SurfaceFigures { readonly seconds: number[] }

interface PythonTimings { readonly deepmind: Timing; readonly reloaded: Timing | null; readonly diceSeconds: number[]; readonly dice: number }

function inPython(): PythonTimings | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'isodice-bench-'));
  try {
    const files = [prediction, reference].map(({ data }, n) => {
      const file = path.join(folder, `${n}.raw`);
      writeFileSync(file, data);
      return file;
    });
    const script = fileURLToPath(new URL('../tools/reference/metricsTiming.py', import.meta.url));
    const run = spawnSync(process.env['PYTHON'] ?? 'python3', [script, ...files, ...dims.map(String), ...spacing.map(String), String(TOLERANCE_MM), String(repeats)], { encoding: 'utf8' });
    if (run.status === 0) return JSON.parse(run.stdout) as PythonTimings;
    console.log(`no comparison with Python: ${run.error?.message ?? run.stderr.trim().split('\n').at(-1)}`);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
