import { attempt, FaultError, type Result } from '#core/faults.ts';
import { quantileOfSorted } from '#core/num/quantiles.ts';
import { indicesOfMeans, type FairnessIndices } from '#core/statistics/fairnessIndices.ts';
import { eachPermutedMeans, type SubjectTable } from '#core/statistics/permutedMeans.ts';

/** The indices that cannot be negative, so that chance alone makes them positive. */
export type NullIndex = 'gap' | 'sdOfMeans' | 'skewedErrorRatio' | 'ratio';
export const NULL_INDICES: readonly NullIndex[] = ['gap', 'sdOfMeans', 'skewedErrorRatio', 'ratio'];

/** Where an index lies when group labels mean nothing. */
export interface NullRange {
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly level: number;
  /** (b + 1)/(m + 1), b permutations at least as large as observed. */
  readonly p: number;
  readonly permutations: number;
}

export interface ColumnFairness {
  /** `lowest` and `highest` are group codes. */
  readonly observed: FairnessIndices;
  readonly ranges: Readonly<Partial<Record<NullIndex, NullRange>>>;
  readonly n: number;
  /** Codes of groups that were too small to take part. */
  readonly leftOut: readonly number[];
}

export interface NullOptions {
  readonly permutations: number;
  readonly seed: number | string;
  readonly level?: number;
  /** Groups with fewer values in a column take no part in its indices; 1 when absent. */
  readonly smallestGroup?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * For each column the indices and their permutation null ranges. Columns share their permutations of the labels; a
 * missing value goes along with its subject. A bootstrap of max − min never covers a true zero, so these indices get a null range in place of an
 * interval. Undefined for a column with fewer than two groups.
 */
export async function fairnessUnderNull(table: SubjectTable, codes: ArrayLike<number>, groups: number, options: NullOptions): Promise<Result<(ColumnFairness | undefined)[]>> {
  return attempt(async () => {
    if (groups < 2) throw new FaultError('stats-one-group', { expected: 'two groups', came: `${groups}` });
    const out = new Array<ColumnFairness | undefined>(table.columns).fill(undefined);
    for (const [pass, block] of blocksOf(table, codes, groups, options.smallestGroup ?? 1).entries()) {
      const found = await blockUnderNull(table, block, groups, { ...options, seed: `${options.seed} ${pass}` });
      block.columns.forEach((column, k) => { out[column] = found[k]; });
    }
    return out;
  });
}

/** Columns whose groups of enough values are the same ones, with the codes of the subjects in them. */
interface Block {
  readonly columns: number[];
  readonly codes: Int16Array;
  readonly present: readonly number[];
  readonly leftOut: readonly number[];
  /** Values of each group, column by column of the block. */
  readonly sizes: (readonly number[])[];
}

function blocksOf({ subjects, columns, values }: SubjectTable, codes: ArrayLike<number>, groups: number, smallest: number): Block[] {
  const blocks = new Map<string, Block>();
  for (let c = 0; c < columns; c++) {
    const counts = new Array<number>(groups).fill(0);
    for (let i = 0; i < subjects; i++) if (codes[i] >= 0 && !Number.isNaN(values[i * columns + c])) counts[codes[i]]++;
    const present = [...counts.keys()].filter((g) => counts[g] > 0 && counts[g] >= smallest);
    const leftOut = [...counts.keys()].filter((g) => counts[g] > 0 && counts[g] < smallest);
    if (present.length < 2) continue;
    const key = JSON.stringify([present, leftOut]);
    const known = blocks.get(key);
    if (known) {
      known.columns.push(c);
      known.sizes.push(counts);
    } else blocks.set(key, { columns: [c], codes: Int16Array.from({ length: subjects }, (_, i) => (present.includes(codes[i]) ? codes[i] : -1)), present, leftOut, sizes: [counts] });
  }
  return [...blocks.values()];
}

async function blockUnderNull(table: SubjectTable, block: Block, groups: number, options: NullOptions): Promise<ColumnFairness[]> {
  const width = block.columns.length;
  const part: SubjectTable = {
    subjects: table.subjects, columns: width,
    values: Float64Array.from({ length: table.subjects * width }, (_, at) => table.values[Math.floor(at / width) * table.columns + block.columns[at % width]]),
  };
  const { present } = block;
  const observed: FairnessIndices[] = [];
  const draws = block.columns.map(() => ({
    gap: new Float64Array(options.permutations), sdOfMeans: new Float64Array(options.permutations),
    skewedErrorRatio: new Float64Array(options.permutations), ratio: new Float64Array(options.permutations),
  }));
  await eachPermutedMeans(part, block.codes, groups, options, (means, permutation) => {
    for (let c = 0; c < width; c++) {
      if (permutation === 0) {
        const indices = indicesOfMeans(present.map((g) => means[c * groups + g]), present.map((g) => block.sizes[c][g]));
        observed.push({ ...indices, lowest: present[indices.lowest], highest: present[indices.highest] });
        continue;
      }
      let low = Infinity, high = -Infinity, sum = 0, squares = 0;
      for (const g of present) {
        const value = means[c * groups + g];
        if (value < low) low = value;
        if (value > high) high = value;
        sum += value;
        squares += value * value;
      }
      const at = permutation - 1;
      draws[c].gap[at] = high - low;
      draws[c].sdOfMeans[at] = Math.sqrt(Math.max(0, squares / present.length - (sum / present.length) ** 2));
      draws[c].skewedErrorRatio[at] = (1 - low) / (1 - high);
      draws[c].ratio[at] = high / low;
    }
  });
  return observed.map((indices, c) => ({
    observed: indices, ranges: rangesOf(indices, draws[c], options.level ?? 0.95), leftOut: block.leftOut, n: present.reduce((sum, g) => sum + block.sizes[c][g], 0),
  }));
}

function rangesOf(observed: FairnessIndices, draws: Readonly<Record<NullIndex, Float64Array>>, level: number): Partial<Record<NullIndex, NullRange>> {
  const ranges: Partial<Record<NullIndex, NullRange>> = {};
  for (const index of NULL_INDICES) {
    const value = observed[index];
    if (value === undefined) continue;
    const finite = draws[index].filter(Number.isFinite);
    if (finite.length === 0) continue;
    const ascending = finite.sort();
    const least = value - 1e-12 * Math.abs(value);
    const reached = finite.reduce((count, draw) => count + (draw >= least ? 1 : 0), 0);
    ranges[index] = {
      low: quantileOfSorted(ascending, (1 - level) / 2), median: quantileOfSorted(ascending, 0.5), high: quantileOfSorted(ascending, (1 + level) / 2),
      level, p: (reached + 1) / (finite.length + 1), permutations: finite.length,
    };
  }
  return ranges;
}
