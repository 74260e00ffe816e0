import { expect, test } from 'vitest';
import { attemptNow } from '#core/faults.ts';
import { frameOf, networkInput, picture } from '#core/models/scribblePrompt/channels.ts';

const FRAME = 4;
const slice = { width: 8, height: 4 };
const image = new Float32Array(FRAME * FRAME);
const nothing = { points: [], scribbles: [] };
const channel = (input: Float32Array, at: number) => Array.from({ length: FRAME }, (_, y) => [...input.subarray(at * FRAME * FRAME + y * FRAME, at * FRAME * FRAME + (y + 1) * FRAME)]);

test('a stroke is drawn on the slice and stretched: half where it covers half of what a frame pixel is made of', () => {
  const stroke = { path: [{ u: 2, v: 1 }, { u: 4, v: 1 }], radiusPx: 0.5, polarity: 'negative' } as const;
  const input = networkInput(image, slice, { ...nothing, scribbles: [stroke] }, FRAME);
  expect(channel(input, 3)).toEqual([[0, 0, 0, 0], [0, 1, 0.5, 0], [0, 0, 0, 0], [0, 0, 0, 0]]);
  expect(Math.max(...channel(input, 2).flat())).toBe(0);
});

test('of two clicks on one pixel the later counts, and a click outside is brought to the edge', () => {
  const click = (u: number, polarity: 'positive' | 'negative') => ({ at: { u, v: 2 }, polarity });
  const input = networkInput(image, slice, { ...nothing, points: [click(3, 'positive'), click(2, 'negative'), click(9, 'positive')] }, FRAME);
  expect(channel(input, 2)[2]).toEqual([0, 0, 0, 1]);
  expect(channel(input, 3)[2]).toEqual([0, 1, 0, 0]);
});

test('a box and the answer before have their own channels', () => {
  const input = networkInput(image, slice, { ...nothing, box: { uMin: 2, vMin: 1, uMax: 6, vMax: 3 } }, FRAME, image.map((_, at) => at));
  expect(channel(input, 1)).toEqual([[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]);
  expect(channel(input, 4)[3]).toEqual([12, 13, 14, 15]);
});

test('a slice of one value is 0, whatever its value', () => {
  const flat = { plane: 'axial', index: 0, ...slice, spacingMm: { u: 1, v: 1 }, data: new Float32Array(32).fill(7) } as const;
  expect(new Set(picture(flat, { low: 0, high: 10 }, FRAME))).toEqual(new Set([0]));
});

test('a graph of other channels is refused by name', () => {
  const graph = (channels: number) => ({ file: 'a.onnx', sha256: '', bytes: 1, inputs: [{ name: 'x', type: 'float32' as const, dims: [1, channels, 128, 128] }], outputs: [] });
  expect(frameOf(graph(5))).toBe(128);
  expect(attemptNow(() => frameOf(graph(3)))).toMatchObject({ state: 'failed', fault: { code: 'model-tensors-differ', came: 'x [1, 3, 128, 128]' } });
});
