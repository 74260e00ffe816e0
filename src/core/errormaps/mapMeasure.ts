/**
 * What a map of a group shows. signed: mean distance of the predicted surface in mm, positive outside. outside (inside):
 * the share of subjects whose prediction passes outside (inside) the expert's surface there by more than the tolerance.
 */
export type MapMeasure =
  | { readonly kind: 'signed' }
  | { readonly kind: 'outside' | 'inside'; readonly toleranceMm: number };

/** What one case contributes: its millimetres, or 1 where it passes the tolerance. Missing stays missing. */
export function measured(signedMm: number, measure: MapMeasure): number {
  if (measure.kind === 'signed' || Number.isNaN(signedMm)) return signedMm;
  return (measure.kind === 'outside' ? signedMm : -signedMm) > measure.toleranceMm ? 1 : 0;
}

/** How bad a value is: for finding the cases with the largest error. */
export function severity(signedMm: number, measure: MapMeasure): number {
  if (measure.kind === 'outside') return signedMm;
  return measure.kind === 'inside' ? -signedMm : Math.abs(signedMm);
}
