import { expect, test } from 'vitest';
import { modelFacts } from '#app/actions/modelFacts.ts';

test('a manifest\'s measurements become one sentence a scan, organs weighing the same', () => {
  const quality = [
    { scan: 'ct', organ: 'liver', protocol: 'box', slices: 9, diceMean: 0.9 },
    { scan: 'ct', organ: 'spleen', protocol: 'box', slices: 1, diceMean: 0.8 },
    { scan: 'ct', organ: 'liver', protocol: 'point', slices: 9, diceMean: 0.7 },
  ];
  expect(modelFacts({ description: 'A network.', recipe: { steps: 10 }, quality })).toEqual(['A network.', 'Measured on ct: mean Dice 0.85 with a box, mean Dice 0.70 with one click.']);
});

test('an untrained model is called that', () => {
  expect(modelFacts({ recipe: { steps: 0 }, quality: [] })).toEqual(['Not trained: its weights are random, so its answers mean nothing yet.']);
});

test('another program\'s manifest says nothing', () => {
  expect(modelFacts({ quality: 'good' })).toEqual([]);
});
