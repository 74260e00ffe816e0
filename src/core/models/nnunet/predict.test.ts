import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { FaultError } from '#core/faults.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import { parsePlans } from '#core/models/nnunet/plans.ts';
import { beginPrediction, continuePrediction, predictLabels } from '#core/models/nnunet/predict.ts';
import { prepared } from '#core/models/nnunet/prepare.ts';

const MODELS = join(import.meta.dirname, '../../../../tools/verify/models');

async function sessionOf(path: string): Promise<Session> {
  const session = await ort.InferenceSession.create(path, { logSeverityLevel: 3 });
  return {
    inputs: session.inputNames.map((name) => ({ name, type: 'float32', dims: [] })),
    outputs: session.outputNames.map((name) => ({ name, type: 'float32', dims: [] })),
    async run(feeds) {
      const tensors = Object.fromEntries(Object.entries(feeds).map(([name, it]) => [name, new ort.Tensor('float32', it.data as Float32Array, it.dims)]));
      const answers = await session.run(tensors);
      return Object.fromEntries(Object.entries(answers).map(([name, it]): [string, Tensor] => [name, { type: 'float32', dims: it.dims, data: it.data as Float32Array }]));
    },
    release: () => session.release(),
  };
}

interface Golden {
  readonly shape: number[];
  readonly spacingMm: number[];
  readonly preprocessedShape: number[];
  readonly preprocessedTolerance: number;
  readonly runs: readonly { readonly file: string; readonly mirrorAxes: number[] }[];
}

describe.each(['nnunet-ct-isotropic', 'nnunet-mr-anisotropic', 'nnunet-ct-regions'])('%s, against nnU-Net\'s own predictor', (name) => {
  const file = (path: string) => join(MODELS, name, path);
  const json = (path: string): unknown => JSON.parse(readFileSync(file(path), 'utf8'));
  test('is there', () => expect(existsSync(file('golden/golden.json'))).toBe(true));

  const golden = json('golden/golden.json') as Golden;
  const plans = parsePlans(json('plans.json'), json('dataset.json'), '3d_fullres');
  const image = Float32Array.from(new Int16Array(new Uint8Array(readFileSync(file('golden/image.i16'))).buffer));
  const ready = prepared({ channels: [{ shape: golden.shape, data: image }], spacingMm: golden.spacingMm }, plans);

  test('resampled and normalised intensities agree', () => {
    const want = new Float32Array(new Uint8Array(readFileSync(file('golden/preprocessed.f32'))).buffer);
    const [, ...shape] = golden.preprocessedShape;
    const { inside } = ready;
    expect(inside.map(([from, to]) => to - from)).toEqual(shape);
    const { data, shape: padded } = ready.channels[0];
    let worst = 0;
    for (let a = 0, at = 0; a < shape[0]; a++) for (let b = 0; b < shape[1]; b++) for (let c = 0; c < shape[2]; c++, at++) {
      const got = data[((inside[0][0] + a) * padded[1] + inside[1][0] + b) * padded[2] + inside[2][0] + c];
      worst = Math.max(worst, Math.abs(got - want[at]));
    }
    expect(worst).toBeLessThan(golden.preprocessedTolerance);
  });

  test.each(golden.runs)('the label map agrees: $file', async ({ file: labelFile, mirrorAxes }) => {
    const folds = await Promise.all([0, 1].map((fold) => file(`fold_${fold}.onnx`)).filter((path) => existsSync(path)).map(sessionOf));
    const got = await predictLabels(ready, folds, { step: 0.5, mirrorAxes, memoryBudgetBytes: 2 ** 30 }, async () => {});
    for (const session of folds) await session.release();
    const want = readFileSync(file(`golden/${labelFile}`));
    expect(got.data.length).toBe(want.length);
    for (const { value } of plans.labels) {
      let both = 0;
      let either = 0;
      for (let at = 0; at < want.length; at++) {
        if (got.data[at] === value && want[at] === value) both += 2;
        either += Number(got.data[at] === value) + Number(want[at] === value);
      }
      expect(either).toBeGreaterThan(0);
      expect(both / either).toBeGreaterThanOrEqual(0.9999);
    }
  });
});

describe('a prediction that is interrupted, bounded or asked for less', () => {
  const folder = join(MODELS, 'nnunet-ct-regions');
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const plans = parsePlans(read('plans.json'), read('dataset.json'), '3d_fullres');
  const shape = [14, 14, 14];
  const data = Float32Array.from({ length: 14 ** 3 }, (_, at) => 200 * Math.sin(at / 40) + 10 * (at % 7));
  const ready = prepared({ channels: [{ shape, data }], spacingMm: [8, 8, 8] }, plans);
  /** As many heads as asked for: head h is the image, shifted and turned by h. */
  const session = (heads: number, fails: (tile: number) => boolean = () => false): Session => {
    let tiles = 0;
    return {
      inputs: [{ name: 'image', type: 'float32', dims: [] }], outputs: [{ name: 'logits', type: 'float32', dims: [] }], release: () => Promise.resolve(),
      run(feeds) {
        if (fails(tiles++)) return Promise.reject(new FaultError('gpu-lost'));
        const image = feeds['image'].data as Float32Array;
        const out = new Float32Array(heads * image.length);
        for (let head = 0; head < heads; head++) for (let at = 0; at < image.length; at++) out[head * image.length + at] = Math.cos(image[at] * (1 + head / 2) + head) - 0.02 * head;
        return Promise.resolve({ logits: { type: 'float32', dims: [1, heads, ...plans.patchSize], data: out } });
      },
    };
  };
  const many = 7;
  const classes = { ...plans, heads: 'classes' as const, headValues: Array.from({ length: many }, (_, at) => at) };
  const options = { step: 0.5, mirrorAxes: [], memoryBudgetBytes: 2 ** 30 };

  test('goes on where it was with its finished tiles, even as a copy in another worker', async () => {
    const whole = await predictLabels(ready, [session(2), session(2)], options, async () => {});
    const state = beginPrediction(ready, 2, options);
    let done = 0;
    const count = async (tiles: number) => { done = tiles; };
    await expect(continuePrediction(state, ready, [session(2), session(2, (tile) => tile === 3)], options, count)).rejects.toThrow(/gpu-lost/);
    expect(done).toBeGreaterThan(3);
    let first = 0;
    const again = await continuePrediction(structuredClone(state), ready, [session(2), session(2)], options, async (tiles) => { first ||= tiles; });
    expect(first).toBe(done + 1);
    expect(again).toEqual(whole);
    expect(new Set(whole.data)).toEqual(new Set([0, 1, 2]));
  });

  test('classes that do not fit the memory at once are seen in groups, with the same answer', async () => {
    const it = { ...ready, plans: classes };
    const whole = await predictLabels(it, [session(many)], options, async () => {});
    const tight = { ...options, memoryBudgetBytes: beginPrediction({ ...it, plans: { ...classes, headValues: [0, 1] } }, 1, options).bytes };
    const state = beginPrediction(it, 1, tight);
    expect([state.groups.length, state.bytes <= tight.memoryBudgetBytes]).toEqual([4, true]);
    expect(await continuePrediction(state, it, [session(many)], tight, async () => {})).toEqual(whole);
    expect(new Set(whole.data).size).toBeGreaterThan(2);
  });

  test('of regions only those asked for are kept; of classes the others still win their voxels', async () => {
    const asked = { ...options, wanted: [2] };
    expect(beginPrediction(ready, 1, asked).groups).toEqual([[1]]);
    const it = { ...ready, plans: classes };
    const [whole, some] = [await predictLabels(it, [session(many)], options, async () => {}), await predictLabels(it, [session(many)], asked, async () => {})];
    expect([...some.data]).toEqual([...whole.data].map((value) => (value === 2 ? 2 : 0)));
  });

  test('a volume for which not even one class fits is refused by name', () => {
    expect(() => beginPrediction(ready, 1, { ...options, memoryBudgetBytes: 1000 })).toThrow(/prediction-over-memory/);
    expect(() => beginPrediction(ready, 0, options)).toThrow(/nnunet-fold-missing/);
  });

  test('what plans cannot do is refused by name', () => {
    const channel = { shape, data };
    expect(() => prepared({ channels: [channel, channel], spacingMm: [8, 8, 8] }, plans)).toThrow(/nnunet-channels/);
    expect(() => parsePlans(read('plans.json'), read('dataset.json'), '3d_lowres')).toThrow(/nnunet-configuration-missing/);
  });
});
