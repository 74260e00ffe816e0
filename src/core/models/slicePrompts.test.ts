import { expect, test } from 'vitest';
import { isEmpty, slicePrompts } from '#core/models/slicePrompts.ts';
import { addPrompt, setPromptVisibility } from '#core/prompts/promptEdits.ts';

const place = { plane: 'axial', index: 3 } as const;
const prompts = addPrompt(addPrompt(addPrompt([], { kind: 'point', ...place, at: { u: 1, v: 2 }, polarity: 'negative' }),
  { kind: 'box', ...place, box: { uMin: 0, vMin: 0, uMax: 4, vMax: 5 } }), { kind: 'point', ...place, index: 4, at: { u: 9, v: 9 }, polarity: 'positive' });

test('a model is told the shown prompts of its slice and nothing else', () => {
  expect(slicePrompts(prompts, 'axial', 3)).toEqual({ points: [{ at: { u: 1, v: 2 }, polarity: 'negative' }], scribbles: [], box: { uMin: 0, vMin: 0, uMax: 4, vMax: 5 } });
  expect(slicePrompts(setPromptVisibility(prompts, 'p2', 'hidden'), 'axial', 3)).not.toHaveProperty('box');
  expect(isEmpty(slicePrompts(prompts, 'coronal', 3))).toBe(true);
});
