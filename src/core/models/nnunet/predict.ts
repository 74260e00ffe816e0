import { FaultError } from '#core/faults.ts';
import { roundToHalf } from '#core/num/half.ts';
import type { Session } from '#core/models/session.ts';
import type { Block, Bounds } from '#core/models/block.ts';
import { copyRows, cropped, paddedTo, transposed } from '#core/models/block.ts';
import type { TilePass } from '#core/models/nnunet/blend.ts';
import { finish, makePass, passBytes, runTiles } from '#core/models/nnunet/blend.ts';
import { nonzeroRegion } from '#core/models/nnunet/cropToNonzero.ts';
import { normalised } from '#core/models/nnunet/normalise.ts';
import type { NnunetPlans } from '#core/models/nnunet/plans.ts';
import { resampled, resampledShape } from '#core/models/nnunet/resample.ts';

/** The channels of a case in the file's own axis order (slowest first) with the spacing of those axes. */
export interface NnunetCase {
  readonly channels: readonly Block[];
  readonly spacingMm: readonly number[];
}

/** A case ready for tiles, with what is needed to undo each step. */
export interface Prepared {
  readonly plans: NnunetPlans;
  readonly channels: readonly Block[];
  /** Spacing before resampling, transposed. */
  readonly fromMm: readonly number[];
  readonly shapeBeforeCrop: readonly number[];
  readonly bounds: Bounds;
  readonly inside: Bounds;
}

export interface PredictOptions {
  readonly step: number;
  readonly mirrorAxes: readonly number[];
  readonly memoryBudgetBytes: number;
}

/** nnU-Net v2's preprocessing: transpose, crop to nonzero, normalise, resample, pad to the patch. */
export function prepared(it: NnunetCase, plans: NnunetPlans): Prepared {
  if (it.channels.length !== plans.channels.length) {
    throw new FaultError('nnunet-channels', { expected: `${plans.channels.length} images (${plans.channels.map(({ name }) => name).join(', ')})`, came: String(it.channels.length) });
  }
  const turned = it.channels.map((channel) => transposed(channel, plans.transposeForward));
  const fromMm = plans.transposeForward.map((axis) => it.spacingMm[axis]);
  const region = nonzeroRegion(turned);
  const inside = cropped({ shape: turned[0].shape, data: Float32Array.from(region.mask) }, region.bounds);
  const mask = Uint8Array.from(inside.data);
  const shape = resampledShape(inside.shape, fromMm, plans.spacingMm);
  const padded = turned.map((channel, at) => {
    const data = normalised(cropped(channel, region.bounds).data, plans.channels[at], mask);
    return paddedTo(resampled({ shape: inside.shape, data }, shape, fromMm, plans.spacingMm, plans.dataRule), plans.patchSize);
  });
  return { plans, channels: padded.map(({ block }) => block), fromMm, shapeBeforeCrop: turned[0].shape, bounds: region.bounds, inside: padded[0].inside };
}

/** A pass over a prepared case, refused where it would not fit the budget. */
export function passFor(it: Prepared, options: PredictOptions): TilePass {
  const { shape } = it.channels[0];
  const heads = it.plans.headValues.length;
  const bytes = passBytes(shape, heads, it.channels.length);
  if (bytes > options.memoryBudgetBytes) {
    throw new FaultError('prediction-over-memory', { expected: `at most ${Math.round(options.memoryBudgetBytes / 2 ** 20)} MiB for the blended logits`, came: `${Math.round(bytes / 2 ** 20)} MiB for ${shape.join('×')} and ${heads} classes` });
  }
  return makePass(shape, { patchSize: it.plans.patchSize, heads, step: options.step, mirrorAxes: options.mirrorAxes });
}

/**
 * The label map of a case, in the axis order it came in. Several sessions are folds: their blended logits are averaged.
 * Reference: nnU-Net v2.8 predict_from_raw_data and export_prediction.
 */
export async function predictLabels(it: Prepared, folds: readonly Session[], options: PredictOptions, onTile: (done: number, of: number) => Promise<void>): Promise<{ shape: readonly number[]; data: Uint16Array }> {
  let mean: Float32Array | undefined;
  for (const [fold, session] of folds.entries()) {
    const pass = passFor(it, options);
    await runTiles(pass, it.channels, session, (done, of) => onTile(fold * of + done, of * folds.length));
    const logits = finish(pass);
    if (mean === undefined) mean = logits;
    else for (let at = 0; at < mean.length; at++) mean[at] = roundToHalf(mean[at] + logits[at]);
  }
  if (mean === undefined) throw new FaultError('nnunet-fold-missing', { expected: 'at least one fold', came: 'none' });
  if (folds.length > 1) for (let at = 0; at < mean.length; at++) mean[at] = roundToHalf(mean[at] / folds.length);
  return exported(it, mean);
}

/** Blended logits to labels on the original grid: unpad, resample, decide, uncrop, transpose back. */
function exported(it: Prepared, logits: Float32Array): { shape: readonly number[]; data: Uint16Array } {
  const { plans } = it;
  const padded = it.channels[0].shape;
  const voxels = padded[0] * padded[1] * padded[2];
  const cropShape = it.bounds.map(([from, to]) => to - from);
  const labels = new Uint16Array(cropShape[0] * cropShape[1] * cropShape[2]);
  const best = new Float32Array(labels.length).fill(plans.heads === 'regions' ? 0 : -Infinity);
  plans.headValues.forEach((value, head) => {
    const unpadded = cropped({ shape: padded, data: logits.subarray(head * voxels, (head + 1) * voxels) }, it.inside);
    const { data } = resampled(unpadded, cropShape, plans.spacingMm, it.fromMm, plans.logitRule);
    for (let at = 0; at < labels.length; at++) {
      const logit = roundToHalf(data[at]);
      if (plans.heads === 'regions') {
        if (logit > 0) labels[at] = value;
      } else if (logit > best[at]) {
        best[at] = logit;
        labels[at] = value;
      }
    }
  });
  const full = new Float32Array(it.shapeBeforeCrop.reduce((a, b) => a * b, 1));
  copyRows(it.shapeBeforeCrop, it.bounds, (to, length, from) => full.set(labels.subarray(from, from + length), to));
  const back = transposed({ shape: it.shapeBeforeCrop, data: full }, plans.transposeBackward);
  return { shape: back.shape, data: Uint16Array.from(back.data) };
}
