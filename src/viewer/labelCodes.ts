import type { Dims } from '#core/volume/grid.ts';
import { ERROR_COLORS, labelColor, ROLE_COLORS } from '#viewer/palette.ts';
import type { LabelOverlay, Overlays, Rgb } from '#viewer/types.ts';

/**
 * Reference and prediction travel to the GPU as one byte per voxel, a code, and a table of 256 colours.
 * - single: one organ; bit 0 = in reference, bit 1 = in prediction. Switching from both masks to the error view and
 *   every change of colour or opacity changes only the table. What is hidden has no code, as it must not stand in the
 *   way of what is rendered behind it.
 * - labels: several organs; the code is the prediction's label or, where it has none, the reference's.
 * - errors: several organs compared; the codes of `single`, where a voxel of another organ counts as too much.
 * - values: the codes and colours that the caller gave.
 */
export type Coding = 'single' | 'labels' | 'errors' | 'values';

/** A box of voxels, from inclusive, sizes in voxels. */
export interface VoxelBox { readonly from: Dims; readonly size: Dims }

export const CODE = { none: 0, referenceOnly: 1, predictionOnly: 2, both: 3 } as const;

function hasOneLabel(overlay: LabelOverlay, values: (data: Uint8Array) => ReadonlySet<number>): boolean {
  return overlay.label !== undefined || values(overlay.data).size <= 1;
}

/** The label values (without 0) that occur. */
export function labelValues(data: Uint8Array): Set<number> {
  const seen = new Uint8Array(256);
  for (let at = 0; at < data.length; at++) seen[data[at]] = 1;
  const out = new Set<number>();
  for (let value = 1; value < 256; value++) if (seen[value]) out.add(value);
  return out;
}

export function isErrorView(overlays: Overlays): boolean {
  return overlays.error?.visibility === 'shown' && overlays.reference !== undefined && overlays.prediction !== undefined;
}

export function codingOf(overlays: Overlays, values: (data: Uint8Array) => ReadonlySet<number> = labelValues): Coding {
  if (overlays.values?.visibility === 'shown') return 'values';
  const present = [overlays.reference, overlays.prediction].filter((overlay) => overlay !== undefined);
  if (present.every((overlay) => hasOneLabel(overlay, values))) return 'single';
  return isErrorView(overlays) ? 'errors' : 'labels';
}

/** Whether an overlay takes part: shown and not fully transparent, or needed for the error view. */
export function isCoded(overlays: Overlays, overlay: LabelOverlay | undefined): boolean {
  return overlay !== undefined && (isErrorView(overlays) || (overlay.visibility === 'shown' && overlay.opacity > 0));
}

/** Which of 256 label values an overlay shows: `value` at those, 0 elsewhere. */
function selection(overlay: LabelOverlay | undefined, codeOf: (label: number) => number): Uint8Array {
  const out = new Uint8Array(256);
  if (!overlay) return out;
  for (let label = 1; label < 256; label++) if (overlay.label === undefined || overlay.label === label) out[label] = codeOf(label);
  return out;
}

/** Writes the codes of a box of voxels and returns the slices k that changed, if any. Arrays x fastest, on a grid of `dims`. */
export function writeCodes(codes: Uint8Array, dims: Dims, box: VoxelBox, coding: Coding, overlays: Overlays): { readonly from: number; readonly to: number } | undefined {
  const { reference, prediction } = coding === 'values' ? { reference: undefined, prediction: overlays.values } : overlays;
  const ofRole = (overlay: LabelOverlay | undefined, bit: number) => selection(overlay, (label) => {
    if (!isCoded(overlays, overlay)) return 0;
    return coding === 'single' ? bit : label;
  });
  const fromReference = ofRole(overlays.reference, CODE.referenceOnly);
  const fromPrediction = coding === 'values' ? EVERY_CODE : ofRole(overlays.prediction, CODE.predictionOnly);
  const join = JOINS[coding];
  const [nx, ny] = dims;
  let from = -1;
  let to = -1;
  for (let k = box.from[2]; k < box.from[2] + box.size[2]; k++) {
    let difference = 0;
    for (let j = box.from[1]; j < box.from[1] + box.size[1]; j++) {
      const row = nx * (j + ny * k);
      for (let at = row + box.from[0]; at < row + box.from[0] + box.size[0]; at++) {
        const code = join(reference ? fromReference[reference.data[at]] : 0, prediction ? fromPrediction[prediction.data[at]] : 0);
        difference |= code ^ codes[at];
        codes[at] = code;
      }
    }
    if (difference === 0) continue;
    if (from < 0) from = k;
    to = k;
  }
  return from < 0 ? undefined : { from, to };
}

const EVERY_CODE = Uint8Array.from({ length: 256 }, (_, code) => code);

/** The code of a voxel from the selected labels of reference and prediction there. */
const JOINS: Readonly<Record<Coding, (r: number, p: number) => number>> = {
  single: (r, p) => r | p,
  labels: (r, p) => p || r,
  values: (_, p) => p,
  errors: (r, p) => (p === r ? (r ? CODE.both : CODE.none) : p ? CODE.predictionOnly : CODE.referenceOnly),
};

/** RGBA of each code, 256 × 4. */
export function codeColors(coding: Coding, overlays: Overlays): Uint8ClampedArray<ArrayBuffer> {
  const table = new Uint8ClampedArray(1024);
  const set = (code: number, color: Rgb, alpha: number) => table.set([color.r, color.g, color.b, alpha * 255], code * 4);
  if (coding === 'values') {
    const { colors, opacity } = overlays.values ?? { colors: new Uint8Array(768), opacity: 0 };
    for (let code = 1; code < 256; code++) set(code, { r: colors[3 * code], g: colors[3 * code + 1], b: colors[3 * code + 2] }, opacity);
    return table;
  }
  if (coding === 'errors' || (coding === 'single' && isErrorView(overlays))) {
    const alpha = overlays.error?.opacity ?? 0;
    set(CODE.referenceOnly, ERROR_COLORS.falseNegative, alpha);
    set(CODE.predictionOnly, ERROR_COLORS.falsePositive, alpha);
    set(CODE.both, ERROR_COLORS.truePositive, alpha);
    return table;
  }
  const shownOpacity = (overlay: LabelOverlay | undefined) => (overlay?.visibility === 'shown' ? overlay.opacity : 0);
  const referenceAlpha = shownOpacity(overlays.reference);
  const predictionAlpha = shownOpacity(overlays.prediction);
  if (coding === 'labels') {
    const colors = overlays.prediction?.colors ?? overlays.reference?.colors;
    for (let value = 1; value < 256; value++) set(value, colors?.get(value) ?? labelColor(value), Math.max(referenceAlpha, predictionAlpha));
    return table;
  }
  const reference = overlayColor('reference', overlays.reference);
  const prediction = overlayColor('prediction', overlays.prediction);
  set(CODE.referenceOnly, reference, referenceAlpha);
  set(CODE.predictionOnly, prediction, predictionAlpha);
  const alpha = predictionAlpha + referenceAlpha * (1 - predictionAlpha);
  const share = alpha > 0 ? predictionAlpha / alpha : 0;
  const mix = (a: number, b: number) => a * (1 - share) + b * share;
  set(CODE.both, { r: mix(reference.r, prediction.r), g: mix(reference.g, prediction.g), b: mix(reference.b, prediction.b) }, alpha);
  return table;
}

/** The one colour of an overlay that shows one organ. */
export function overlayColor(role: 'reference' | 'prediction', overlay: LabelOverlay | undefined): Rgb {
  const only = overlay?.label ?? (overlay?.colors?.size === 1 ? [...overlay.colors.keys()][0] : undefined);
  return (only === undefined ? undefined : overlay?.colors?.get(only)) ?? ROLE_COLORS[role];
}
