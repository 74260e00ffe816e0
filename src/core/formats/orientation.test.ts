import { expect, test } from 'vitest';
import { readVolume } from '#core/formats/readVolume.ts';
import { formatNifti, onSourceGrid } from '#core/formats/writeNifti.ts';
import { affineFromCodes } from '#core/volume/canonical.ts';
import { components } from '#core/volume/components.ts';
import type { Dims, Grid, WorldPoint } from '#core/volume/grid.ts';
import { voxelAt, voxelIndex, voxelToWorld } from '#core/volume/world.ts';

const SIDES = ['LR', 'PA', 'IS'];
const CODES = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
  .flatMap((order) => [...Array(8).keys()].map((flips) => order.map((world, n) => SIDES[world][(flips >> n) & 1]).join('')));

/** Two bright bodies in a dark box of 10 × 12 × 15 mm, the clicked one lopsided along every axis. */
function bright({ x, y, z }: WorldPoint): boolean {
  const clicked = x > 0 && x < 4 && y > -5 && y < 1 && z > -6 && z < -1.5 && x - y < 6;
  return clicked || (x < -2 && y > 2 && z > 2);
}

function fileIn(codes: string): Uint8Array {
  const world = [...codes].map((letter) => SIDES.findIndex((it) => it.includes(letter)));
  const dims = world.map((it) => [10, 8, 10][it]) as unknown as Dims;
  const affine = affineFromCodes(codes, dims, world.map((it) => [1, 1.5, 1.5][it]) as unknown as [number, number, number]) ?? [];
  const data = new Int16Array(800);
  eachVoxel({ dims, affine }, (at, point) => { data[at] = bright(point) ? 900 : 10; });
  return formatNifti({ grid: { dims, affine }, data });
}

function eachVoxel(grid: Grid, work: (at: number, point: WorldPoint) => void): void {
  const [nx, ny, nz] = grid.dims;
  for (let k = 0, at = 0; k < nz; k++) for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++, at++) work(at, voxelToWorld(grid, { i, j, k }));
}

/** What a click gives here: the bright body under it. As world points of the exported file, sorted. */
async function worldMask(file: Uint8Array, click: WorldPoint): Promise<string[]> {
  const result = await readVolume(file, 'x.nii');
  if (result.state === 'failed') throw new Error(result.fault.code);
  const { grid, data, source } = result.value.volume;
  const { labels } = components(Uint8Array.from(data, (it) => (it > 500 ? 1 : 0)), grid.dims, 'face');
  const voxel = voxelAt(grid, click);
  const wanted = voxel ? labels[voxelIndex(grid, voxel)] : 0;
  const exported = onSourceGrid({ data: Uint8Array.from(labels, (it) => (it === wanted ? 1 : 0)), source });
  const points: string[] = [];
  eachVoxel(exported.grid, (at, { x, y, z }) => { if (exported.data[at] === 1) points.push([x, y, z].map((it) => it.toFixed(3)).join(' ')); });
  return points.sort();
}

test('a volume in each of the 48 orders gives the same world mask from the same world click', async () => {
  const click = { x: 1.7, y: -1.4, z: -3.1 };
  const expected = await worldMask(fileIn('RAS'), click);
  expect(expected.length).toBeGreaterThan(20);
  expect(CODES).toHaveLength(48);
  for (const codes of CODES) expect(await worldMask(fileIn(codes), click), codes).toEqual(expected);
});
