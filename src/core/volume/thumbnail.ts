import type { DisplayWindow } from '#core/volume/displayWindow.ts';
import type { SliceImage, SliceMask } from '#core/volume/slice.ts';
import { sliceImage } from '#core/volume/slice.ts';
import type { Mask, Volume } from '#core/volume/volume.ts';

/** A small square picture of an axial slice in the radiological frame, its pixels as wide as high. */
export interface Thumbnail {
  /** Pixels a side. */
  readonly size: number;
  readonly mmPerPixel: number;
  /** Voxel index of the slice in the canonical array. */
  readonly slice: number;
  /** 0 black to 255 white, row-major. */
  readonly grey: Uint8Array<ArrayBuffer>;
  /** 1 on the organ's border, inside of it; 0 throughout where the mask is empty. */
  readonly outline: Uint8Array<ArrayBuffer>;
}

/** So much is shown round an organ: this many times its width, and never less than the least side. */
const ROUND_ORGAN = 1.8;
const LEAST_SIDE_MM = 120;

/** The slice in the middle of an organ (as much of it above as below), cut out round it; of the image where the organ has no voxel. */
export function thumbnail({ grid, data }: Volume, organ: Mask, { low, high }: DisplayWindow, size: number): Thumbnail {
  const slice = middleSlice(organ) ?? grid.dims[2] >> 1;
  const image = sliceImage(grid, data, 'axial', slice);
  const mask: SliceMask = { ...image, data: Uint8Array.from(sliceImage(grid, organ.data, 'axial', slice).data) };
  const frame = frameOf(mask);
  const mmPerPixel = frame.sideMm / size;
  const grey = new Uint8Array(size * size), inside = new Uint8Array(size * size), outline = new Uint8Array(size * size);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at++) {
      const u = (frame.leftMm + (column + 0.5) * mmPerPixel) / image.spacingMm.u - 0.5, v = (frame.topMm + (row + 0.5) * mmPerPixel) / image.spacingMm.v - 0.5;
      grey[at] = Math.round(255 * Math.min(1, Math.max(0, (between(image, u, v) - low) / (high - low))));
      inside[at] = nearest(mask, u, v);
    }
  }
  for (let at = 0; at < inside.length; at++) {
    if (inside[at] === 0) continue;
    const column = at % size;
    const isBorder = column === 0 || column === size - 1 || at < size || at >= size * (size - 1) || !inside[at - 1] || !inside[at + 1] || !inside[at - size] || !inside[at + size];
    outline[at] = Number(isBorder);
  }
  return { size, mmPerPixel, slice, grey, outline };
}

/** The slice up to which half of the organ's voxels lie; null for an empty mask. */
function middleSlice({ grid, data }: Mask): number | null {
  const area = grid.dims[0] * grid.dims[1];
  const counts = Array.from({ length: grid.dims[2] }, (_, k) => {
    let count = 0;
    for (let at = k * area; at < (k + 1) * area; at++) count += data[at];
    return count;
  });
  const total = counts.reduce((a, b) => a + b, 0);
  if (total === 0) return null;
  let passed = 0;
  return counts.findIndex((count) => (passed += count) >= total / 2);
}

interface Frame { readonly leftMm: number; readonly topMm: number; readonly sideMm: number }

/** A square round the mask's box, moved into the image where it would leave it; the whole image for an empty mask. */
function frameOf({ width, height, spacingMm, data }: SliceMask): Frame {
  const [wholeU, wholeV] = [width * spacingMm.u, height * spacingMm.v];
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let at = 0; at < data.length; at++) {
    if (!data[at]) continue;
    const u = at % width, v = Math.floor(at / width);
    left = Math.min(left, u);
    right = Math.max(right, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  const longest = Math.max(wholeU, wholeV);
  const organMm = right < 0 ? longest : Math.max((right + 1 - left) * spacingMm.u, (bottom + 1 - top) * spacingMm.v);
  const sideMm = Math.min(longest, Math.max(LEAST_SIDE_MM, ROUND_ORGAN * organMm));
  const begin = (middle: number, whole: number): number => (whole <= sideMm ? (whole - sideMm) / 2 : Math.min(whole - sideMm, Math.max(0, middle - sideMm / 2)));
  const [middleU, middleV] = right < 0 ? [wholeU / 2, wholeV / 2] : [((left + right + 1) / 2) * spacingMm.u, ((top + bottom + 1) / 2) * spacingMm.v];
  return { leftMm: begin(middleU, wholeU), topMm: begin(middleV, wholeV), sideMm };
}

/** Bilinear; outside of the image −Infinity, which is black. */
function between({ width, height, data }: SliceImage, u: number, v: number): number {
  if (u < -0.5 || v < -0.5 || u > width - 0.5 || v > height - 0.5) return -Infinity;
  const [a, b] = [Math.min(width - 1, Math.max(0, u)), Math.min(height - 1, Math.max(0, v))];
  const [i, j] = [Math.min(width - 2, Math.floor(a)), Math.min(height - 2, Math.floor(b))];
  if (i < 0 || j < 0) return data[Math.round(a) + width * Math.round(b)];
  const [f, g] = [a - i, b - j];
  const at = i + width * j;
  return (1 - g) * ((1 - f) * data[at] + f * data[at + 1]) + g * ((1 - f) * data[at + width] + f * data[at + width + 1]);
}

function nearest({ width, height, data }: SliceMask, u: number, v: number): number {
  const [i, j] = [Math.round(u), Math.round(v)];
  return i < 0 || j < 0 || i >= width || j >= height ? 0 : data[i + width * j];
}
