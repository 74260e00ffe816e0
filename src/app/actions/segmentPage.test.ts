import { beforeEach, expect, test, vi } from 'vitest';
import type { StoreApi } from 'zustand';
import { acceptSlice } from '#app/actions/accept.ts';
import { acceptedWithCandidate } from '#app/actions/agreement.ts';
import { givePrompt, hidePrompt, rejectSlice, undo } from '#app/actions/editPrompts.ts';
import { loadModel } from '#app/actions/loadModel.ts';
import { openPhantom, openScan } from '#app/actions/openScan.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { makeWorkbench } from '#app/actions/workbench.ts';
import { agreementStore, answerStore, NO_AGREEMENT } from '#app/stores/answerStore.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { board, promptStore, resetBoard } from '#app/stores/promptStore.ts';
import { questionStore } from '#app/stores/questionStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { workStore } from '#app/stores/workStore.ts';
import { failed } from '#core/faults.ts';
import type { MaskCandidate } from '#core/models/promptable.ts';
import type { PromptDraft } from '#core/prompts/prompt.ts';
import { makeFakeStatistics } from '#engine/client/fakeStatistics.ts';
import type { EngineClient, SegmentAsk } from '#engine/client/engineClient.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { SegmentReply } from '#engine/protocol/modelCalls.ts';
import type { Agreement, VolumeSummary } from '#engine/protocol/volumeCalls.ts';

const done = <T>(value: T) => Promise.resolve({ state: 'done', value } as const);
const grid = { dims: [4, 4, 2], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] } as const;
const summary = (volumeId: string): VolumeSummary => ({
  volumeId, volumeKey: `key-${volumeId}`, name: volumeId, grid, spacingMm: [1, 1, 1], modality: 'MR',
  window: { low: 0, high: 9 }, intensity: { min: 0, max: 9, mean: 1, low: 1, high: 8 }, notices: [],
});
const agreement = (both: number, prediction: number, reference: number): Agreement => ({
  dice: prediction + reference === 0 ? null : (2 * both) / (prediction + reference), bothVoxels: both, predictionVoxels: prediction, referenceVoxels: reference,
});
const subject = { seed: 1, sex: 'female', ageYears: 50, bmi: 25, modality: 'MR', site: 'A' } as const;
const point = (u: number, index = 0): PromptDraft => ({ kind: 'point', plane: 'axial', index, at: { u, v: 1 }, polarity: 'positive' });

/** A candidate whose memory and mask carry a number to be known by. */
const candidate = (mark: number, index = 0): MaskCandidate => ({
  mask: { plane: 'axial', index, width: 4, height: 4, spacingMm: { u: 1, v: 1 }, data: new Uint8Array(16).fill(mark) },
  memory: { type: 'float32', dims: [1], data: Float32Array.of(mark) },
});
const reply = (...candidates: MaskCandidate[]): SegmentReply => ({ candidates, timings: { embedding: 'computed', encodeMs: 1, decodeMs: 1, queuedMs: 0 } });

let asked: { readonly ask: SegmentAsk; readonly signal: AbortSignal | undefined; readonly answer: (outcome: Outcome<SegmentReply>) => void }[];

/** Answers at once where the answer is of no interest, and segment when the test says so. */
function fakeEngine(over: Partial<EngineClient> = {}): EngineClient {
  const methods: Partial<EngineClient> = {
    device: () => Promise.resolve({ state: 'ready', runtime: null, reason: 'a test', attempts: [] }),
    loadModel: () => done({ modelId: 'm', family: 'f', name: 'M', precision: 'fp32', promptKinds: ['point-positive'], device: 'wasm', sha256: {}, timings: { downloadMs: 0, createMs: 0, coldEncodeMs: 0, coldDecodeMs: 0 } }),
    openVolume: () => done(summary('scan')),
    makePhantom: () => done({ volume: summary('phantom'), reference: { labels: [{ value: 3, name: 'spleen', voxels: 9, volumeMl: 1 }, { value: 5, name: 'liver', voxels: 1, volumeMl: 1 }], notices: [] } }),
    canonicalNifti: () => done(new Uint8Array(8)),
    closeVolume: () => done(null),
    labelMap: () => done(new Uint8Array(32).fill(5)),
    segment: (ask, options) => new Promise((answer) => { asked.push({ ask, signal: options?.signal, answer }); }),
    organUnder: () => done({ value: 3, name: 'spleen' }),
    sliceDice: () => done(agreement(4, 8, 6)),
    volumeDice: () => done({ volume: agreement(0, 0, 9), accepted: null }),
    diceProfile: () => done([agreement(0, 0, 6), agreement(0, 0, 3)]),
    keepMask: () => done({ maskId: 'mask-1' }),
    setAccepted: () => done({ changedSlices: 1 }),
    retainMasks: () => done(null),
    ...over,
  };
  return methods as EngineClient;
}

/** Back to how a store is when the program starts. */
function startAfresh(store: Pick<StoreApi<unknown>, 'getInitialState' | 'setState'>): void {
  store.setState(store.getInitialState(), true);
}

let bench: Workbench;
beforeEach(async () => {
  asked = [];
  [caseStore, engineStore, viewStore, workStore, questionStore, answerStore].forEach((store) => startAfresh(store));
  agreementStore.setState(NO_AGREEMENT);
  resetBoard();
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}')));
  bench = makeWorkbench(fakeEngine(), makeFakeStatistics());
  await openPhantom(bench, subject);
  await loadModel(bench, { kind: 'url', manifestUrl: 'm.json' });
});
const settled = () => new Promise((settle) => { setTimeout(settle, 0); });

test('a phantom opens on its liver, in its own windows, with nothing asked of the model', () => {
  expect(caseStore.getState()).toMatchObject({ open: { id: 'phantom' }, target: 5 });
  expect(viewStore.getState()).toMatchObject({ window: { low: 0, high: 9 }, modelWindow: { low: 1, high: 8 } });
  expect(asked).toEqual([]);
});

test('a click makes the structure under it the target, asks the model and gives its Dice', async () => {
  const giving = givePrompt(bench, point(1));
  await settled();
  expect(asked[0].ask).toMatchObject({ modelId: 'm', volumeId: 'phantom', volumeKey: 'key-phantom', window: { low: 1, high: 8 }, lane: 'click', previous: undefined });
  asked[0].answer({ state: 'done', value: reply(candidate(1)) });
  await giving;
  expect(caseStore.getState().target).toBe(3);
  expect(answerStore.getState().state).toBe('ready');
  expect(agreementStore.getState().slice?.dice).toBeCloseTo(8 / 14, 12);
});

test('the latest prompt wins: the earlier call is cancelled and its late answer changes nothing', async () => {
  const first = givePrompt(bench, point(1));
  await settled();
  const second = givePrompt(bench, point(2));
  await settled();
  expect(asked[0].signal?.aborted).toBe(true);
  asked[1].answer({ state: 'done', value: reply(candidate(2)) });
  await second;
  asked[0].answer({ state: 'done', value: reply(candidate(1)) });
  await first;
  expect(bench.voxels.candidates[0].mask.data[0]).toBe(2);
});

test('a second click goes on from the model\'s memory of the first; taken back and given again, too', async () => {
  const answered = async (doing: Promise<void>, mark: number) => {
    await settled();
    asked[asked.length - 1].answer({ state: 'done', value: reply(candidate(mark)) });
    await doing;
  };
  await answered(givePrompt(bench, point(1)), 1);
  await answered(givePrompt(bench, point(2)), 2);
  expect(asked[1].ask.previous?.data).toEqual(Float32Array.of(1));
  await answered(undo(bench), 3);
  expect(asked[2].ask).toMatchObject({ prompts: { points: [{ at: { u: 1 } }] }, previous: undefined });
});

test('hiding the only prompt takes the answer away; a failure is shown and leaves the prompts', async () => {
  const giving = givePrompt(bench, point(1));
  await settled();
  asked[0].answer(failed('internal', { came: 'a test' }));
  await giving;
  expect(answerStore.getState().state).toBe('failed');
  expect(workStore.getState().faults).toMatchObject([{ fault: { code: 'internal', came: 'a test' } }]);
  await hidePrompt(bench, 'p1', 'hidden');
  expect([answerStore.getState().state, board().prompts.length]).toEqual(['none', 1]);
});

test('accepting keeps the mask, clears its prompts in one step, and undo brings both back', async () => {
  const giving = givePrompt(bench, point(1));
  await settled();
  asked[0].answer({ state: 'done', value: reply(candidate(1)) });
  await giving;
  await acceptSlice(bench);
  expect(board()).toEqual({ prompts: [], accepted: [{ plane: 'axial', index: 0, label: 3, maskId: 'mask-1' }] });
  expect(answerStore.getState().state).toBe('none');
  const undoing = undo(bench);
  await expect.poll(() => asked.length).toBe(2);
  asked[1].answer({ state: 'done', value: reply(candidate(1)) });
  await undoing;
  expect(board()).toMatchObject({ prompts: [{ id: 'p1' }], accepted: [] });
  await rejectSlice(bench);
  expect([board().prompts.length, answerStore.getState().state]).toEqual([0, 'none']);
});

test('the volume Dice counts the candidate in place of what its slice was accepted with', () => {
  promptStore.setState({ history: { steps: [{ name: 'Accept', state: { prompts: [], accepted: [{ plane: 'axial', index: 0, label: 5, maskId: 'a' }, { plane: 'axial', index: 1, label: 5, maskId: 'b' }] } }], at: 0 } });
  answerStore.setState({ state: 'ready', plane: 'axial', index: 1 });
  agreementStore.setState({ accepted: agreement(10, 20, 20), slice: agreement(6, 6, 6), profile: [agreement(8, 10, 10), agreement(2, 10, 10)], profilePlane: 'axial' });
  // 10 − 2 + 6 in both, 20 − 10 + 6 on each side.
  expect(acceptedWithCandidate()).toMatchObject({ bothVoxels: 14, predictionVoxels: 16, referenceVoxels: 16, dice: 14 / 16 });
});

test('what a file leaves open becomes a question, and what was open stays open', async () => {
  bench = makeWorkbench(fakeEngine({ openVolume: () => Promise.resolve(failed('which-volume', { came: '4 volumes' })) }), makeFakeStatistics());
  expect(await openScan(bench, { source: { kind: 'url', url: '/a/4d.nii.gz' } })).toBe(false);
  expect(questionStore.getState().question).toMatchObject({ fault: { code: 'which-volume' }, source: { url: '/a/4d.nii.gz' } });
  expect(caseStore.getState().open?.id).toBe('phantom');
});

test('a file that cannot be read is a fault on the screen, and what was open stays open', async () => {
  bench = makeWorkbench(fakeEngine({ openVolume: () => Promise.resolve(failed('internal', { came: 'rubbish' })) }), makeFakeStatistics());
  expect(await openScan(bench, { source: { kind: 'file', file: new File([], 'x.nii') } })).toBe(false);
  expect(workStore.getState().faults).toHaveLength(1);
  expect(caseStore.getState().open?.id).toBe('phantom');
});
