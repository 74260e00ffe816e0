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
 * subjects in none (they take no part). No value of a subject that takes part may be missing, so group sizes stay as
 * they are. Permutation 0 is the observed labelling.
 */
export async function eachPermutedMeans(
  { subjects, columns, values }: SubjectTable, codes: ArrayLike<number>, groups: number,
  options: { permutations: number; seed: number | string; signal?: AbortSignal | undefined }, visit: VisitMeans,
): Promise<void> {
  const rows = Array.from({ length: subjects }, (_, i) => i).filter((i) => codes[i] >= 0);
  const dense = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => { for (let c = 0; c < columns; c++) dense[i * columns + c] = values[row * columns + c]; });
  if (dense.some(Number.isNaN)) throw new Error('permuted means of missing values');
  const labels = Uint8Array.from(rows, (row) => codes[row]);
  const random = makeRandom(options.seed);
  const breathe = makeBreather(options.signal);
  const sums = new Float64Array(groups * columns);
  const means = new Float64Array(groups * columns);
  const sizes = new Float64Array(groups);
  for (const label of labels) sizes[label]++;
  const largest = sizes.indexOf(Math.max(...sizes));
  const totals = new Float64Array(columns);
  for (let i = 0; i < rows.length; i++) for (let c = 0; c < columns; c++) totals[c] += dense[i * columns + c];
  for (let permutation = 0; permutation <= options.permutations; permutation++) {
    if (permutation > 0) shuffle(labels, random.next);
    addUp(dense, labels, columns, largest, sums);
    for (let c = 0; c < columns; c++) {
      let rest = totals[c];
      for (let g = 0; g < groups; g++) {
        if (g === largest) continue;
        rest -= sums[g * columns + c];
        means[c * groups + g] = sums[g * columns + c] / (sizes[g] > 0 ? sizes[g] : Number.NaN);
      }
      means[c * groups + largest] = rest / sizes[largest];
    }
    visit(means, permutation);
    if (permutation % 128 === 127) await breathe();
  }
}

/** Sums per group and column; the largest group is what is left of the total, so its members are skipped. */
function addUp(dense: Float64Array, labels: Uint8Array, columns: number, largest: number, sums: Float64Array): void {
  sums.fill(0);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === largest) continue;
    const to = label * columns, from = i * columns;
    for (let c = 0; c < columns; c++) sums[to + c] += dense[from + c];
  }
}

function shuffle(labels: Uint8Array, next: () => number): void {
  for (let i = labels.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    const label = labels[i];
    labels[i] = labels[j];
    labels[j] = label;
  }
}
