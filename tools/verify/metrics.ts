/**
 * `npm run verify:metrics -- [--vectors DIR] [--json FILE]`: every case of DIR/seg_*.json (default ../shared/vectors),
 * counts exactly, distances within 1e-9, in both surface conventions; and the derived surfel areas where DIR has them.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { linearQuantile } from '#core/metrics/distanceDistribution.ts';
import { overlap } from '#core/metrics/overlap.ts';
import { overlapCounts } from '#core/metrics/overlapCounts.ts';
import { surfaceDistances } from '#core/metrics/surfaceDistances.ts';
import { hausdorff, nsd, overlapWithin, surfaceMetrics } from '#core/metrics/surfaceMetrics.ts';
import { surfelAreas } from '#core/metrics/surfelAreas.ts';
import type { Mask } from '#core/volume/volume.ts';
import type { Row } from './report.ts';
import { conclude, printTable, readOptions } from './report.ts';

type Figure = number | string;
type Figures = Readonly<Record<string, Figure | readonly Figure[] | null>>;
interface Case {
  readonly id: string;
  readonly shape: readonly [number, number, number];
  readonly spacing_mm: readonly [number, number, number];
  readonly gt_rle: readonly number[];
  readonly pred_rle: readonly number[];
  readonly gt_sha256: string;
  readonly pred_sha256: string;
  readonly expected: Readonly<Record<string, Figures | null>>;
  readonly public_expected?: Figures;
}

const TOLERANCE = 1e-9;
const COUNTS = new Set(['tp', 'fp', 'fn', 'n_gt', 'n_pred', 'n_surfels_gt', 'n_surfels_pred', 'n_boundary_gt', 'n_boundary_pred']);
/** Blocks of `expected` that are targets; others record what rival packages return, oddities included. */
const TARGETS = new Set(['overlap', 'deepmind_surfel', 'voxel_boundary_6conn']);
/** Says where a figure was printed; not a figure itself. */
const NOT_A_FIGURE = new Set(['asd_source']);

const options = readOptions();
const folder = options.text('vectors') ?? fileURLToPath(new URL('../../../shared/vectors', import.meta.url));
const rows: Row[] = [];
const leftAside = new Map<string, number>();

for (const file of readdirSync(folder).filter((name) => /^seg_.*[.]json$/.test(name)).sort()) {
  const { cases } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { cases: readonly Case[] };
  for (const it of cases) verify(file, it);
}
if (rows.length === 0) throw new Error(`no seg_*.json in ${folder}`);
const areas = path.join(folder, 'surfel_area_256.json');
if (existsSync(areas)) verifyAreas(areas);
report();

function verify(file: string, it: Case): void {
  const prediction = mask(it, it.pred_rle, it.pred_sha256), reference = mask(it, it.gt_rle, it.gt_sha256);
  const got = measured(prediction, reference, it);
  for (const [block, figures] of Object.entries(it.expected)) {
    if (!TARGETS.has(block)) leftAside.set(block, (leftAside.get(block) ?? 0) + 1);
    else for (const [name, expected] of Object.entries(figures ?? {})) check(file, it.id, `${block}.${name}`, expected, got[block][name]);
  }
  for (const [name, expected] of Object.entries(it.public_expected ?? {})) {
    if (!NOT_A_FIGURE.has(name)) check(file, it.id, `public.${name}`, expected, publicFigure(name, file, got));
  }
}

function mask(it: Case, runs: readonly number[], sha256: string): Mask {
  const data = new Uint8Array(it.shape[0] * it.shape[1] * it.shape[2]);
  let at = 0;
  runs.forEach((run, n) => data.fill(n % 2, at, at += run));
  if (createHash('sha256').update(data).digest('hex') !== sha256) throw new Error(`${it.id}: the runs do not give the mask of the hash`);
  const [sx, sy, sz] = it.spacing_mm;
  return { grid: { dims: it.shape, affine: [sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, sz, 0, 0, 0, 0, 1] }, data };
}

/** What the program computes, under the names of the vectors. */
function measured(prediction: Mask, reference: Mask, it: Case): Record<string, Record<string, number | null>> {
  const counts = overlapCounts(prediction.data, reference.data, it.shape);
  const voxelMm3 = it.spacing_mm[0] * it.spacing_mm[1] * it.spacing_mm[2];
  const scores = overlap(counts, voxelMm3 / 1000);
  const box = counts.box ?? { low: [0, 0, 0], high: [0, 0, 0] };
  const elements = surfaceDistances(prediction, reference, box, 'surface-elements');
  const boundary = surfaceDistances(prediction, reference, box, 'voxel-boundary');
  const e = surfaceMetrics(elements), b = surfaceMetrics(boundary);
  const ofElements: Record<string, number | null> = {
    n_surfels_gt: elements.lattice.reference.index.length, n_surfels_pred: elements.lattice.prediction.index.length,
    surface_area_gt_mm2: e.referenceSurface, surface_area_pred_mm2: e.predictionSurface,
    asd_gt_to_pred: e.asdReferenceToPredictionMm, asd_pred_to_gt: e.asdPredictionToReferenceMm,
    masd: e.masdMm, assd_area_weighted: e.assdMm, hd100: e.hdMm, hd95: e.hd95Mm,
    hd99: hausdorff('surface-elements', elements.ofPrediction, elements.ofReference, 0.99),
    hd50: hausdorff('surface-elements', elements.ofPrediction, elements.ofReference, 0.5),
  };
  const ofBoundary: Record<string, number | null> = {
    n_boundary_gt: b.referenceSurface, n_boundary_pred: b.predictionSurface,
    hd: b.hdMm, hd95_max_of_directed: b.hd95Mm, assd_pooled: b.assdMm, masd: b.masdMm,
    hd95_pooled: b.hdMm === null || b.hdMm === Infinity ? b.hdMm : pooled95(boundary.ofPrediction, boundary.ofReference),
    asd_pred_to_gt: b.asdPredictionToReferenceMm,
    hd_directed: linearQuantile(boundary.ofPrediction, 1), hd95_directed: linearQuantile(boundary.ofPrediction, 0.95),
  };
  for (const mm of [1, 2, 5]) {
    ofElements[`nsd_${mm}mm`] = nsd(elements, mm);
    ofElements[`overlap_gt_${mm}mm`] = overlapWithin(elements.ofReference, mm);
    ofElements[`overlap_pred_${mm}mm`] = overlapWithin(elements.ofPrediction, mm);
    ofBoundary[`nsd_${mm}mm`] = nsd(boundary, mm);
  }
  return {
    overlap: {
      n_gt: counts.referenceVoxels, n_pred: counts.predictionVoxels, tp: counts.truePositives, fp: counts.falsePositives, fn: counts.falseNegatives,
      voxel_volume_mm3: voxelMm3, volume_gt_ml: scores.referenceVolumeMl, volume_pred_ml: scores.predictionVolumeMl,
      volume_error_ml: scores.volumeErrorMl, relative_volume_error: scores.relativeVolumeError,
      absolute_relative_volume_error: scores.relativeVolumeError === null ? null : Math.abs(scores.relativeVolumeError),
      volumetric_similarity: scores.volumetricSimilarity, dice: scores.dice, iou: scores.iou, precision: scores.precision, recall: scores.recall,
    },
    deepmind_surfel: ofElements,
    voxel_boundary_6conn: ofBoundary,
  };
}

type Distribution = ReturnType<typeof surfaceDistances>['ofPrediction'];

/** The 95th percentile of both directions together, from the same distances. */
function pooled95(a: Distribution, b: Distribution): number | null {
  const pairs = [a, b].flatMap((it) => Array.from(it.distanceMm, (distance, n) => ({ distance, weight: it.weight[n] })));
  pairs.sort((x, y) => x.distance - y.distance);
  let sum = 0;
  return linearQuantile({
    distanceMm: Float64Array.from(pairs, (it) => it.distance),
    reached: Float64Array.from(pairs, (it) => sum += it.weight),
    totalWeight: a.totalWeight + b.totalWeight,
  }, 0.95);
}

/** Figures printed in public unit tests: DeepMind's in its convention, MONAI's in its own. */
function publicFigure(name: string, file: string, got: ReturnType<typeof measured>): number | null | readonly (number | null)[] {
  if (name === 'dice') return got['overlap']['dice'];
  const of = got[file.includes('monai') ? 'voxel_boundary_6conn' : 'deepmind_surfel'];
  if (name === 'asd') return [of['asd_gt_to_pred'], of['asd_pred_to_gt']];
  if (name === 'overlap_1mm') return [of['overlap_gt_1mm'], of['overlap_pred_1mm']];
  if (name === 'hd95' && file.includes('monai')) return of['hd95_max_of_directed'];
  return of[name];
}

function check(file: string, id: string, value: string, expected: Figures[string], got: number | null | readonly (number | null)[] | undefined): void {
  if (Array.isArray(expected)) {
    expected.forEach((each: Figure, n) => check(file, id, `${value}[${n}]`, each, Array.isArray(got) ? got[n] : undefined));
    return;
  }
  const wanted = Number(expected);
  const name = value.split('.')[1];
  // Metrics that are undefined are null in the program and NaN in the vectors.
  const came = got === undefined || typeof got === 'object' && got !== null ? undefined : got ?? Number.NaN;
  const error = came === undefined ? Infinity : relativeError(wanted, came);
  const printed = value.startsWith('public.') ? printedTolerance(wanted) : 0;
  const holds = COUNTS.has(name) ? error === 0 : error <= Math.max(TOLERANCE, printed);
  rows.push({ file, case: id, value, expected: wanted, got: came ?? 'missing', relativeError: error, holds });
}

function relativeError(expected: number, got: number): number {
  if (Object.is(expected, got) || (Number.isNaN(expected) && Number.isNaN(got)) || expected === got) return 0;
  if (!Number.isFinite(expected) || !Number.isFinite(got)) return Infinity;
  return Math.abs(got - expected) / (expected === 0 ? 1 : Math.abs(expected));
}

/** Half a unit of the last printed digit, relative; numbers printed in full hold to float32, which MONAI computes in. */
function printedTolerance(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return 0;
  const digits = (String(value).split('.')[1] ?? '').length;
  return Math.max(0.5000001 * 10 ** -digits, Math.abs(value) * 2 ** -23) / Math.abs(value);
}

function verifyAreas(file: string): void {
  const { bit_offsets, tables } = JSON.parse(readFileSync(file, 'utf8')) as {
    bit_offsets: Record<string, readonly [number, number, number]>;
    tables: readonly { spacing: readonly [number, number, number]; area: readonly number[] }[];
  };
  for (const { spacing, area } of tables) {
    const derived = surfelAreas(spacing);
    area.forEach((expected, theirs) => {
      let ours = 0;
      for (let bit = 0; bit < 8; bit++) if ((theirs >> bit) & 1) ours |= 1 << (bit_offsets[bit][0] + 2 * bit_offsets[bit][1] + 4 * bit_offsets[bit][2]);
      check(path.basename(file), `spacing ${spacing.join(' ')}`, `area.code${theirs}`, expected, derived[ours]);
    });
  }
}

function report(): void {
  const files = [...new Set(rows.map((row) => String(row['file'])))];
  printTable(files.map((file) => {
    const of = rows.filter((row) => row['file'] === file);
    return {
      file, cases: new Set(of.map((row) => row['case'])).size, values: of.length, failed: of.filter((row) => !row['holds']).length,
      worst: Math.max(...of.filter((row) => !String(row['value']).startsWith('public.')).map((row) => Number(row['relativeError']))),
      worstPublic: Math.max(0, ...of.filter((row) => String(row['value']).startsWith('public.')).map((row) => Number(row['relativeError']))),
    };
  }), ['file', 'cases', 'values', 'failed', 'worst', 'worstPublic']);
  for (const [block, cases] of leftAside) console.log(`left aside: ${block} (${cases} cases), what another package returns; not a target`);
  console.log('worstPublic: against figures as printed in public tests, held to their printed digits');
  const failed = rows.filter((row) => !row['holds']);
  if (failed.length > 0) printTable(failed, ['file', 'case', 'value', 'expected', 'got', 'relativeError']);
  conclude(options, { command: 'verify:metrics', rows, holds: failed.length === 0, more: { leftAside: Object.fromEntries(leftAside) } });
}
