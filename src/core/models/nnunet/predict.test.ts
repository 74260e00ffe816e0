import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import type { Session, Tensor } from '#core/models/session.ts';
import { parsePlans } from '#core/models/nnunet/plans.ts';
import { predictLabels, prepared } from '#core/models/nnunet/predict.ts';

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

describe.each(['nnunet-ct-isotropic', 'nnunet-mr-anisotropic'])('%s, against nnU-Net\'s own predictor', (name) => {
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
    const session = await sessionOf(file('fold_0.onnx'));
    const got = await predictLabels(ready, [session], { step: 0.5, mirrorAxes, memoryBudgetBytes: 2 ** 30 }, async () => {});
    await session.release();
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
