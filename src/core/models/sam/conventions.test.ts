import { expect, test } from 'vitest';
import { attemptNow } from '#core/faults.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import { KNOWN_MODELS } from '#core/models/known/matchModel.ts';
import { CONVENTIONS } from '#core/models/sam/conventions.ts';
import type { Question } from '#core/models/sam/conventions.ts';

const none: SlicePrompts = { points: [], scribbles: [] };
const click = { at: { u: 10, v: 4 }, polarity: 'positive' } as const;
const box = { uMin: 2, vMin: 3, uMax: 12, vMax: 9 };

/** Asks a known model about a slice of 40 × 20 whose pixels are `scale` pixels of the frame. */
function ask(id: string, prompts: SlicePrompts, scale = { width: 2, height: 2 }): Question {
  const known = KNOWN_MODELS.find((it) => it.id === id);
  if (!known) throw new Error(`no model ${id}`);
  return { prompts, scale, slice: { width: 40, height: 20 }, previous: undefined, settings: known.settings };
}

function feedsOf(id: string, prompts: SlicePrompts, scale?: { width: number; height: number }) {
  const question = ask(id, prompts, scale);
  const feeds = CONVENTIONS[question.settings.decoder].feeds(question);
  return Object.fromEntries(Object.entries(feeds).map(([name, { type, dims, data }]) => [name, { type, dims, data: [...data].map(Number).slice(0, 8) }]));
}

test('Meta: a click brings the point that stands for none, a box its two corners instead', () => {
  expect(feedsOf('sam', { ...none, points: [click] })).toMatchObject({
    point_coords: { type: 'float32', dims: [1, 2, 2], data: [20, 8, 0, 0] }, point_labels: { data: [1, -1] }, has_mask_input: { data: [0] }, orig_im_size: { data: [20, 40] },
  });
  expect(feedsOf('sam', { ...none, points: [click], box })).toMatchObject({ point_coords: { data: [20, 8, 4, 6, 24, 18] }, point_labels: { data: [1, 2, 3] } });
});

test('transformers.js: labels are 64-bit, no point is added, and a box alone is refused', () => {
  expect(feedsOf('sam-transformers', { ...none, points: [click] })).toEqual({
    input_points: { type: 'float32', dims: [1, 1, 1, 2], data: [20, 8] }, input_labels: { type: 'int64', dims: [1, 1, 1], data: [1] },
  });
  expect(attemptNow(() => feedsOf('sam-transformers', { ...none, box }))).toMatchObject({ state: 'failed', fault: { code: 'prompt-not-known' } });
  expect(CONVENTIONS.transformers.refused.box).toMatch(/clicks only/);
});

test('EfficientSAM: the slice\'s own pixels, no negative clicks, and more than six points are said, not dropped', () => {
  const negative = { ...click, polarity: 'negative' } as const;
  expect(feedsOf('efficientsam', { ...none, points: [click, negative], box })).toMatchObject({
    batched_point_coords: { dims: [1, 1, 3, 2], data: [10, 4, 2, 3, 12, 9] }, batched_point_labels: { data: [1, 2, 3] }, orig_im_size: { type: 'int64', data: [20, 40] },
  });
  expect(attemptNow(() => feedsOf('efficientsam', { ...none, points: [negative] }))).toMatchObject({ state: 'failed', fault: { code: 'prompt-not-known' } });
  expect(attemptNow(() => feedsOf('efficientsam', { ...none, points: Array(5).fill(click) as (typeof click)[], box }))).toMatchObject({ state: 'failed', fault: { code: 'prompt-too-many', came: '7' } });
});

test('SAM 2: scales of its own for either axis; boxes are corners for one export and boxes for the other', () => {
  const scale = { width: 25.6, height: 51.2 };
  expect(feedsOf('sam2-samexporter', { ...none, box }, scale)).toMatchObject({ point_labels: { dims: [1, 2], data: [2, 3] }, mask_input: { dims: [1, 1, 256, 256] } });
  const feeds = feedsOf('sam2-onnx-community', { ...none, box }, scale);
  expect(feeds).toMatchObject({ input_points: { dims: [1, 1, 0, 2] }, input_labels: { type: 'int64', dims: [1, 1, 0] }, input_boxes: { dims: [1, 1, 4] } });
  [51.2, 153.6, 307.2, 460.8].forEach((it, at) => expect(feeds.input_boxes.data[at]).toBeCloseTo(it, 3));
  expect(feedsOf('sam2-onnx-community', { ...none, points: [click] })).toMatchObject({ input_boxes: { dims: [1, 0, 4] } });
});

test('a scribble is told as clicks along it, its ends among them', () => {
  const path = Array.from({ length: 21 }, (_, u) => ({ u, v: 1 }));
  const { point_coords, point_labels } = feedsOf('sam2-samexporter', { ...none, scribbles: [{ path, radiusPx: 2, polarity: 'negative' }] }, { width: 1, height: 1 });
  expect(point_coords).toMatchObject({ dims: [1, 5, 2], data: [0, 1, 5, 1, 10, 1, 15, 1] });
  expect(point_labels.data).toEqual([0, 0, 0, 0, 0]);
});

test('a scribble is drawn as the answer before where the export takes one, and not made up where it does not', () => {
  const stroke: SlicePrompts = { ...none, scribbles: [{ path: [{ u: 8, v: 8 }, { u: 12, v: 8 }], radiusPx: 2, polarity: 'positive' }] };
  const drawn = (id: string, prompts: SlicePrompts) => {
    const question = ask(id, prompts, { width: 25.6, height: 25.6 });
    const { has_mask_input: has, mask_input: mask } = CONVENTIONS[question.settings.decoder].feeds(question);
    return [has?.data[0], mask && Number(mask.data[256 * 54 + 64]), mask && Number(mask.data[0])];
  };
  expect(drawn('sam', stroke)).toEqual([1, 4, 0]);
  expect(drawn('sam2-samexporter', stroke)).toEqual([1, 4, 0]);
  expect(drawn('sam', { ...none, points: [click] })).toEqual([0, 0, 0]);
  expect(drawn('sam-transformers', stroke)).toEqual([undefined, undefined, undefined]);
  expect([CONVENTIONS.meta.scribble, CONVENTIONS.transformers.scribble].map((it) => /clicks along/.test(it))).toEqual([true, true]);
});

test('nothing to say is a fault, and so is an answer before of another size', () => {
  expect(attemptNow(() => feedsOf('sam', none))).toMatchObject({ state: 'failed', fault: { code: 'prompt-not-known' } });
  const question = { ...ask('sam', { ...none, box }), previous: { type: 'float32', dims: [1, 1, 8, 8], data: new Float32Array(64) } } as const;
  expect(attemptNow(() => CONVENTIONS.meta.feeds(question))).toMatchObject({ state: 'failed', fault: { code: 'model-tensors-differ', where: 'mask_input' } });
});
