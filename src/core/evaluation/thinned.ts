import type { Grid } from '#core/volume/grid.ts';
import { planeAxes } from '#core/volume/slice.ts';
import type { Plane } from '#core/volume/slice.ts';
import type { Mask } from '#core/volume/volume.ts';

/** Every n-th slice of a mask along a plane's normal, as a volume of its own with the true distance between its slices. */
export function thinned(mask: Mask, plane: Plane, everyNth: number): Mask {
  if (everyNth === 1) return mask;
  const [, , axis] = planeAxes(plane);
  const { dims, affine } = mask.grid;
  const size = dims.map((n, a) => (a === axis ? Math.ceil(n / everyNth) : n)) as [number, number, number];
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  const step = [0, 1, 2].map((a) => (a === axis ? everyNth : 1));
  for (let k = 0, at = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      const row = dims[0] * (j * step[1] + dims[1] * k * step[2]);
      if (step[0] === 1) data.set(mask.data.subarray(row, row + size[0]), at);
      else for (let i = 0; i < size[0]; i++) data[at + i] = mask.data[row + i * step[0]];
      at += size[0];
    }
  }
  const grid: Grid = { dims: size, affine: affine.map((value, at) => (at % 4 === axis && at < 12 ? value * everyNth : value)) };
  return { grid, data };
}
