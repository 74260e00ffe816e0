import { makeBreather } from '#core/num/breather.ts';
import { makeRandom } from '#core/num/random.ts';

/** Several measured columns over the same subjects: `values[subject * columns + column]`, NaN where missing. */
export interface SubjectTable {
  readonly subjects: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Called for each permutation with means[column * groups + group] (NaN for a group without values); the array is reused. */
export type VisitMeans = (means: Float64Array, permutation: number) => void;

/**
 * Group means of every column under shared permutations of the group labels over subjects: one shuffle serves all
 * columns, so that p values of different organs and models keep their dependence. `codes[subject]` is the group, −1 for
 * subjects in none (they take no part). Permutation 0 is the observed labelling.
 */
export async function eachPermutedMeans(
  table: SubjectTable, codes: ArrayLike<number>, groups: number,
  options: { permutations: number; seed: number | string; signal?: AbortSignal | undefined }, visit: VisitMeans,
): Promise<void> {
  const rows = Array.from({ length: table.subjects }, (_, i) => i).filter((i) => codes[i] >= 0);
  const { dense, counted, width } = layOut(table, rows);
  const labels = Uint8Array.from(rows, (row) => codes[row]);
  const random = makeRandom(options.seed);
  const breathe = makeBreather(options.signal);
  const sums = new Float64Array(groups * width);
  const means = new Float64Array(groups * table.columns);
  const sizes = new Float64Array(groups);
  for (const label of labels) sizes[label]++;
  const largest = sizes.indexOf(Math.max(...sizes));
  const totals = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) for (let c = 0; c < width; c++) totals[c] += dense[i * width + c];
  for (let permutation = 0; permutation <= options.permutations; permutation++) {
    if (permutation > 0) shuffle(labels, random.next);
    sums.fill(0);
    // The largest group is what is left of the total: its members are skipped.
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i];
      if (label === largest) continue;
      const to = label * width, from = i * width;
      for (let c = 0; c < width; c++) sums[to + c] += dense[from + c];
    }
    for (let c = 0; c < width; c++) {
      let rest = totals[c];
      for (let g = 0; g < groups; g++) if (g !== largest) rest -= sums[g * width + c];
      sums[largest * width + c] = rest;
    }
    for (let c = 0; c < table.columns; c++) {
      for (let g = 0; g < groups; g++) {
        const size = counted[c] < 0 ? sizes[g] : sums[g * width + counted[c]];
        means[c * groups + g] = sums[g * width + c] / (size > 0.5 ? size : Number.NaN);
      }
    }
    visit(means, permutation);
    if (permutation % 128 === 127) await breathe();
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

function shuffle(labels: Uint8Array, next: () => number): void {
  for (let i = labels.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    const label = labels[i];
    labels[i] = labels[j];
    labels[j] = label;
  }
}
