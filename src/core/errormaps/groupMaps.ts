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

/** Rows of the product made at once. */
const BATCH = 64;

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
    const permuted = permutedT(model, estimates, bins);
    const shuffle = makeShuffle(subjects, makeRandom(options.seed), options.strata);
    const breathe = makeBreather(options.signal);
    const perBatch = Math.max(1, Math.floor(BATCH / permuted.rowsEach));
    const identity = Int32Array.from({ length: subjects }, (_, i) => i);
    const t = permuted.make([identity])[0].slice();
    const observed = statistics.observed(t);
    for (let done = 0; done < permutations;) {
      await breathe();
      const orders = Array.from({ length: Math.min(perBatch, permutations - done) }, () => shuffle());
      for (const drawn of permuted.make(orders)) statistics.draw(drawn);
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

/** t in every bin for each order of the residuals; all orders of a batch go through one matrix product. */
function permutedT(model: ReducedModel, { residuals }: BinEstimates, bins: number) {
  const { basis, group, groupSquares, df } = model;
  const n = group.length;
  // The constant needs no refit: residuals sum to 0 in any order.
  const columns = [group, ...basis.slice(1)];
  const matrix = packMatrix(residuals, n, bins);
  const total = Float64Array.from({ length: bins }, (_, bin) => squares(Float64Array.from({ length: n }, (__, i) => residuals[i * bins + bin])));
  const products = new Float64Array(Math.max(BATCH, columns.length) * bins);
  const out = new Float64Array(Math.max(BATCH, columns.length) * bins);
  return {
    rowsEach: columns.length,
    make(orders: readonly Int32Array[]): Float64Array[] {
      const rows = makePackedRows(orders.length * columns.length, n);
      orders.forEach((order, o) => columns.forEach((column, c) => {
        for (let i = 0; i < n; i++) rows.set(o * columns.length + c, order[i], column[i]);
      }));
      packedProduct(rows, matrix, products);
      return orders.map((_, o) => {
        const t = out.subarray(o * bins, (o + 1) * bins);
        const first = o * columns.length * bins;
        for (let bin = 0; bin < bins; bin++) {
          const along = products[first + bin];
          let rest = total[bin] - (along * along) / groupSquares;
          for (let c = 1; c < columns.length; c++) rest -= products[first + c * bins + bin] ** 2;
          // Below rounding error the residuals are nothing but the group: such a bin carries no evidence.
          t[bin] = rest > 1e-12 * total[bin] ? (along / Math.sqrt(groupSquares)) * Math.sqrt(df / rest) : 0;
        }
        return t;
      });
    },
  };
}
