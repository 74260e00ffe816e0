/** Maps of real masks: pairs of a scan list, and annotators of KiTS23. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { isSameGrid } from '#core/volume/alignMask.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import type { LabelMap, Mask } from '#core/volume/volume.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import { MASKED, MEASURED, surfaceMap } from '#core/errormaps/surfaceMap.ts';
import type { Check } from './cases.ts';
import { atMost, worstOrientation } from './cases.ts';

interface Scan { readonly name: string; readonly reference: string; readonly prediction?: string; readonly organs: Readonly<Record<string, readonly number[]>> }

export interface PairReport { readonly checks: readonly Check[]; readonly rows: readonly PairRow[] }
type PairRow = { readonly pair: string; readonly organ: string; readonly outcome: string; readonly measured?: number; readonly filled?: number; readonly masked?: number; readonly meanMm?: number; readonly leastMm?: number; readonly mostMm?: number };

/** Every scan of the list that has two masks. */
export async function scanPairs(listFile: string): Promise<PairReport> {
  const { scans } = JSON.parse(readFileSync(listFile, 'utf8')) as { scans: readonly Scan[] };
  const reports: PairReport[] = [];
  for (const { name, reference, prediction, organs } of scans) {
    if (!prediction) continue;
    const [expert, model] = await Promise.all([reference, prediction].map((file) => labels(path.join(path.dirname(listFile), file))));
    for (const [organ, values] of Object.entries(organs)) {
      if (!isSameGrid(expert.grid, model.grid)) throw new Error(`${name}: the masks lie on different grids`);
      reports.push(pair(name, organ, maskOf(model, values), maskOf(expert, values)));
    }
  }
  return together(reports);
}

/** Each annotation of a structure against the first one. */
export async function kitsAnnotators(folder: string): Promise<PairReport> {
  const files = existsSync(folder) ? readdirSync(folder).filter((it) => /_annotation-\d+[.]nii[.]gz$/.test(it)).sort() : [];
  const reports: PairReport[] = [];
  const firsts = new Map<string, Mask>();
  for (const file of files) {
    const structure = file.replace(/_annotation-\d+[.]nii[.]gz$/, '');
    const read = await labels(path.join(folder, file));
    const present = [...new Set(read.data)].filter((it) => it > 0);
    const own = maskOf(read, present);
    const first = firsts.get(structure);
    if (first) reports.push(pair(file.replace('.nii.gz', ''), 'kidney', own, first));
    else firsts.set(structure, own);
  }
  return together(reports);
}

async function labels(file: string): Promise<LabelMap> {
  const result = await readLabelMap(readFileSync(file), path.basename(file));
  if (result.state === 'failed') throw new Error(`${file}: ${result.fault.code}`);
  return result.value.labelMap;
}

function pair(name: string, organ: string, prediction: Mask, reference: Mask): PairReport {
  const kind = organ === 'aorta' ? 'vessel' : 'organ';
  const result = surfaceMap(prediction, reference, { kind });
  if (result.state === 'failed') return { checks: [], rows: [{ pair: name, organ, outcome: result.fault.code }] };
  const { signedMm, state, notices } = result.value;
  const seen = Array.from(signedMm).filter((_, bin) => state[bin] !== MASKED);
  const share = (of: number) => state.filter((it) => it === of).length / BINS;
  const row: PairRow = {
    pair: name, organ, outcome: notices.map((it) => it.code).join(' ') || 'whole', measured: share(MEASURED), filled: share(1), masked: share(MASKED),
    meanMm: seen.reduce((a, b) => a + b, 0) / seen.length, leastMm: Math.min(...seen), mostMm: Math.max(...seen),
  };
  const cropped = [prediction, reference].map((it) => everySecondSlice(it));
  const thick = surfaceMap(cropped[0], cropped[1], { kind });
  const checks = [
    atMost(`${name} ${organ}: bins without a finite value or a mask`, seen.filter((it) => !Number.isFinite(it)).length, 0),
    atMost(`${name} ${organ}: bins filled from neighbours, share`, row.filled ?? 1, kind === 'vessel' ? 0.5 : 0.35),
    atMost(`${name} ${organ}: bins without a finite value at twice the slice distance`,
      thick.state === 'failed' ? BINS : Array.from(thick.value.signedMm).filter((mm, bin) => thick.value.state[bin] !== MASKED && !Number.isFinite(mm)).length, 0),
  ];
  const small = cutOut(prediction, reference);
  if (small && kind === 'organ') {
    // Every seventh visits each order of the axes once or twice, with changing directions.
    const every = small[0].data.length > 100_000 ? 7 : 1;
    checks.push(atMost(`${name} ${organ}: largest change of the map over ${every === 1 ? 'all 48' : '7'} orientations of the array, mm`, worstOrientation(...small, {}, every), 1e-6));
  }
  return { checks, rows: [row] };
}

function everySecondSlice({ grid: { dims: [nx, ny, nz], affine: a }, data }: Mask): Mask {
  const kept = Math.ceil(nz / 2);
  const out = new Uint8Array(nx * ny * kept);
  for (let k = 0; k < kept; k++) out.set(data.subarray(nx * ny * 2 * k, nx * ny * (2 * k + 1)), nx * ny * k);
  return { grid: { dims: [nx, ny, kept], affine: a.map((value, n) => (n % 4 === 2 && n < 12 ? 2 * value : value)) }, data: out };
}

/** Both masks with two voxels of air around them (or less at the edge of the image, which must stay one), if that is small enough to be turned 48 times. */
function cutOut(prediction: Mask, reference: Mask): [Mask, Mask] | undefined {
  const [nx, ny, nz] = reference.grid.dims;
  const low = [nx, ny, nz], high = [0, 0, 0];
  for (let k = 0, at = 0; k < nz; k++) for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++, at++) {
    if (prediction.data[at] + reference.data[at] === 0) continue;
    [i, j, k].forEach((value, axis) => {
      low[axis] = Math.min(low[axis], value);
      high[axis] = Math.max(high[axis], value);
    });
  }
  const from = low.map((value) => Math.max(0, value - 2)), to = high.map((value, axis) => Math.min(reference.grid.dims[axis] - 1, value + 2));
  const size = to.map((value, axis) => value - from[axis] + 1) as [number, number, number];
  if (size[0] * size[1] * size[2] > 1_500_000) return undefined;
  const cut = ({ grid: { affine: a }, data }: Mask): Mask => {
    const out = new Uint8Array(size[0] * size[1] * size[2]);
    for (let k = 0; k < size[2]; k++) for (let j = 0; j < size[1]; j++) {
      const start = from[0] + nx * (from[1] + j + ny * (from[2] + k));
      out.set(data.subarray(start, start + size[0]), size[0] * (j + size[1] * k));
    }
    const row = (r: number) => [a[r], a[r + 1], a[r + 2], a[r] * from[0] + a[r + 1] * from[1] + a[r + 2] * from[2] + a[r + 3]];
    return { grid: { dims: size, affine: [...row(0), ...row(4), ...row(8), 0, 0, 0, 1] }, data: out };
  };
  return [cut(prediction), cut(reference)];
}

function together(reports: readonly PairReport[]): PairReport {
  return { checks: reports.flatMap((it) => it.checks), rows: reports.flatMap((it) => it.rows) };
}
