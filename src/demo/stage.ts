import type { Dims, Grid } from '#core/volume/grid.ts';
import type { Random } from '#core/num/random.ts';
import type { Box, Canvas } from '#demo/canvas.ts';
import { lookTables } from '#demo/canvas.ts';
import { smoothField } from '#demo/fields.ts';
import { rotation } from '#demo/shapes.ts';
import type { Looks } from '#demo/tissue.ts';
import type { Torso } from '#demo/torso.ts';

/** How the subject lies on the table: small turns (radians), shift (mm) and a smooth warp that makes every body its own. */
interface Pose { readonly turn: readonly number[]; readonly centreZ: number; readonly warp: readonly Float32Array[]; readonly warpMm: number }

/** Field of view that holds the body: at least 128 × 96 × 112 voxels of 3 mm; wider for wider bodies. */
export function stageGrid(torso: Torso, spacingMm: readonly [number, number, number], dims: Dims | undefined): Grid {
  const [sx, sy, sz] = spacingMm;
  const fit = (lengthMm: number, step: number, least: number) => Math.max(8 * Math.ceil(lengthMm / step / 8), 8 * Math.ceil(least / step / 8));
  const size = dims ?? [
    fit(2 * torso.reach.side + 16, sx, 384),
    fit(torso.reach.front + torso.reach.back + 16, sy, 288),
    Math.round(336 / sz),
  ];
  const origin = (n: number, step: number) => -((n - 1) * step) / 2;
  return { dims: size, affine: [sx, 0, 0, origin(size[0], sx), 0, sy, 0, origin(size[1], sy), 0, 0, sz, origin(size[2], sz), 0, 0, 0, 1] };
}

/** An empty canvas with every voxel's place in the anatomy. World and anatomy differ by pose and warp. */
export function setStage(grid: Grid, spacingMm: readonly [number, number, number], torso: Torso, looks: Looks, random: Random): Canvas {
  const { dims } = grid;
  const pose = makePose(dims, spacingMm, random.fork('pose'));
  const middleY = (torso.reach.front - torso.reach.back) / 2 + random.clippedNormal(0, 3);
  const count = dims[0] * dims[1] * dims[2];
  const [x, y, z] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  const m = pose.turn;
  let v = 0;
  for (let k = 0; k < dims[2]; k++) {
    const wz = (k - (dims[2] - 1) / 2) * spacingMm[2];
    for (let j = 0; j < dims[1]; j++) {
      const wy = (j - (dims[1] - 1) / 2) * spacingMm[1];
      for (let i = 0; i < dims[0]; i++, v++) {
        const wx = (i - (dims[0] - 1) / 2) * spacingMm[0];
        x[v] = m[0] * wx + m[1] * wy + m[2] * wz + pose.warp[0][v];
        y[v] = m[3] * wx + m[4] * wy + m[5] * wz + middleY + pose.warp[1][v];
        z[v] = m[6] * wx + m[7] * wy + m[8] * wz + pose.centreZ + pose.warp[2][v];
      }
    }
  }
  const { means, textures } = lookTables(looks);
  const fineScale = Math.max(4, 1.4 * spacingMm[0]);
  return {
    dims, spacingMm, x, y, z, means, textures,
    image: new Float32Array(count), tissue: new Uint8Array(count), cavity: new Float32Array(count),
    fine: smoothField(random.fork('fine'), dims, spacingMm, fineScale),
    lumps: smoothField(random.fork('lumps'), dims, spacingMm, 14),
    voxelBox: (box) => voxelBox(box, dims, spacingMm, m, [0, middleY, pose.centreZ], pose.warpMm),
  };
}

function makePose(dims: Dims, spacingMm: readonly number[], random: Random): Pose {
  const degrees = Math.PI / 180;
  const turn = rotation(random.clippedNormal(0, 1.5) * degrees, random.clippedNormal(0, 1.5) * degrees, random.clippedNormal(0, 2.2) * degrees);
  const centreZ = 2 + random.clippedNormal(0, 9);
  let warpMm = 0;
  const warp = [2.6, 2.6, 3.4].map((amplitude) => {
    const field = smoothField(random, dims, spacingMm, 65);
    for (let v = 0; v < field.length; v++) {
      field[v] *= amplitude;
      const size = Math.abs(field[v]);
      if (size > warpMm) warpMm = size;
    }
    return field;
  });
  return { turn, centreZ, warp, warpMm };
}

/** Corners of the anatomy box turned back into the picture, with room for the warp and one voxel. */
function voxelBox(box: Box, dims: Dims, spacingMm: readonly number[], m: readonly number[], shift: readonly number[], warpMm: number): readonly [number, number, number, number, number, number] {
  const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
  for (const bx of box.x) for (const by of box.y) for (const bz of box.z) {
    const d = [bx - shift[0], by - shift[1], bz - shift[2]];
    for (let axis = 0; axis < 3; axis++) {
      const world = m[axis] * d[0] + m[3 + axis] * d[1] + m[6 + axis] * d[2];
      low[axis] = Math.min(low[axis], world);
      high[axis] = Math.max(high[axis], world);
    }
  }
  const bound = (axis: number, world: number, add: number) =>
    Math.min(dims[axis], Math.max(0, Math.floor((world + add * warpMm) / spacingMm[axis] + (dims[axis] - 1) / 2) + (add > 0 ? 2 : -1)));
  return [bound(0, low[0], -1), bound(0, high[0], 1), bound(1, low[1], -1), bound(1, high[1], 1), bound(2, low[2], -1), bound(2, high[2], 1)];
}
