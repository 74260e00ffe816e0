import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SamSettings } from '#core/models/sam/settings.ts';
import { samSettings } from '#core/models/sam/settings.ts';
import type { Case, Way } from './sameAnswers.ts';
import { closeWay, masksOf, openWay, promptOf, squared } from './sameAnswers.ts';
import { openFolder } from './folder.ts';

const MODELS = join(import.meta.dirname, '../models');
let meta: Way, transformers: Way, medsam: Way, asked: Case;

beforeAll(async () => {
  [meta, transformers, medsam] = [await openWay(MODELS, 'promptable-sam'), await openWay(MODELS, 'promptable-sam-transformers'), await openWay(MODELS, 'promptable-medsam')];
  const { golden: { slice, window } } = await openFolder(join(MODELS, 'promptable-sam'));
  const { plane, index, width, height, spacingMm } = slice;
  const data = new Uint8Array(width * height);
  for (let v = 10; v < 20; v++) data.fill(1, v * width + 12, v * width + 30);
  asked = { image: slice, window, target: { plane, index, width, height, spacingMm, data } };
});
afterAll(() => Promise.all([meta, transformers, medsam].map(closeWay)));

test('one click: the same weights give the same three masks in the same order in Meta\'s convention and transformers.js\'s', async () => {
  const prompts = promptOf('click', asked.target);
  if (!prompts) throw new Error('the target is empty');
  const [one, other] = [await masksOf(meta, asked, prompts), await masksOf(transformers, asked, prompts)];
  expect(one).toHaveLength(3);
  expect(new Set(one.map((it) => it.join(''))).size).toBe(3);
  expect(other).toEqual(one);
});

test('another click, or MedSAM\'s preparation of weights that were not folded for it, gives other masks', async () => {
  const prompts = promptOf('box', asked.target), click = promptOf('click', asked.target);
  if (!prompts || !click) throw new Error('the target is empty');
  expect(await masksOf(medsam, asked, prompts)).not.toEqual(await masksOf(meta, asked, prompts));
  const moved = { ...click, points: click.points.map((it) => ({ ...it, at: { u: it.at.u + 15, v: it.at.v } })) };
  expect(await masksOf(transformers, asked, moved)).not.toEqual(await masksOf(meta, asked, click));
});

test('a model whose boxes were trained on the first answer gives that one for a box, and three for a click as before', async () => {
  const box = promptOf('box', asked.target), click = promptOf('click', asked.target);
  if (!box || !click) throw new Error('the target is empty');
  const saying = (answers: SamSettings['answers']) => openWay(MODELS, 'promptable-sam', (it) => ({ ...it, promptable: { ...samSettings(it), answers } }));
  const [firstForBox, first] = [await saying('first-for-box'), await saying('first')];
  expect(await masksOf(meta, asked, box)).toHaveLength(3);
  expect(await masksOf(firstForBox, asked, box)).toEqual(await masksOf(first, asked, box));
  expect(await masksOf(firstForBox, asked, click)).toEqual(await masksOf(meta, asked, click));
  await Promise.all([firstForBox, first].map(closeWay));
});

test('a square canvas keeps picture and target where they were and fills up with the window\'s floor', () => {
  const { image, target } = squared(asked);
  expect([image.width, image.height, target.width]).toEqual(Array(3).fill(Math.max(asked.image.width, asked.image.height)));
  const at = (it: { data: ArrayLike<number>; width: number }, u: number, v: number) => it.data[v * it.width + u];
  expect([at(image, 5, 7), at(target, 12, 10), at(target, 11, 10)]).toEqual([at(asked.image, 5, 7), 1, 0]);
  expect(at(image, image.width - 1, image.height - 1)).toBe(asked.window.low);
  expect(target.data.reduce((sum, it) => sum + it, 0)).toBe(180);
});
