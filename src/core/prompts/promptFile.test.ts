import { expect, test } from 'vitest';
import { formatPrompts, parsePrompts } from '#core/prompts/promptFile.ts';
import type { Prompts } from '#core/prompts/promptEdits.ts';

const prompts: Prompts = [
  { kind: 'point', id: 'p1', visibility: 'shown', plane: 'axial', index: 3, at: { u: 1.5, v: 2 }, polarity: 'negative' },
  { kind: 'box', id: 'p2', visibility: 'hidden', plane: 'coronal', index: 0, box: { uMin: 0, vMin: 1, uMax: 2, vMax: 3 } },
  { kind: 'scribble', id: 'p3', visibility: 'shown', plane: 'sagittal', index: 9, path: [{ u: 0, v: 0 }], radiusPx: 2, polarity: 'positive' },
  { kind: 'text', id: 'p4', visibility: 'shown', text: 'left kidney' },
];

test('what was written is read back', () => {
  expect(parsePrompts(formatPrompts(prompts))).toEqual({ state: 'done', value: prompts });
});

test.each([
  ['not JSON', 'prompts!'],
  ['another program\'s JSON', '{"labels":{}}'],
  ['a later version', formatPrompts(prompts).replace('"version": 1', '"version": 2')],
  ['a slice before the first', formatPrompts(prompts).replace('"index": 3', '"index": -3')],
  ['a box inside out', formatPrompts(prompts).replace('"uMax": 2', '"uMax": -2')],
  ['two prompts with one id', formatPrompts(prompts).replace('"p2"', '"p1"')],
])('%s is a named fault', (_, text) => {
  expect(parsePrompts(text)).toMatchObject({ state: 'failed', fault: { code: 'prompts-unreadable' } });
});
