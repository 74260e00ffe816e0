import { FaultError } from '#core/faults.ts';
import type { Block, Bounds } from '#core/models/block.ts';
import { cropped, paddedTo, transposed } from '#core/models/block.ts';
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
