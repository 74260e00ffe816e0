import { attempt, FaultError } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import { makeBreather } from '#core/num/breather.ts';
import { tQuantile } from '#core/num/distributions.ts';
import { makeRandom } from '#core/num/random.ts';
import type { BinEstimates, MapTable } from '#core/errormaps/binEstimates.ts';
import { binEstimates } from '#core/errormaps/binEstimates.ts';
import { makePackedRows, packedProduct, packMatrix } from '#core/errormaps/packedProduct.ts';
import type { ReducedModel } from '#core/errormaps/reducedModel.ts';
import { reducedModel, squares } from '#core/errormaps/reducedModel.ts';
import { makeSubsetSums } from '#core/errormaps/subsetSums.ts';
import { makeShuffle } from '#core/errormaps/shuffle.ts';
import type { MapStatistic, Sidedness } from '#core/errormaps/mapStatistics.ts';
import { makeStatistics } from '#core/errormaps/mapStatistics.ts';

export interface GroupMapsOptions {
  /** Which bins touch (surfaceBins.ts binNeighbours). */
  readonly neighbours: readonly (readonly number[])[];
  readonly statistics?: readonly MapStatistic[];
  /** 'greater': the second group is larger. */
  readonly sided?: Sidedness;
  readonly permutations?: number;
  readonly seed: number | string;
  /** Subjects change places only within their stratum (site). */
  readonly strata?: ArrayLike<number>;
  /** A bin is tested where each group has at least this many subjects. */
  readonly fewestPerGroup?: number;
  /** Bins join a cluster above the t of this one-sided probability (halved for two-sided tests). */
  readonly clusterForming?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface GroupMaps extends BinEstimates {
  /** t of the group in each bin. */
  readonly t: Float64Array;
  /** Family-wise p over all bins, by statistic; 1 where a bin is not tested. */
  readonly p: Readonly<Partial<Record<MapStatistic, Float64Array>>>;
  /** The |t| (or t) that single bins must reach at family-wise 5 %. */
  readonly criticalT: number;
  /** The t above which bins join clusters. */
  readonly clusterT: number;
  readonly permutations: number;
  readonly df: number;
}

/** Permutations made at once. */
const BATCH = 256;

/**
 * Compares the maps of two groups: estimates in every bin and p values that hold for all bins together, by permutation
 * after Freedman and Lane (1983): what the covariates leave is permuted, and covariates are fitted anew each time.
 * p = (1 + as extreme)/(1 + permutations). Missing values count as what the covariates predict, so they pull differences
 * towards 0 and leave the error rate as it is. The same seed gives the same figures.
 * Fails with map-group-too-small, map-covariate-missing, map-no-bins, stats-collinear, stats-constant-covariate,
 * stats-too-few-rows, cancelled.
 */
export function groupMaps(table: MapTable, options: GroupMapsOptions): Promise<Result<GroupMaps>> {
  return attempt(async () => {
    const { subjects, bins, group } = table;
    const permutations = options.permutations ?? 10_000;
    const fewest = options.fewestPerGroup ?? 2;
    checkTable(table, fewest);
    const model = reducedModel(Int32Array.from({ length: subjects }, (_, i) => i), group, table.covariates);
    const estimates = binEstimates(table, model, fewest);
    if (!estimates.tested.includes(1)) throw new FaultError('map-no-bins', { expected: `${fewest} subjects of each group in a bin` });

    const sided = options.sided ?? 'two-sided';
    const clusterT = tQuantile(1 - (options.clusterForming ?? 0.001) / (sided === 'two-sided' ? 2 : 1), model.df);
    const statistics = makeStatistics(options.neighbours, options.statistics ?? ['max-t', 'tfce', 'cluster'], sided, clusterT);
    const permuted = permutedT(model, estimates, group, bins);
    const shuffle = makeShuffle(subjects, makeRandom(options.seed), options.strata);
    const breathe = makeBreather(options.signal);
    const identity = Int32Array.from({ length: subjects }, (_, i) => i);
    const t = permuted([identity])[0].slice();
    const observed = statistics.observed(t);
    for (let done = 0; done < permutations;) {
      await breathe();
      const orders = Array.from({ length: Math.min(BATCH, permutations - done) }, () => shuffle());
      for (const drawn of permuted(orders)) statistics.draw(drawn);
      done += orders.length;
      options.onProgress?.(done, permutations);
    }
    const { p, criticalT } = observed.conclude(estimates.tested);
    return { ...estimates, t, p, criticalT, clusterT, permutations, df: model.df };
  });
}

function checkTable({ subjects, bins, values, group, covariates }: MapTable, fewest: number): void {
  if (values.length !== subjects * bins || group.length !== subjects) throw new RangeError('the table of maps does not have the size it names');
  const second = group.reduce((sum, it) => sum + it, 0);
  const smaller = Math.min(second, subjects - second);
  if (smaller < Math.max(2, fewest)) throw new FaultError('map-group-too-small', { expected: `at least ${Math.max(2, fewest)} subjects`, came: `${smaller}` });
  for (const { name, values: column } of covariates) {
    for (let i = 0; i < subjects; i++) if (!Number.isFinite(column[i])) throw new FaultError('map-covariate-missing', { where: name });
  }
}

/**
 * t in every bin for each order of the residuals; all orders of a batch are multiplied at once. The group's indicator needs
 * sums of subsets only; each covariate costs a matrix product. The constant needs nothing: residuals sum to 0 in any order.
 */
function permutedT({ basis, groupSquares, df }: ReducedModel, { residuals }: BinEstimates, group: Uint8Array, bins: number) {
  const n = group.length;
  const columns = basis.slice(1);
  const overlaps = columns.map((column) => column.reduce((sum, value, i) => sum + value * group[i], 0));
  const subsetSums = makeSubsetSums(residuals, n, bins);
  const matrix = packMatrix(residuals, n, bins);
  const total = Float64Array.from({ length: bins }, (_, bin) => squares(Float64Array.from({ length: n }, (__, i) => residuals[i * bins + bin])));
  const sums = new Float64Array(BATCH * bins), products = new Float64Array(BATCH * columns.length * bins), t = new Float64Array(BATCH * bins);
  const subsets = new Uint8Array(BATCH * n);
  return (orders: readonly Int32Array[]): Float64Array[] => {
    const rows = makePackedRows(orders.length * columns.length, n);
    orders.forEach((order, o) => {
      for (let i = 0; i < n; i++) subsets[o * n + order[i]] = group[i];
      columns.forEach((column, c) => { for (let i = 0; i < n; i++) rows.set(o * columns.length + c, order[i], column[i]); });
    });
    subsetSums.into(sums, subsets, orders.length);
    packedProduct(rows, matrix, products);
    return orders.map((_, o) => {
      const out = t.subarray(o * bins, (o + 1) * bins);
      const first = o * columns.length * bins;
      for (let bin = 0; bin < bins; bin++) {
        let along = sums[o * bins + bin], rest = total[bin];
        for (let c = 0; c < columns.length; c++) {
          const product = products[first + c * bins + bin];
          along -= overlaps[c] * product;
          rest -= product * product;
        }
        rest -= (along * along) / groupSquares;
        // Where the group explains all (every subject of one group passes a tolerance and none of the other), t has no bound:
        // it is cut at 1000·√df, which TFCE's cubes still leave digits for. A bin without any variation carries no evidence.
        out[bin] = total[bin] === 0 ? 0 : (along / Math.sqrt(groupSquares)) * Math.sqrt(df / Math.max(rest, 1e-6 * total[bin]));
      }
      return out;
    });
  };
}
