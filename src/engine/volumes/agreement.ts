import { unwrap } from '#core/faults.ts';
import type { CaseDistances } from '#core/errormaps/caseDistances.ts';
import { caseDistances } from '#core/errormaps/caseDistances.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { surfaceMap } from '#core/errormaps/surfaceMap.ts';
import type { VolumeMap } from '#core/errormaps/volumeMap.ts';
import { volumeMap } from '#core/errormaps/volumeMap.ts';
import { overlapCounts } from '#core/metrics/overlapCounts.ts';
import type { Grid, VoxelPoint } from '#core/volume/grid.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import type { Plane, SliceMask } from '#core/volume/slice.ts';
import { sliceCount, sliceGeometry, sliceStrides } from '#core/volume/slice.ts';
import type { LabelMap, Mask } from '#core/volume/volume.ts';
import { voxelAt } from '#core/volume/world.ts';
import type { Agreement, ErrorSlice, MaskLayer, Organ, SliceOf } from '#engine/protocol/volumeCalls.ts';
import type { OpenCase } from '#engine/volumes/openCase.ts';
import { referenceOf } from '#engine/volumes/openCase.ts';

/** A slice of a label map as the mask of some of its values. */
function labelSlice(grid: Grid, data: LabelMap['data'], { plane, index }: Pick<SliceOf, 'plane' | 'index'>, values: readonly number[]): SliceMask {
  const geometry = sliceGeometry(grid, plane, index);
  const { offset, stepU, stepV } = sliceStrides(grid, plane, index);
  const wanted = new Set(values);
  const out = new Uint8Array(geometry.width * geometry.height);
  for (let v = 0, o = 0; v < geometry.height; v++) {
    for (let u = 0, at = offset + v * stepV; u < geometry.width; u++, o++, at += stepU) if (wanted.has(data[at])) out[o] = 1;
  }
  return { ...geometry, data: out };
}

export function maskSlice(it: OpenCase, of: Pick<SliceOf, 'plane' | 'index'>, layer: MaskLayer, organ: Organ): SliceMask {
  return layer === 'prediction'
    ? labelSlice(it.volume.grid, it.prediction, of, [organ.label])
    : labelSlice(it.volume.grid, referenceOf(it).data, of, organ.referenceValues);
}

/** Agreement on one slice, of the prediction where no other mask is given. */
export function sliceAgreement(it: OpenCase, of: Pick<SliceOf, 'plane' | 'index'>, organ: Organ, mask?: SliceMask): Agreement {
  const reference = maskSlice(it, of, 'reference', organ);
  const prediction = mask ?? maskSlice(it, of, 'prediction', organ);
  if (prediction.data.length !== reference.data.length) {
    throw new RangeError(`a mask of ${prediction.width} × ${prediction.height} was compared with a slice of ${reference.width} × ${reference.height}`);
  }
  const { predictionVoxels, referenceVoxels, truePositives } = overlapCounts(prediction.data, reference.data, [reference.width, reference.height, 1]);
  return agreement(predictionVoxels, referenceVoxels, truePositives);
}

export function volumeAgreement(it: OpenCase, organ: Organ): Agreement {
  const { prediction, reference } = bothMasks(it, organ);
  const { predictionVoxels, referenceVoxels, truePositives } = overlapCounts(prediction.data, reference.data, it.volume.grid.dims);
  return agreement(predictionVoxels, referenceVoxels, truePositives);
}

/** Agreement on the voxels of the organ's accepted slices, each voxel once where slices of several planes cross. */
export function acceptedAgreement(it: OpenCase, organ: Organ): Agreement | null {
  const slices = it.accepted.filter(({ label }) => label === organ.label);
  if (slices.length === 0) return null;
  const { grid } = it.volume;
  const reference = referenceOf(it).data;
  const wanted = new Set(organ.referenceValues);
  const seen = new Uint8Array(reference.length);
  let inPrediction = 0;
  let inReference = 0;
  let inBoth = 0;
  for (const { plane, index } of slices) {
    const { width, height } = sliceGeometry(grid, plane, index);
    const { offset, stepU, stepV } = sliceStrides(grid, plane, index);
    for (let v = 0; v < height; v++) {
      for (let u = 0, at = offset + v * stepV; u < width; u++, at += stepU) {
        if (seen[at]) continue;
        seen[at] = 1;
        const p = it.prediction[at] === organ.label;
        const r = wanted.has(reference[at]);
        if (p) inPrediction++;
        if (r) inReference++;
        if (p && r) inBoth++;
      }
    }
  }
  return agreement(inPrediction, inReference, inBoth);
}

export function agreementProfile(it: OpenCase, plane: Plane, organ: Organ): readonly Agreement[] {
  return Array.from({ length: sliceCount(it.volume.grid, plane) }, (_, index) => sliceAgreement(it, { plane, index }, organ));
}

export function errorSlice(it: OpenCase, of: Pick<SliceOf, 'plane' | 'index'>, organ: Organ, mask?: SliceMask): ErrorSlice {
  const reference = maskSlice(it, of, 'reference', organ);
  const prediction = mask ?? maskSlice(it, of, 'prediction', organ);
  return { ...reference, data: errorCodes(prediction.data, reference.data) };
}

export function errorMap(it: OpenCase, organ: Organ): Uint8Array<ArrayBuffer> {
  const { prediction, reference } = bothMasks(it, organ);
  return errorCodes(prediction.data, reference.data);
}

export function surfaceDistance(it: OpenCase, organ: Organ): CaseDistances {
  const { prediction, reference } = bothMasks(it, organ);
  return unwrap(caseDistances(prediction, reference));
}

export function volumeMapOf(it: OpenCase, organ: Organ): VolumeMap {
  const { prediction, reference } = bothMasks(it, organ);
  return unwrap(volumeMap(prediction, reference));
}

export function binPlace(it: OpenCase, organ: Organ, topology: BinTopology, bin: number): VoxelPoint | null {
  const { reference } = bothMasks(it, organ);
  const { placesMm } = unwrap(surfaceMap(reference, reference, { kind: topology === 'tube' ? 'vessel' : 'organ' }));
  const [x, y, z] = placesMm.subarray(3 * bin, 3 * bin + 3);
  return Number.isNaN(x) ? null : voxelAt(reference.grid, { x, y, z }) ?? null;
}

function bothMasks(it: OpenCase, organ: Organ): { readonly prediction: Mask; readonly reference: Mask } {
  return { prediction: maskOf({ ...referenceOf(it), data: it.prediction }, [organ.label]), reference: maskOf(referenceOf(it), organ.referenceValues) };
}

/** 1 in both, 2 in the prediction only, 3 in the reference only. */
function errorCodes(prediction: Uint8Array, reference: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(prediction.length);
  for (let at = 0; at < out.length; at++) {
    if (prediction[at]) out[at] = reference[at] ? 1 : 2;
    else if (reference[at]) out[at] = 3;
  }
  return out;
}

function agreement(predictionVoxels: number, referenceVoxels: number, bothVoxels: number): Agreement {
  const size = predictionVoxels + referenceVoxels;
  return { dice: size === 0 ? null : (2 * bothVoxels) / size, predictionVoxels, referenceVoxels, bothVoxels };
}
