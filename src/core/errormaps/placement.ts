/**
 * How often the map of a phantom peaks in the bin (or one that touches it) where an error was planted: balls of 9 mm added
 * to or taken from the surface of 12 bodies of any size and build. Measured by
 * `npm run verify:errormaps -- --only phantoms --phantoms 12`; vessels were not.
 *
 * What is missed lies nearly always where the surface folds back on itself (a kidney's hilum): several sheets then share a
 * direction, and the error in one is averaged with the others. Close to the poles bins are wedges, of which some that do
 * not touch are less than a bin's width apart; they count as missed here.
 */
export const PLACEMENT: Readonly<Record<string, { readonly found: number; readonly spots: number }>> = {
  liver: { found: 95, spots: 96 },
  spleen: { found: 93, spots: 96 },
  kidney_left: { found: 88, spots: 96 },
  kidney_right: { found: 91, spots: 96 },
  lung_left: { found: 86, spots: 87 },
  lung_right: { found: 90, spots: 92 },
};
