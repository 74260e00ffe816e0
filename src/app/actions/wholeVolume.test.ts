import { beforeEach, expect, test } from 'vitest';
import { openPhantom } from '#app/actions/openScan.ts';
import { cancelWholeVolume, clearWholeVolume, segmentByName, segmentWholeVolume } from '#app/actions/wholeVolume.ts';
import { loadVolumetric } from '#app/actions/loadVolumetric.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { makeWorkbench } from '#app/actions/workbench.ts';
import { agreementStore } from '#app/stores/answerStore.ts';
import { caseStore, targetStructure } from '#app/stores/caseStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import { workStore } from '#app/stores/workStore.ts';
import { fault } from '#core/faults.ts';
import { makePhantom } from '#demo/phantom.ts';
import type { EngineClient } from '#engine/client/engineClient.ts';
import type { VolumetricClient } from '#engine/client/volumetricClient.ts';
import { makeFakeStatistics } from '#engine/client/fakeStatistics.ts';
import { makeFakeEngine } from '#engine/client/fakeEngine.ts';
import type { VolumeLabels, VolumetricReport } from '#engine/protocol/volumetricCalls.ts';
import { mergeBase } from '#engine/volumes/prediction.ts';

const SUBJECT = { seed: 1, sex: 'female', ageYears: 50, bmi: 25, modality: 'CT', site: 'A' } as const;
const REFERENCE: readonly number[] = Array.from(makePhantom(SUBJECT).reference.data);
const real = makeFakeEngine();

const REPORT: VolumetricReport = {
  modelId: 'net', family: 'nnunet', name: 'Net', device: 'wasm', sha256: {}, patchSize: [8, 8, 8], spacingMm: [3, 3, 3], classes: [], vocabulary: [], configuration: '3d_fullres', configurations: [],
  folds: 1, mirrorAxes: [], rewrites: null, placement: 'device', memory: { largestTensorBytes: 0, peakActivationBytes: 0, weightBytes: 0 }, limitBytes: 0, experimental: null, loadMs: 0, manifest: null, notices: [],
};

/** A model that answers with the reference's voxels of some values, under its own numbers and names. */
const labelled = (classes: readonly { name: string; value: number; of: number }[]): VolumeLabels => ({
  labels: Uint8Array.from(REFERENCE, (value) => classes.find(({ of }) => of === value)?.value ?? 0), classes, ms: 10, heldBytes: 5, notices: [],
});

interface Asked { merged: number[][] }

function benchOf(over: Partial<VolumetricClient>): { bench: Workbench; asked: Asked } {
  const asked: Asked = { merged: [] };
  // The stand-in for the volume worker's own merging, so that Dice and masks are the real thing.
  let base: Uint8Array | Uint16Array | null = null;
  const engine: EngineClient = {
    ...real,
    labelMap: async (id, layer) => (layer === 'prediction' && base ? { state: 'done', value: base } : real.labelMap(id, layer)),
    volumeDice: async (_, { label, referenceValues }) => {
      const count = (test: (at: number) => boolean) => REFERENCE.reduce((sum, _value, at) => sum + Number(test(at)), 0);
      const [predictionVoxels, referenceVoxels] = [count((at) => base?.[at] === label), count((at) => referenceValues.includes(REFERENCE[at]))];
      const bothVoxels = count((at) => base?.[at] === label && referenceValues.includes(REFERENCE[at]));
      return { state: 'done', value: { volume: { dice: (2 * bothVoxels) / (predictionVoxels + referenceVoxels), predictionVoxels, referenceVoxels, bothVoxels }, accepted: null } };
    },
  };
  const volumetric: VolumetricClient = {
    load: () => Promise.resolve({ state: 'done', value: REPORT }),
    release: () => Promise.resolve({ state: 'done', value: null }),
    predict: () => Promise.resolve({ state: 'done', value: labelled([{ name: 'Liver', value: 9, of: 1 }, { name: 'right kidney', value: 4, of: 4 }, { name: 'pancreas', value: 2, of: -1 }]) }),
    segmentText: () => Promise.resolve({ state: 'done', value: labelled([{ name: 'spleen', value: 1, of: 2 }]) }),
    async mergeBase(_, labels, values) {
      asked.merged.push(values.map(({ to }) => to));
      const it = { base, prediction: new Uint8Array(REFERENCE.length), accepted: [], masks: new Map() } as unknown as Parameters<typeof mergeBase>[0];
      mergeBase(it, labels, values);
      base = it.base;
      return { state: 'done', value: null };
    },
    stats: () => Promise.resolve({ state: 'cancelled' }),
    ...over,
  };
  return { bench: makeWorkbench(engine, makeFakeStatistics(), { volumetric }), asked };
}

beforeEach(() => {
  volumetricStore.setState(volumetricStore.getInitialState(), true);
  workStore.setState(workStore.getInitialState(), true);
});

test('classes become the reference\'s structures by their words; one that it lacks is named by hand and has no Dice', async () => {
  const { bench, asked } = benchOf({});
  await openPhantom(bench, SUBJECT);
  await loadVolumetric(bench, { source: { kind: 'files', files: [] } });
  expect(await segmentWholeVolume(bench)).toBe(true);
  const added = caseStore.getState().structures.find(({ name }) => name === 'pancreas');
  expect(added).toMatchObject({ origin: 'by-hand' });
  expect(asked.merged).toEqual([[1, 4, added?.value]]);
  expect(volumetricStore.getState().answers).toMatchObject([{ value: 1, dice: 1 }, { value: 4, dice: 1 }, { name: 'pancreas', dice: null, volumeMl: 0 }]);
  const liverMl = REFERENCE.reduce((sum, value) => sum + Number(value === 1), 0) * 0.027;
  expect(volumetricStore.getState().answers[0].volumeMl).toBeCloseTo(liverMl, 6);
});

test('a text prompt makes its structure the target and leaves the others; clearing takes all away', async () => {
  const { bench } = benchOf({ load: () => Promise.resolve({ state: 'done', value: { ...REPORT, family: 'sat' } }) });
  await openPhantom(bench, SUBJECT);
  await loadVolumetric(bench, { source: { kind: 'files', files: [] } });
  expect(await segmentByName(bench, 'spleen')).toBe(true);
  expect(targetStructure(caseStore.getState())).toMatchObject({ name: 'spleen', value: 2 });
  expect(bench.voxels.prediction?.includes(2)).toBe(true);
  await expect.poll(() => agreementStore.getState().volume?.dice).toBe(1);
  await clearWholeVolume(bench);
  expect(volumetricStore.getState().answers).toEqual([]);
  expect(bench.voxels.prediction?.some((value) => value !== 0)).toBe(false);
});

test('a failure is shown and leaves everything idle; a cancelled run says nothing', async () => {
  const { bench } = benchOf({ predict: () => Promise.resolve({ state: 'failed', fault: fault('prediction-over-memory') }) });
  await openPhantom(bench, SUBJECT);
  await loadVolumetric(bench, { source: { kind: 'files', files: [] } });
  expect(await segmentWholeVolume(bench)).toBe(false);
  expect([volumetricStore.getState().state, workStore.getState().faults.map((it) => it.fault.code)]).toEqual(['idle', ['prediction-over-memory']]);
  const waiting = benchOf({ predict: (_, options) => new Promise((settle) => { options?.signal?.addEventListener('abort', () => settle({ state: 'cancelled' })); }) });
  const run = segmentWholeVolume(waiting.bench);
  expect(volumetricStore.getState().state).toBe('running');
  cancelWholeVolume();
  expect(await run).toBe(false);
  expect([volumetricStore.getState().state, workStore.getState().faults.length, workStore.getState().jobs.length]).toEqual(['idle', 1, 0]);
});
