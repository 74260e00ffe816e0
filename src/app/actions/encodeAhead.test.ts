import { expect, test } from 'vitest';
import { encodeAhead, outward } from '#app/actions/encodeAhead.ts';
import { openPhantom } from '#app/actions/openScan.ts';
import { makeWorkbench } from '#app/actions/workbench.ts';
import { loadModel } from '#app/actions/loadModel.ts';
import { makeFakeEngine } from '#engine/client/fakeEngine.ts';
import { makeFakeStatistics } from '#engine/client/fakeStatistics.ts';

test('neighbours come outward and end at the borders', () => {
  expect(outward(3, 10, 3)).toEqual([4, 2, 5, 1, 6, 0]);
  expect(outward(0, 3, 4)).toEqual([1, 2]);
});

test('slices round the one on the screen are encoded, the nearest first, until the user moves on', async () => {
  const engine = makeFakeEngine();
  const bench = makeWorkbench(engine, makeFakeStatistics());
  await loadModel(bench, { kind: 'files', files: [] });
  await openPhantom(bench, { seed: 1, sex: 'female', ageYears: 50, bmi: 25, modality: 'CT', site: 'A' });
  const asked: number[] = [];
  const controller = new AbortController();
  const watched = { ...bench, engine: { ...engine, encode: (ask: Parameters<typeof engine.encode>[0]) => {
    asked.push(ask.index);
    if (asked.length === 3) controller.abort();
    return engine.encode(ask);
  } } };
  await encodeAhead(watched, { plane: 'axial', index: 20 }, controller.signal);
  expect(asked).toEqual([21, 19, 22]);
});
