import { expect, test } from 'vitest';
import { figureText, makerSentence, makerText } from '#app/parts/parityWords.ts';

const on = { device: 'CPU', runtime: 'onnxruntime 1.32.0' };
const maker = [
  { check: 'embedding, cosine', value: 0.9999999, limit: 0.999, ...on }, { check: 'logits of box, relative', value: 3.37e-5, limit: 1e-4, ...on }, { check: 'mask of box, IoU', value: 0.9987, limit: 0.999, ...on },
];

test('a maker\'s figure stands beside this device\'s of the same name, and a dash where there is none', () => {
  expect(makerText({ check: 'logits of box, relative', value: 1, limit: 1, holds: true }, maker)).toBe('3.4e-5');
  expect(makerText({ check: 'embedding, cosine', value: 1, limit: 1, holds: true }, maker)).toBe(figureText(maker[0]));
  expect(makerText({ check: 'logits of click, relative', value: 1, limit: 1, holds: true }, maker)).toBe('–');
});

test('a sentence says what a maker measured on what, and which figures fell short either way', () => {
  expect(makerSentence(maker.slice(0, 2))).toBe('Its maker measured 2 figures (CPU, onnxruntime 1.32.0), all within their limits.');
  expect(makerSentence([...maker, { ...maker[1], value: 2e-4, check: 'embedding, relative' }])).toContain('of which these fall short: mask of box, IoU; embedding, relative');
  expect(makerSentence([])).toBeNull();
});
