import type { FaultEntry } from '#core/faultCatalogue/faultEntry.ts';

/** Maps of where errors lie. */
export const ERRORMAPS_FAULTS = {
  'map-covariate-missing': { severity: 'error', reason: 'A covariate is missing for some subjects of the maps.', remedy: 'Leave those subjects out, or remove the covariate.' },
  'map-group-too-small': { severity: 'error', reason: 'A group has too few subjects for a map of differences.', remedy: 'Merge groups or widen the filter; the single maps can be read.' },
  'map-no-bins': { severity: 'error', reason: 'No part of the organ was covered in enough subjects.', remedy: 'Choose another organ, or lower the number of subjects that each bin needs.' },
  'map-no-shape': { severity: 'error', reason: 'There is no mean shape of this organ to show the map on.', remedy: 'Read the unwrapped map and its projections; or lay it on a single case.' },
  'map-not-stored': { severity: 'error', reason: 'No error maps are kept for this run and organ.', remedy: 'Choose another run: single clicks and runs on every n-th slice have none, nor have results that were brought in as a table, nor runs from before IsoDice kept them.' },
  'map-organ-absent': { severity: 'error', reason: 'The expert\'s mask does not hold this organ.', remedy: 'Choose another organ or another case.' },
  'map-organ-in-pieces': { severity: 'error', reason: 'The organ is in two or more pieces, so that directions from its centre mean nothing.', remedy: 'Check the expert\'s mask, or map the pieces as organs of their own.' },
  'map-organ-strays': { severity: 'notice', reason: 'Small pieces lie beside the organ and were mapped with it.', remedy: 'Check the expert\'s mask if that is not meant.' },
  'map-organ-tiny': { severity: 'error', reason: 'The organ has too few voxels for a map.', remedy: 'Use an image of finer resolution.' },
  'map-organ-truncated': { severity: 'notice', reason: 'The organ reaches the edge of the image; what lies there was left out of the map.', remedy: 'Read the masked parts as unknown, and the others with care: the centre is that of the part in view.' },
  'map-prediction-empty': { severity: 'error', reason: 'The prediction is empty, so it has no surface to map.', remedy: 'Count this case as missed; Dice does.' },
  'map-prediction-fills': { severity: 'error', reason: 'The prediction fills the image.', remedy: 'Check that the right label was chosen.' },
  'map-unreadable': { severity: 'error', reason: 'These bytes are not stored error maps.', remedy: 'Load the results again; if it fails again, compute the maps anew.' },
} as const satisfies Record<string, FaultEntry>;
