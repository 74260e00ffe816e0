import { expect, test } from 'vitest';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { formatNifti } from '#core/formats/writeNifti.ts';
import { apply } from '#core/volume/affine.ts';
import { affineFromCodes } from '#core/volume/canonical.ts';
import type { Dims, Grid } from '#core/volume/grid.ts';
import { voxelToSlice } from '#core/volume/slice.ts';
import { makeFakeEngine } from '#engine/client/fakeEngine.ts';
import type { Outcome } from '#engine/protocol/call.ts';

const SIZE = { x: 7, y: 8, z: 9 } as const;
const WORLD_OF = { R: 'x', L: 'x', A: 'y', P: 'y', S: 'z', I: 'z' } as const;
type Letter = keyof typeof WORLD_OF;

/** All 48: three letters, one of each pair, in every order. */
function orientations(): string[] {
  const pairs: Letter[][] = [['R', 'L'], ['A', 'P'], ['S', 'I']];
  const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
  return orders.flatMap((order) => Array.from({ length: 8 }, (_, bits) => order.map((pair, at) => pairs[pair][(bits >> at) & 1]).join('')));
}

function value<T>(outcome: Outcome<T>): T {
  if (outcome.state === 'done') return outcome.value;
  throw new Error(JSON.stringify(outcome));
}

/** World places (mm) of the voxels that are not 0, in one order. */
function places({ affine, dims: [nx, ny] }: Grid, data: ArrayLike<number>): string[] {
  return Array.from(data, (it, at) => (it ? apply(affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))).map(Math.round).join(' ') : '')).filter(Boolean).sort();
}

/** Clicks 1 mm right, 1 mm behind and 2 mm above the centre of an image stored in this orientation, and gives what was exported. */
async function clicked(codes: string): Promise<string[]> {
  const dims = [...codes].map((letter) => SIZE[WORLD_OF[letter as Letter]]) as unknown as Dims;
  const affine = affineFromCodes(codes, dims, [1, 1, 1]);
  if (!affine) throw new Error(codes);
  const bytes = formatNifti({ grid: { dims, affine }, data: new Int16Array(7 * 8 * 9) });
  const engine = makeFakeEngine();
  const { volumeId, volumeKey, grid } = value(await engine.openVolume({ source: { kind: 'file', file: new File([bytes], `${codes}.nii`) }, answers: { modality: 'CT' } }));
  const origin = apply(grid.affine, 0, 0, 0);
  const { index, point } = voxelToSlice(grid, 'axial', { i: 1 - origin[0], j: -1 - origin[1], k: 2 - origin[2] });
  const { candidates } = value(await engine.segment({
    modelId: 'stand-in', volumeId, volumeKey, plane: 'axial', index, window: { low: 0, high: 1 }, lane: 'click',
    prompts: { points: [{ at: point, polarity: 'positive' }], scribbles: [] },
  }));
  const { maskId } = value(await engine.keepMask(volumeId, candidates[0].mask));
  await engine.setAccepted(volumeId, [{ plane: 'axial', index, label: 1, maskId }]);
  const exported = value(await engine.exportMask(volumeId, []));
  engine.destroy();
  const { labelMap } = value(await readLabelMap(exported, 'mask.nii.gz'));
  expect(labelMap.source.grid.dims).toEqual(dims);
  return places(labelMap.grid, labelMap.data);
}

test('a click at one place of the patient gives the same world mask in all 48 orientations of the file', async () => {
  const all = orientations();
  expect(new Set(all).size).toBe(48);
  const expected = await clicked('RAS');
  // A disc of radius 3 cut by the image's borders; symmetric about neither axis, so a mirrored mask would differ.
  expect(expected.length).toBeGreaterThan(15);
  for (const codes of all) expect(await clicked(codes), codes).toEqual(expected);
});
