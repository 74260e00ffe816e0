import { makeBreather } from '#core/num/breather.ts';
import { makeUintStream, UINT_UNIT } from '#core/num/uintStream.ts';
import type { SubjectTable, VisitMeans } from '#core/statistics/permutedMeans.ts';

/**
 * Group means of every column in bootstrap samples of subjects, drawn within each group and shared by all columns: what
 * models and organs have in common on a subject stays together. means[column * groups + group]; replicate 0 is the
 * sample itself. `codes` −1 takes no part.
 */
export async function eachResampledMeans(
  table: SubjectTable, codes: ArrayLike<number>, groups: number,
  options: { replicates: number; seed: number | string; signal?: AbortSignal | undefined }, visit: VisitMeans,
): Promise<void> {
  const members = Array.from({ length: groups }, (_, g) => Array.from({ length: table.subjects }, (_, i) => i).filter((i) => codes[i] === g));
  const { dense, counted, width } = layOut(table, members.flat());
  const fill = makeUintStream(options.seed);
  const breathe = makeBreather(options.signal);
  const sums = new Float64Array(groups * width);
  const means = new Float64Array(groups * table.columns);
  const times = new Uint16Array(dense.length / width);
  const drawn = new Uint32Array(times.length);
  for (let replicate = 0; replicate <= options.replicates; replicate++) {
    sums.fill(0);
    if (replicate > 0) fill(drawn);
    let start = 0;
    for (let g = 0; g < groups; g++) {
      const size = members[g].length;
      times.fill(replicate === 0 ? 1 : 0, start, start + size);
      if (replicate > 0) for (let i = start; i < start + size; i++) times[start + Math.floor(drawn[i] * UINT_UNIT * size)]++;
      addWeighted(dense, times, start, start + size, width, sums, g * width);
      start += size;
      for (let c = 0; c < table.columns; c++) {
        const count = counted[c] < 0 ? size : sums[g * width + counted[c]];
        means[c * groups + g] = sums[g * width + c] / (count > 0.5 ? count : Number.NaN);
      }
    }
    visit(means, replicate);
    if (replicate % 128 === 127) await breathe();
  }
}

function addWeighted(dense: Float64Array, times: Uint16Array, from: number, to: number, width: number, sums: Float64Array, at: number): void {
  for (let i = from; i < to; i++) {
    const weight = times[i];
    if (weight === 0) continue;
    const row = i * width;
    for (let c = 0; c < width; c++) sums[at + c] += weight * dense[row + c];
  }
}

/** Values with missing ones as 0, and for each column that misses some an extra column of ones and zeros to count by. */
function layOut({ columns, values }: SubjectTable, rows: readonly number[]): { dense: Float64Array; counted: Int32Array; width: number } {
  const counted = new Int32Array(columns).fill(-1);
  let width = columns;
  for (let c = 0; c < columns; c++) if (rows.some((row) => Number.isNaN(values[row * columns + c]))) counted[c] = width++;
  const dense = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    for (let c = 0; c < columns; c++) {
      const value = values[row * columns + c];
      dense[i * width + c] = Number.isNaN(value) ? 0 : value;
      if (counted[c] >= 0) dense[i * width + counted[c]] = Number.isNaN(value) ? 0 : 1;
    }
  });
  return { dense, counted, width };
}
