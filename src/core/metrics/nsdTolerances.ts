/** How far two surfaces may lie apart and still count as agreeing, and who says so. */
export interface NsdTolerance {
  readonly toleranceMm: number;
  readonly source: string;
}

const FLARE = 'FLARE 2022 challenge';
const TOTALSEGMENTATOR = 'TotalSegmentator evaluation (3 mm for every structure)';

const BY_ORGAN: Readonly<Record<string, number>> = {
  liver: 5, spleen: 3, kidney_right: 3, kidney_left: 3, kidney: 3, kidneys: 3, pancreas: 5, gallbladder: 2, gall_bladder: 2, stomach: 5,
  aorta: 2, inferior_vena_cava: 2, postcava: 2, esophagus: 3, oesophagus: 3, duodenum: 7,
  adrenal_gland_right: 2, adrenal_gland_left: 2,
};

/** The customary tolerance for an organ (lower-case words joined by _); other structures get TotalSegmentator's 3 mm. */
export function nsdTolerance(organ: string): NsdTolerance {
  const toleranceMm = Object.hasOwn(BY_ORGAN, organ) ? BY_ORGAN[organ] : undefined;
  return toleranceMm === undefined ? { toleranceMm: 3, source: TOTALSEGMENTATOR } : { toleranceMm, source: FLARE };
}
