/**
 * `npx tsx bench/errormaps.ts [--permutations N]`: one case's surface map at 3 mm and at 512×512×300, and the group test of
 * 1,056 maps × 512 bins in one thread, with max-T alone, with TFCE, and with three covariates; beside the same test in
 * NumPy ($PYTHON or python3 with numpy and scipy, one thread). Seconds are of the processor. Aims: 100 ms, 1 s, 10 s, 20 s.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { makeRandom } from '#core/num/random.ts';
import type { Dims } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { groupMaps } from '#core/errormaps/groupMaps.ts';
import type { MapStatistic } from '#core/errormaps/mapStatistics.ts';
import { BINS, binNeighbours } from '#core/errormaps/surfaceBins.ts';
import { surfaceMap } from '#core/errormaps/surfaceMap.ts';
import { printTable, readOptions } from '../tools/verify/report.ts';

const SUBJECTS = 1056;
const permutations = readOptions().number('permutations', 10_000);
const random = makeRandom('bench');
const values = Float32Array.from({ length: SUBJECTS * BINS }, () => random.normal());
const group = Uint8Array.from({ length: SUBJECTS }, (_, i) => i % 2);
const covariates = ['age', 'bmi', 'thickness'].map((name) => ({ name, values: Float64Array.from(group, () => random.normal()) }));

const rows: Timing[] = [
  await oneMap('map of one organ, 3 mm (0.1 s)', [128, 128, 100], [3, 3, 3]),
  await oneMap('map of one organ, 512×512×300 (1 s)', [512, 512, 300], [0.75, 0.75, 1]),
  await test(`${permutations} permutations, max-T (10 s)`, ['max-t'], 0),
  await test(`${permutations} permutations, max-T and TFCE (20 s)`, ['max-t', 'tfce'], 0),
  await test(`${permutations} permutations, max-T and TFCE, 3 covariates`, ['max-t', 'tfce'], 3),
];
const python = inPython();
if (python) {
  rows.push({ what: 'NumPy: max-T', seconds: python.maxT, ratio: python.maxT / rows[2].seconds });
  rows.push({ what: 'NumPy: TFCE by 100 heights (extrapolated from 20 permutations)', seconds: python.tfce, ratio: python.tfce / rows[3].seconds });
}
printTable(rows, ['what', 'seconds', 'ratio']);
console.log('ratio: NumPy / IsoDice');

type Timing = { readonly what: string; readonly seconds: number; readonly ratio?: number };

async function timed(what: string, work: () => unknown): Promise<Timing> {
  const start = process.cpuUsage();
  await work();
  const used = process.cpuUsage(start);
  return { what, seconds: (used.user + used.system) / 1e6 };
}

/** The faster of two, so that compilation does not count. */
async function oneMap(what: string, dims: Dims, step: readonly [number, number, number]): Promise<Timing> {
  const centre = dims.map((n, axis) => (n * step[axis]) / 2);
  const organ = (shift: number): Mask => {
    const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
    for (let k = 0, at = 0; k < dims[2]; k++) for (let j = 0; j < dims[1]; j++) for (let i = 0; i < dims[0]; i++, at++) {
      const x = (i * step[0] - centre[0] - shift) / 100, y = (j * step[1] - centre[1]) / 70, z = (k * step[2] - centre[2]) / 85;
      if (x * x + y * y + z * z < 1) data[at] = 1;
    }
    return { grid: { dims, affine: [step[0], 0, 0, 0, 0, step[1], 0, 0, 0, 0, step[2], 0, 0, 0, 0, 1] }, data };
  };
  const prediction = organ(3), reference = organ(0);
  const times = [];
  for (let turn = 0; turn < 3; turn++) times.push(await timed(what, () => surfaceMap(prediction, reference)));
  return times.reduce((a, b) => (a.seconds < b.seconds ? a : b));
}

function test(what: string, statistics: readonly MapStatistic[], covariateCount: number): Promise<Timing> {
  const table = { subjects: SUBJECTS, bins: BINS, values, group, covariates: covariates.slice(0, covariateCount) };
  return timed(what, () => groupMaps(table, { neighbours: binNeighbours('sphere'), statistics, permutations, seed: 1 }));
}

function inPython(): { maxT: number; tfce: number } | undefined {
  const script = fileURLToPath(new URL('../tools/reference/errormapsTiming.py', import.meta.url));
  const run = spawnSync(process.env['PYTHON'] ?? 'python3', [script, String(SUBJECTS), String(BINS), String(permutations), '20'], {
    encoding: 'utf8', env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  if (run.status === 0) return JSON.parse(run.stdout) as { maxT: number; tfce: number };
  console.log(`no comparison with NumPy: ${run.error?.message ?? run.stderr.trim().split('\n').at(-1)}`);
  return undefined;
}
