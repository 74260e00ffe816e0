import { expect, test } from 'vitest';
import type { Dims } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { voxelToWorld } from '#core/volume/world.ts';
import { organFrame, toUnit } from '#core/errormaps/organFrame.ts';
import { paintedOrgan } from '#core/errormaps/paintedOrgan.ts';
import { binOf, BINS } from '#core/errormaps/surfaceBins.ts';

const DIMS: Dims = [60, 50, 30];

/** An ellipsoid whose array runs leftwards, so that the patient's axes and the array's differ. */
function ellipsoid(): Mask {
  const data = new Uint8Array(DIMS[0] * DIMS[1] * DIMS[2]);
  for (let k = 0, at = 0; k < DIMS[2]; k++) for (let j = 0; j < DIMS[1]; j++) for (let i = 0; i < DIMS[0]; i++, at++) {
    if (((i - 30) / 22) ** 2 + ((j - 24) / 15) ** 2 + ((k - 15) / 10) ** 2 <= 1) data[at] = 1;
  }
  return { grid: { dims: DIMS, affine: [-1, 0, 0, 40, 0, 1, 0, -10, 0, 0, 2, 5, 0, 0, 0, 1] }, data };
}

test('each voxel of the surface has the code of the bin that it lies in, and nothing else has one', () => {
  const organ = ellipsoid();
  const codes = Uint8Array.from({ length: BINS }, (_, bin) => 1 + (bin >> 1));
  const painted = paintedOrgan(organ, 'sphere', codes);
  if (painted.state === 'failed') throw new Error(painted.fault.code);
  const frame = organFrame(organ.data, organ.grid);
  let seen = 0, near = 0;
  for (let k = 0, at = 0; k < DIMS[2]; k++) for (let j = 0; j < DIMS[1]; j++) for (let i = 0; i < DIMS[0]; i++, at++) {
    const unit = toUnit(frame, voxelToWorld(organ.grid, { i, j, k }));
    const radius = Math.hypot(unit.x, unit.y, unit.z);
    if (radius < 0.7 || radius > 1.35) expect(painted.value[at]).toBe(0);
    if (painted.value[at] === 0) continue;
    seen++;
    // Rows differ by 16 codes, columns by one half: a neighbour in height or angle is near.
    if (Math.abs(painted.value[at] - codes[binOf(unit)]) <= 17) near++;
  }
  expect(seen).toBeGreaterThan(3000);
  expect(near / seen).toBeGreaterThan(0.97);
});

test('bins without a value stay bare, and an organ that has no map says why', () => {
  const organ = ellipsoid();
  const bare = paintedOrgan(organ, 'sphere', new Uint8Array(BINS));
  expect(bare.state === 'done' && bare.value.every((it) => it === 0)).toBe(true);
  const absent = paintedOrgan({ ...organ, data: new Uint8Array(organ.data.length) }, 'sphere', new Uint8Array(BINS));
  expect(absent.state === 'failed' && absent.fault.code).toBe('map-organ-absent');
});
