import { apply } from '#core/volume/affine.ts';
import type { Affine, Dims, Grid } from '#core/volume/grid.ts';
import { voxelCount } from '#core/volume/grid.ts';
import type { SourceAxis, SourceGrid, VoxelArray } from '#core/volume/volume.ts';

/**
 * Closest-canonical order: each array axis is paired with one axis of the patient so that the sum of the absolute
 * direction cosines is largest, then flipped to run Right, Anterior, Superior. No voxel value is interpolated.
 */
const PAIRINGS = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] as const;

/** How a file with this grid is reordered. The affine must be finite and not singular. */
export function sourceGrid(grid: Grid): SourceGrid {
  const cosines = directionCosines(grid.affine);
  let best: readonly (0 | 1 | 2)[] = PAIRINGS[0];
  let bestSum = -1;
  for (const pairing of PAIRINGS) {
    const sum = Math.abs(cosines[0][pairing[0]]) + Math.abs(cosines[1][pairing[1]]) + Math.abs(cosines[2][pairing[2]]);
    // A strict margin, so that rounding at 45° does not decide between two equally good orders.
    if (sum > bestSum + 1e-6) { best = pairing; bestSum = sum; }
  }
  const axis = (world: 0 | 1 | 2): SourceAxis => ({ axis: best[world], flipped: cosines[world][best[world]] < 0 });
  return { grid, axes: [axis(0), axis(1), axis(2)] };
}

/** cosines[world axis][array axis] */
function directionCosines(a: Affine): readonly (readonly number[])[] {
  const lengths = [0, 1, 2].map((c) => Math.hypot(a[c], a[4 + c], a[8 + c]));
  return [0, 4, 8].map((row) => [0, 1, 2].map((c) => a[row + c] / lengths[c]));
}

/** The same voxels' grid in canonical order. */
export function canonicalGrid({ grid, axes }: SourceGrid): Grid {
  const dims = axes.map(({ axis }) => grid.dims[axis]) as unknown as Dims;
  const corner = [0, 0, 0];
  for (const { axis, flipped } of axes) if (flipped) corner[axis] = grid.dims[axis] - 1;
  const origin = apply(grid.affine, corner[0], corner[1], corner[2]);
  const affine = [0, 1, 2].flatMap((row) => [
    ...axes.map(({ axis, flipped }) => unsignedZero((flipped ? -1 : 1) * grid.affine[row * 4 + axis])), unsignedZero(origin[row]),
  ]);
  return { dims, affine: [...affine, 0, 0, 0, 1] };
}

/** Minus zero is zero, so that equal grids are equal in every comparison. */
function unsignedZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** Voxels of the file's order in canonical order; the array itself where the orders are the same. */
export function toCanonicalOrder<T extends VoxelArray>(data: T, source: SourceGrid): T {
  const { start, steps } = walk(source);
  return isCanonical(source) ? data : gather(data, canonicalGrid(source).dims, start, steps);
}

/** Canonical voxels in the file's own order; the array itself where the orders are the same. */
export function toSourceOrder<T extends VoxelArray>(data: T, source: SourceGrid): T {
  if (isCanonical(source)) return data;
  const dims = canonicalGrid(source).dims;
  const strides = [1, dims[0], dims[0] * dims[1]];
  const steps: [number, number, number] = [0, 0, 0];
  let start = 0;
  source.axes.forEach(({ axis, flipped }, world) => {
    steps[axis] = flipped ? -strides[world] : strides[world];
    if (flipped) start += (dims[world] - 1) * strides[world];
  });
  return gather(data, source.grid.dims, start, steps);
}

export function isCanonical({ axes }: SourceGrid): boolean {
  return axes.every(({ axis, flipped }, world) => axis === world && !flipped);
}

/** The offset of the first canonical voxel in the file's array, and the steps along the canonical axes. */
function walk({ grid, axes }: SourceGrid): { start: number; steps: [number, number, number] } {
  const strides = [1, grid.dims[0], grid.dims[0] * grid.dims[1]];
  const steps = axes.map(({ axis, flipped }) => (flipped ? -strides[axis] : strides[axis])) as [number, number, number];
  const start = axes.reduce((sum, { axis, flipped }) => sum + (flipped ? (grid.dims[axis] - 1) * strides[axis] : 0), 0);
  return { start, steps };
}

function gather<T extends VoxelArray>(data: T, dims: Dims, start: number, steps: readonly [number, number, number]): T {
  const [nx, ny, nz] = dims;
  const [stepX, stepY, stepZ] = steps;
  const Type = data.constructor as new (length: number) => T;
  const out = new Type(voxelCount({ dims, affine: [] }));
  let o = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      let at = start + k * stepZ + j * stepY;
      for (let i = 0; i < nx; i++, at += stepX) out[o++] = data[at];
    }
  }
  return out;
}

const TOWARDS = [['L', 'R'], ['P', 'A'], ['I', 'S']] as const;

/** The file's axis order as the letters towards which its axes run, such as RAS or LPS. */
export function axisCodes({ axes }: SourceGrid): string {
  const letters = ['', '', ''];
  axes.forEach(({ axis, flipped }, world) => { letters[axis] = TOWARDS[world][flipped ? 0 : 1]; });
  return letters.join('');
}

/** The affine of a grid whose axes run along these letters (such as LPS), centred on the world's origin; undefined for letters that are not an order. */
export function affineFromCodes(codes: string, dims: Dims, spacingMm: readonly [number, number, number]): Affine | undefined {
  const a = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
  const worlds = [...codes.toUpperCase()].map((letter) => TOWARDS.findIndex((pair) => (pair as readonly string[]).includes(letter)));
  if (worlds.length !== 3 || new Set(worlds).size !== 3 || worlds.includes(-1)) return undefined;
  worlds.forEach((world, axis) => {
    const step = codes[axis].toUpperCase() === TOWARDS[world][1] ? spacingMm[axis] : -spacingMm[axis];
    a[world * 4 + axis] = step;
    a[world * 4 + 3] = (-step * (dims[axis] - 1)) / 2;
  });
  return a;
}
