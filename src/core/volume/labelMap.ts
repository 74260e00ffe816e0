import { FaultError, fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { Label, LabelMap, Mask, Volume, VoxelArray } from '#core/volume/volume.ts';

export interface LabelMapReading { readonly labelMap: LabelMap; readonly notices: readonly Fault[] }

type LabelArray = LabelMap['data'];

/** Within this of a whole number a value counts as whole: scaling by a float32 slope leaves such errors. */
const ROUNDING = 1e-3;
/** More distinct values than any label list in use has; images have thousands. */
const MOST_LABELS = 512;

/**
 * The label map that a volume holds. Throws FaultErrors: values that are not whole (with examples), or an image in
 * place of a mask: more than 512 distinct values, or more than 64 of which neighbours rarely agree.
 */
export function labelMapFrom(volume: Volume, where: string): LabelMapReading {
  const { data, rounded } = wholeNumbers(volume.data, where);
  const counts = countValues(data);
  refuseImage(counts, data, where);
  const notices: Fault[] = [];
  if (rounded) notices.push(fault('mask-rounded', { where }));
  if ([...counts.keys()].every((value) => value === 0)) notices.push(fault('mask-empty', { where, expected: 'values above 0', came: 'only 0' }));
  return { labelMap: { grid: volume.grid, data, labels: unnamedLabels(counts), source: volume.source }, notices };
}

function wholeNumbers(data: VoxelArray, where: string): { data: LabelArray; rounded: boolean } {
  let low = 0, high = 0, broken = 0, rounded = false;
  const examples: number[] = [];
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    const whole = Math.round(value);
    if (whole !== value) {
      rounded = true;
      if (!(Math.abs(value - whole) <= ROUNDING)) {
        broken++;
        if (examples.length < 3 && !examples.includes(value)) examples.push(value);
      }
    }
    if (whole < low) low = whole;
    if (whole > high) high = whole;
  }
  if (broken > 0) {
    const share = `${broken} of ${data.length} voxels, such as ${examples.map((it) => Number(it.toPrecision(4))).join(', ')}`;
    throw new FaultError('mask-not-integer', { where, expected: 'whole numbers', came: share });
  }
  if (low < -2147483648 || high > 2147483647) {
    throw new FaultError('mask-is-image', { where, expected: 'labels of at most 32 bits', came: `values from ${low} to ${high}` });
  }
  return { data: narrow(data, low, high), rounded };
}

/** The smallest integer array that holds low..high; the same array where it already is one. */
function narrow(data: VoxelArray, low: number, high: number): LabelArray {
  const Type = low >= 0 && high <= 255 ? Uint8Array : low >= 0 && high <= 65535 ? Uint16Array : low >= -32768 && high <= 32767 ? Int16Array : Int32Array;
  if (data instanceof Type) return data;
  const out = new Type(data.length);
  for (let at = 0; at < data.length; at++) out[at] = Math.round(data[at]);
  return out;
}

/** Voxels per value; stops counting (and holds 513 values) once there are more than 512. */
function countValues(data: LabelArray): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  let run = 0;
  for (let at = 0; at < data.length; at += run) {
    const value = data[at];
    run = 1;
    while (at + run < data.length && data[at + run] === value) run++;
    counts.set(value, (counts.get(value) ?? 0) + run);
    if (counts.size > MOST_LABELS) break;
  }
  return counts;
}

function refuseImage(counts: ReadonlyMap<number, number>, data: LabelArray, where: string): void {
  const expected = 'few values, each in patches';
  if (counts.size > MOST_LABELS) throw new FaultError('mask-is-image', { where, expected, came: `more than ${MOST_LABELS} different values` });
  if (counts.size <= 64) return;
  let pairs = 0, unequal = 0;
  for (let at = 1; at < data.length; at++) {
    if (data[at] === 0 && data[at - 1] === 0) continue;
    pairs++;
    if (data[at] !== data[at - 1]) unequal++;
  }
  if (unequal > 0.5 * pairs) {
    const share = Math.round((100 * unequal) / pairs);
    throw new FaultError('mask-is-image', { where, expected, came: `${counts.size} values, and neighbours differ in ${share} % of places` });
  }
}

function unnamedLabels(counts: ReadonlyMap<number, number>): readonly Label[] {
  return [...counts.keys()].filter((value) => value !== 0).sort((a, b) => a - b).map((value) => ({ value, name: `label ${value}` }));
}

/**
 * The same map with the names of a list; 0 is background whatever the list says. Named values that no voxel has stay
 * listed (an organ may be missing in this mask only); values without a name keep their number, with a notice.
 */
export function nameLabels(labelMap: LabelMap, names: readonly Label[], where: string): LabelMapReading {
  const listed = new Map(names.filter(({ value }) => value !== 0).map(({ value, name }) => [value, name]));
  const unnamed = labelMap.labels.filter(({ value }) => !listed.has(value));
  for (const { value, name } of unnamed) listed.set(value, name);
  const labels = [...listed].map(([value, name]) => ({ value, name })).sort((a, b) => a.value - b.value);
  const some = unnamed.slice(0, 5).map(({ value }) => value).join(', ');
  const came = `${unnamed.length} without a name: ${some}${unnamed.length > 5 ? ', …' : ''}`;
  return { labelMap: { ...labelMap, labels }, notices: unnamed.length > 0 ? [fault('labels-unnamed', { where, came })] : [] };
}

/** The voxels whose label is one of `values`, as 0 and 1. */
export function maskOf(labelMap: LabelMap, values: readonly number[]): Mask {
  const { grid, data } = labelMap;
  const out = new Uint8Array(data.length);
  if (values.length === 1) {
    const wanted = values[0];
    for (let at = 0; at < data.length; at++) if (data[at] === wanted) out[at] = 1;
    return { grid, data: out };
  }
  const wanted = new Set(values);
  let lastValue = Number.NaN, lastIn = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    if (value !== lastValue) { lastValue = value; lastIn = wanted.has(value) ? 1 : 0; }
    out[at] = lastIn;
  }
  return { grid, data: out };
}
