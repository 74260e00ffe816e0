import { MASKED_CODE } from '#core/errormaps/compactMap.ts';
import type { MapBank } from '#core/errormaps/mapBank.ts';
import { BINS, mirroredBins } from '#core/errormaps/surfaceBins.ts';

const BOTH = '_both';

/** Organs on both sides of the body that can be read as one: "kidney_both" for "kidney_left" and "kidney_right". */
export function pairedOrgans(organs: readonly string[]): readonly string[] {
  return organs.flatMap((it) => (it.endsWith('_left') && organs.includes(it.replace(/_left$/, '_right')) ? [it.replace(/_left$/, BOTH)] : []));
}

/** The two organs of such a pair; null for a single organ. */
export function sidesOf(organ: string): { readonly left: string; readonly right: string } | null {
  return organ.endsWith(BOTH) ? { left: organ.replace(/_both$/, '_left'), right: organ.replace(/_both$/, '_right') } : null;
}

/** The organ whose shape and place stand for a pair: the left one, on which the mirrored right one lies. */
export function shownOrgan(organ: string): string {
  return sidesOf(organ)?.left ?? organ;
}

/** Each case's left map and its mirrored right one as their mean, bin by bin; where one is masked, the other. */
export function bothSides(left: MapBank, right: MapBank): MapBank {
  if (left.length !== right.length) throw new RangeError(`${left.length} and ${right.length} bytes of maps are not of the same cases`);
  const out = new Int8Array(left.length);
  for (let from = 0; from < left.length; from += BINS) {
    const mirrored = mirroredBins(right.slice(from, from + BINS));
    for (let bin = 0; bin < BINS; bin++) {
      const a = left[from + bin], b = mirrored[bin];
      out[from + bin] = a === MASKED_CODE ? b : b === MASKED_CODE ? a : Math.round((a + b) / 2);
    }
  }
  return out;
}
