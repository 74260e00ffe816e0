import { pairwiseSum } from '#core/metrics/pairwiseSum.ts';
import type { Sites } from '#core/metrics/sites.ts';

/**
 * Distances of one surface to another as they are distributed: every distance that occurs, ascending, with the weight
 * (area in mm², or number of voxels) found there. All surface metrics are read from it.
 */
export interface DistanceDistribution {
  readonly distanceMm: Float64Array;
  readonly weight: Float64Array;
  /** Weight up to and including each distance. */
  readonly reached: Float64Array;
  readonly totalWeight: number;
}

/**
 * Groups equal distances (in the order of the sites). Weights are added one by one, by distance and then by weight, and
 * the total pairwise, because surface-distance does: where a percentile falls exactly on a step, the last bit decides.
 */
export function distanceDistribution(distances: Float64Array, { kind, weightOfKind }: Sites): DistanceDistribution {
  const n = distances.length, kinds = weightOfKind.length;
  const ids = new Map<number, number>();
  const idOf = new Int32Array(n);
  for (let s = 0; s < n; s++) {
    let id = ids.get(distances[s]);
    if (id === undefined) ids.set(distances[s], id = ids.size);
    idOf[s] = id;
  }
  const counts = new Uint32Array(ids.size * kinds);
  for (let s = 0; s < n; s++) counts[idOf[s] * kinds + kind[s]]++;
  const distanceMm = Float64Array.from(ids.keys()).sort();
  const weight = new Float64Array(distanceMm.length), reached = new Float64Array(distanceMm.length);
  const inOrder = new Float64Array(n);
  let at = 0, sum = 0;
  distanceMm.forEach((distance, d) => {
    const row = (ids.get(distance) ?? 0) * kinds;
    for (let k = 0; k < kinds; k++) {
      for (let count = counts[row + k]; count > 0; count--) {
        sum += weightOfKind[k];
        weight[d] += weightOfKind[k];
        inOrder[at++] = weightOfKind[k];
      }
    }
    reached[d] = sum;
  });
  return { distanceMm, weight, reached, totalWeight: pairwiseSum(inOrder) };
}

/** Weighted mean; null where the surface has no sites, Infinity where the other has none. */
export function meanDistance({ distanceMm, weight, totalWeight }: DistanceDistribution): number | null {
  return distanceMm.length === 0 ? null : weightedSum(distanceMm, weight) / totalWeight;
}

/** Mean of both directions together, each site by its weight. */
export function pooledMeanDistance(a: DistanceDistribution, b: DistanceDistribution): number | null {
  const total = a.totalWeight + b.totalWeight;
  return total === 0 ? null : (weightedSum(a.distanceMm, a.weight) + weightedSum(b.distanceMm, b.weight)) / total;
}

/** Weight at distances up to and including the tolerance. */
export function weightWithin({ distanceMm, weight }: DistanceDistribution, toleranceMm: number): number {
  let sum = 0;
  for (let n = 0; n < distanceMm.length && distanceMm[n] <= toleranceMm; n++) sum += weight[n];
  return sum;
}

/**
 * The first distance by which this share of the weight is reached: a step function without interpolation, as in
 * surface-distance. null where there are no sites.
 */
export function stepQuantile({ distanceMm, reached, totalWeight }: DistanceDistribution, share: number): number | null {
  for (let n = 0; n < distanceMm.length; n++) if (reached[n] / totalWeight >= share) return distanceMm[n];
  return distanceMm.length === 0 ? null : distanceMm[distanceMm.length - 1];
}

export type CountedDistances = Pick<DistanceDistribution, 'distanceMm' | 'reached' | 'totalWeight'>;

/** Quantile of a distribution whose weights are counts, linear between order statistics, as numpy's percentile. */
export function linearQuantile(distribution: CountedDistances, share: number): number | null {
  if (distribution.distanceMm.length === 0) return null;
  const position = (distribution.totalWeight - 1) * share;
  const below = Math.floor(position);
  const low = orderStatistic(distribution, below);
  const high = orderStatistic(distribution, Math.min(below + 1, distribution.totalWeight - 1));
  return low === high ? low : low + (high - low) * (position - below);
}

/** The distance of this rank (from 0) among all sites. */
function orderStatistic({ distanceMm, reached }: CountedDistances, rank: number): number {
  let n = 0;
  while (reached[n] <= rank) n++;
  return distanceMm[n];
}

function weightedSum(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n] * weights[n];
  return sum;
}
