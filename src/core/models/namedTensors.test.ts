import { expect, test } from 'vitest';
import type { Session, Tensor } from '#core/models/session.ts';
import { SAM } from '#core/models/known/sam.ts';
import { makeSam } from '#core/models/sam/sam.ts';
import { finiteOutput } from '#core/models/namedTensors.ts';
import type { SliceImage } from '#core/volume/slice.ts';

const half = (...bits: number[]): Tensor => ({ type: 'float16', dims: [bits.length], data: Uint16Array.from(bits) });
const single = (...values: number[]): Tensor => ({ type: 'float32', dims: [values.length], data: Float32Array.from(values) });

test('half precision that overflowed, in either sign, and NaN are faults; its largest number is none', () => {
  for (const bits of [0x7c00, 0xfc00, 0x7e00]) expect(() => finiteOutput({ y: half(0x3c00, bits) }, 'y')).toThrow(/model-not-finite/);
  expect([...finiteOutput({ y: half(0x3c00, 0x7bff) }, 'y').data]).toEqual([1, 65504]);
  expect(() => finiteOutput({ y: single(0, Infinity) }, 'y')).toThrow(/model-not-finite/);
  expect(() => finiteOutput({ z: single(0) }, 'y')).toThrow(/model-tensors-differ/);
});

test('an embedding that overflowed is refused when it is made, so that none is kept', async () => {
  const sam = makeSam({ format: 'isodice-model-1', id: 'sam', name: 'SAM', family: 'sam', precision: 'fp16', promptKinds: [...SAM.promptKinds], graphs: {}, promptable: { ...SAM.settings, frame: 32 } });
  const encoder: Session = { inputs: [{ name: 'x', type: 'float16', dims: [1, 3, 32, 32] }], outputs: [], run: () => Promise.resolve({ image_embeddings: half(0x7c00) }), release: () => Promise.resolve() };
  const slice: SliceImage = { plane: 'axial', index: 0, width: 8, height: 8, spacingMm: { u: 1, v: 1 }, data: Float32Array.from({ length: 64 }, (_, at) => at) };
  await expect(sam.encode(encoder, slice, { low: 0, high: 64 })).rejects.toThrow(/model-not-finite/);
});
