/** Bins that touch, differ in the same direction and are significant. */
export interface MapRegion {
  /** 1 where the second group's values are larger, −1 where smaller. */
  readonly sign: 1 | -1;
  readonly bins: readonly number[];
  /** The bin of the largest |t|. */
  readonly peak: number;
  /** Smallest family-wise p of its bins, by the statistic that made them significant. */
  readonly p: number;
  /** Family-wise p of the largest cluster in it by extent; 1 where none of its bins reaches the cluster-forming t. */
  readonly clusterP: number;
}

export interface RegionInput {
  /** Family-wise p by bin. */
  readonly p: Float64Array;
  readonly clusterP: Float64Array;
  readonly t: Float64Array;
  readonly neighbours: readonly (readonly number[])[];
  /** The |t| of a single bin at uncorrected 5 %. */
  readonly ownT: number;
  readonly level?: number;
}

/**
 * The regions that family-wise p marks out at this level, the one with the largest |t| first. TFCE lends a bin the support of
 * its neighbours, so that regions spill over their borders; a bin must therefore also differ by itself, at uncorrected 5 %.
 * That takes bins away and adds none, so the family-wise error stays below its level.
 */
export function significantRegions({ p, clusterP, t, neighbours, ownT, level = 0.05 }: RegionInput): readonly MapRegion[] {
  const isIn = (bin: number) => p[bin] <= level && Math.abs(t[bin]) >= ownT;
  const seen = new Uint8Array(p.length);
  const regions: MapRegion[] = [];
  for (let seed = 0; seed < p.length; seed++) {
    if (seen[seed] === 1 || !isIn(seed)) continue;
    const bins = [seed];
    seen[seed] = 1;
    for (let at = 0; at < bins.length; at++) {
      for (const next of neighbours[bins[at]]) {
        if (seen[next] === 1 || !isIn(next) || Math.sign(t[next]) !== Math.sign(t[seed])) continue;
        seen[next] = 1;
        bins.push(next);
      }
    }
    const least = (of: Float64Array) => bins.reduce((low, bin) => Math.min(low, of[bin]), 1);
    regions.push({
      sign: t[seed] > 0 ? 1 : -1, bins: bins.toSorted((a, b) => a - b), p: least(p), clusterP: least(clusterP),
      peak: bins.reduce((best, bin) => (Math.abs(t[bin]) > Math.abs(t[best]) ? bin : best)),
    });
  }
  return regions.toSorted((a, b) => Math.abs(t[b.peak]) - Math.abs(t[a.peak]));
}
