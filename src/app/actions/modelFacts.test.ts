import { expect, test } from 'vitest';
import { modelFacts } from '#app/actions/modelFacts.ts';

test('a manifest\'s measurements become one sentence for each set of data, the trivial answer beside the box', () => {
  const quality = [
    { data: 'two CT', protocol: 'box', slices: 9, diceMean: 0.904, ellipseDiceMean: 0.8 },
    { data: 'two CT', protocol: 'point', slices: 9, diceMean: 0.7, ellipseDiceMean: 0.8 },
    { data: 'phantoms', protocol: 'box', slices: 1, diceMean: 0.93 },
  ];
  expect(modelFacts({ description: 'A network.', recipe: { steps: 10 }, quality })).toEqual([
    'A network.',
    'Mean Dice 0.90 with a box (an ellipse in the box: 0.80), 0.70 with one click; measured on two CT.',
    'Mean Dice 0.93 with a box; measured on phantoms.',
  ]);
});

test('an untrained model is called that', () => {
  expect(modelFacts({ recipe: { steps: 0 }, quality: [] })).toEqual(['Not trained: its weights are random, so its answers mean nothing yet.']);
});

test('another program\'s manifest says nothing', () => {
  expect(modelFacts({ quality: 'good' })).toEqual([]);
});
