import { beforeEach, expect, test } from 'vitest';
import { goToBin } from '#app/actions/goToBin.ts';
import { makeWorkbench } from '#app/actions/workbench.ts';
import { setOpenCase, setReference } from '#app/stores/caseStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { formatNifti } from '#core/formats/writeNifti.ts';
import { binOf } from '#core/errormaps/surfaceBins.ts';
import { makeFakeEngine } from '#engine/client/fakeEngine.ts';
import { makeFakeStatistics } from '#engine/client/fakeStatistics.ts';
import type { Grid } from '#core/volume/grid.ts';

/** A ball of 12 mm in the middle of an image whose file runs leftwards. */
const GRID: Grid = { dims: [40, 40, 40], affine: [-1, 0, 0, 20, 0, 1, 0, -20, 0, 0, 1, -20, 0, 0, 0, 1] };
const ball = Uint8Array.from({ length: 64_000 }, (_, at) => (Math.hypot((at % 40) - 20, (Math.floor(at / 40) % 40) - 20, Math.floor(at / 1600) - 20) <= 12 ? 5 : 0));
const file = (name: string, bytes: Uint8Array<ArrayBuffer>) => ({ kind: 'file' as const, file: new File([bytes], name) });

beforeEach(() => viewStore.setState(viewStore.getInitialState()));

test('the crosshair goes to the front, the right or the top of the organ as the bin says, and stays where there is no mask', async () => {
  const bench = makeWorkbench(makeFakeEngine(), makeFakeStatistics());
  const opened = await bench.engine.openVolume({ source: file('image.nii', formatNifti({ grid: GRID, data: new Int16Array(64_000) })) });
  if (opened.state !== 'done') throw new Error(JSON.stringify(opened));
  const { volumeId: id, volumeKey, name, grid, modality, spacingMm, intensity } = opened.value;
  await bench.engine.openReference({ volumeId: id, sources: [file('mask.nii', formatNifti({ grid: GRID, data: ball }, { content: 'labels' }))] });
  setOpenCase({ id, volumeKey, name, origin: { kind: 'file' }, modality, grid, spacingMm, intensity });
  setReference('mask', [{ value: 5, name: 'liver', code: 1, origin: 'reference' }], 5);
  const crosshair = () => viewStore.getState().crosshair;
  for (const [direction, axis] of [[{ x: 1, y: 0, z: 0.05 }, 'i'], [{ x: 0.05, y: 1, z: 0.05 }, 'j'], [{ x: 0.01, y: 0.01, z: 1 }, 'k']] as const) {
    await goToBin(bench, binOf(direction));
    const at = crosshair();
    expect(at[axis], axis).toBeGreaterThan(28);
    for (const other of (['i', 'j', 'k'] as const).filter((it) => it !== axis)) expect(Math.abs(at[other] - 19.5), other).toBeLessThan(5);
  }
  const before = crosshair();
  setReference('mask', [{ value: 6, name: 'by hand', code: 2, origin: 'by-hand' }], 6);
  await goToBin(bench, 0);
  expect(crosshair()).toEqual(before);
});
