import { attempt, FaultError, type Result } from '#core/faults.ts';
import { quantileOfSorted, sorted } from '#core/num/quantiles.ts';
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
  readonly observed: FairnessIndices;
  readonly ranges: Readonly<Partial<Record<NullIndex, NullRange>>>;
}

/**
 * For each column the indices and their permutation null ranges, under shared permutations. A bootstrap of max − min
 * never covers a true zero, so these indices get a null range in place of an interval. Undefined for a column with
 * fewer than two groups.
 */
export async function fairnessUnderNull(
  table: SubjectTable, codes: ArrayLike<number>, groups: number,
  options: { permutations: number; seed: number | string; level?: number; signal?: AbortSignal | undefined },
): Promise<Result<(ColumnFairness | undefined)[]>> {
  return attempt(async () => {
    const { level = 0.95, permutations } = options;
    if (groups < 2) throw new FaultError('stats-one-group', { expected: 'two groups', came: `${groups}` });
    const sizes = groupSizes(table, codes, groups);
    const observed: (FairnessIndices | undefined)[] = [];
    const draws = Array.from({ length: table.columns }, () => ({
      gap: new Float64Array(permutations), sdOfMeans: new Float64Array(permutations),
      skewedErrorRatio: new Float64Array(permutations), ratio: new Float64Array(permutations),
    }));
    await eachPermutedMeans(table, codes, groups, options, (means, permutation) => {
      for (let c = 0; c < table.columns; c++) {
        if (permutation === 0) {
          const present = Array.from({ length: groups }, (_, g) => g).filter((g) => sizes[c * groups + g] > 0);
          observed.push(present.length < 2 ? undefined : named(indicesOfMeans(present.map((g) => means[c * groups + g]), present.map((g) => sizes[c * groups + g])), present));
          continue;
        }
        let low = Infinity, high = -Infinity, sum = 0, squares = 0, count = 0;
        for (let g = 0; g < groups; g++) {
          const value = means[c * groups + g];
          if (Number.isNaN(value)) continue;
          if (value < low) low = value;
          if (value > high) high = value;
          sum += value;
          squares += value * value;
          count++;
        }
        const at = permutation - 1;
        draws[c].gap[at] = high - low;
        draws[c].sdOfMeans[at] = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
        draws[c].skewedErrorRatio[at] = (1 - low) / (1 - high);
        draws[c].ratio[at] = high / low;
      }
    });
    return observed.map((indices, c) => indices && { observed: indices, ranges: rangesOf(indices, draws[c], level) });
  });
}

/** Indices of lowest and highest as group codes, not as places among the groups present. */
function named(indices: FairnessIndices, present: readonly number[]): FairnessIndices {
  return { ...indices, lowest: present[indices.lowest], highest: present[indices.highest] };
}

function rangesOf(observed: FairnessIndices, draws: Readonly<Record<NullIndex, Float64Array>>, level: number): Partial<Record<NullIndex, NullRange>> {
  const ranges: Partial<Record<NullIndex, NullRange>> = {};
  for (const index of NULL_INDICES) {
    const value = observed[index];
    if (value === undefined) continue;
    const finite = draws[index].filter(Number.isFinite);
    if (finite.length === 0) continue;
    const ascending = sorted(finite);
    const least = value - 1e-12 * Math.abs(value);
    const reached = finite.reduce((count, draw) => count + (draw >= least ? 1 : 0), 0);
    ranges[index] = {
      low: quantileOfSorted(ascending, (1 - level) / 2), median: quantileOfSorted(ascending, 0.5), high: quantileOfSorted(ascending, (1 + level) / 2),
      level, p: (reached + 1) / (finite.length + 1), permutations: finite.length,
    };
  }
  return ranges;
}

function groupSizes({ subjects, columns, values }: SubjectTable, codes: ArrayLike<number>, groups: number): Float64Array {
  const sizes = new Float64Array(columns * groups);
  for (let i = 0; i < subjects; i++) {
    if (codes[i] < 0) continue;
    for (let c = 0; c < columns; c++) if (!Number.isNaN(values[i * columns + c])) sizes[c * groups + codes[i]]++;
  }
  return sizes;
}
