import { fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { NnunetCase } from '#core/models/nnunet/prepare.ts';
import type { NnunetPlans } from '#core/models/nnunet/plans.ts';
import { axisCodes, isCanonical, toCanonicalOrder, toSourceOrder } from '#core/volume/canonical.ts';
import { spacingMm } from '#core/volume/grid.ts';
import type { Volume } from '#core/volume/volume.ts';

/** An image in the axis order that an nnU-Net model wants, and the way back for its labels. */
export interface OrientedCase {
  readonly it: NnunetCase;
  readonly notices: readonly Fault[];
  /** Labels in the case's order (slowest axis first) to canonical order, x fastest. */
  toCanonical(labels: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer>;
}

/**
 * nnU-Net turns no image: with most readers the network sees a file's voxels as they are stored, and knows left from
 * right by that alone. A model that says its orientation, or that was trained with the reader that turns images, gets
 * them in canonical order; any other gets them as stored, with a notice where that is not the same.
 */
export function orientedCase(volume: Volume, { reader }: NnunetPlans, orientation: 'RAS' | null): OrientedCase {
  const { source } = volume;
  const turns = orientation === 'RAS' || reader === 'NibabelIOWithReorient' || isCanonical(source);
  const grid = turns ? volume.grid : source.grid;
  const [nx, ny, nz] = grid.dims;
  const data = Float32Array.from(turns ? volume.data : toSourceOrder(volume.data, source));
  const [sx, sy, sz] = spacingMm(grid);
  return {
    it: { channels: [{ shape: [nz, ny, nx], data }], spacingMm: [sz, sy, sx] },
    notices: turns ? [] : [fault('nnunet-orientation-unknown', { came: axisCodes(source), expected: 'the order of the training images' })],
    toCanonical: (labels) => (turns ? labels : toCanonicalOrder(labels, source)),
  };
}
