import { expect, test } from 'vitest';
import { boxBetween } from '#core/prompts/prompt.ts';
import type { Prompts } from '#core/prompts/promptEdits.ts';
import { addPrompt, clearSlice, deletePrompt, movePrompt, resizeBox, setPromptVisibility } from '#core/prompts/promptEdits.ts';

const point = { kind: 'point', plane: 'axial', index: 3, at: { u: 1, v: 2 }, polarity: 'positive' } as const;
const box = { kind: 'box', plane: 'axial', index: 3, box: { uMin: 0, vMin: 0, uMax: 4, vMax: 5 } } as const;

test('ids are never given twice, also after a deletion in the middle', () => {
  let prompts: Prompts = addPrompt(addPrompt([], point), point);
  prompts = addPrompt(deletePrompt(prompts, 'p1'), point);
  expect(prompts.map(({ id }) => id)).toEqual(['p2', 'p3']);
});

test('a second box on a slice replaces the first, one on another slice does not', () => {
  const other = { ...box, index: 4 };
  const prompts = addPrompt(addPrompt(addPrompt([], box), other), { ...box, box: { ...box.box, uMax: 9 } });
  expect(prompts.map((it) => it.kind === 'box' && [it.index, it.box.uMax])).toEqual([[4, 4], [3, 9]]);
});

test('moving shifts a point, a box and a scribble, and leaves its input alone', () => {
  const scribble = { kind: 'scribble', plane: 'axial', index: 3, path: [{ u: 0, v: 0 }, { u: 1, v: 1 }], radiusPx: 2, polarity: 'negative' } as const;
  const before = addPrompt(addPrompt(addPrompt([], point), box), scribble);
  const after = before.reduce((all: Prompts, { id }) => movePrompt(all, id, { du: 10, dv: -1 }), before);
  expect(after[0]).toMatchObject({ at: { u: 11, v: 1 } });
  expect(after[1]).toMatchObject({ box: { uMin: 10, vMin: -1, uMax: 14, vMax: 4 } });
  expect(after[2]).toMatchObject({ path: [{ u: 10, v: -1 }, { u: 11, v: 0 }] });
  expect(before[0]).toMatchObject({ at: { u: 1, v: 2 } });
});

test('hide, resize and clear touch only what they name', () => {
  const prompts = addPrompt(addPrompt(addPrompt([], point), box), { kind: 'text', text: 'liver' });
  expect(setPromptVisibility(prompts, 'p1', 'hidden').map(({ visibility }) => visibility)).toEqual(['hidden', 'shown', 'shown']);
  expect(resizeBox(prompts, 'p2', { uMin: 1, vMin: 1, uMax: 2, vMax: 2 })[1]).toMatchObject({ box: { uMin: 1, uMax: 2 } });
  expect(clearSlice(prompts, 'axial', 3).map(({ kind }) => kind)).toEqual(['text']);
  expect(clearSlice(prompts, 'coronal', 3)).toHaveLength(3);
});

test('a box may be drawn from any corner; a click is no box', () => {
  expect(boxBetween({ u: 5.2, v: 1 }, { u: 2, v: 7.6 })).toEqual({ uMin: 2, vMin: 1, uMax: 5, vMax: 8 });
  expect(boxBetween({ u: 5, v: 1 }, { u: 5.2, v: 7 })).toBeNull();
});
