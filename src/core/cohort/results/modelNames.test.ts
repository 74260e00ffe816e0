import { expect, test } from 'vitest';
import { modelNames } from '#core/cohort/results/modelNames.ts';

const names = (...paths: readonly string[]) => [...modelNames(paths).values()];

test('the folder that tells something is the model, and folds of one model are one', () => {
  expect(names('t3d/fold_0/validation/summary.json', 't3d/fold_1/validation/summary.json', 't2d/fold_0/validation/summary.json')).toEqual(['t3d', 't3d', 't2d']);
  expect(names('UNETR/dsc.csv', 'UNETR/nsd.csv', 'runs/medsam.csv')).toEqual(['UNETR', 'UNETR', 'runs']);
  expect(names('results/medsam.csv', 'summary.json', 'results/summary.json')).toEqual(['medsam', 'summary', 'results']);
});

test('the folder that was chosen is the model where nothing below it tells', () => {
  expect([...modelNames(['fold_0/validation/summary.json', 'fold_1/validation/summary.json'], 't3d.zip').values()]).toEqual(['t3d', 't3d']);
  expect([...modelNames(['dsc.csv', 'nsd.csv', 'medsam.csv'], 'UNETR').values()]).toEqual(['UNETR', 'UNETR', 'medsam']);
});

test('folders of one name in different places are different models', () => {
  expect(names('a/run1/summary.json', 'b/run1/fold_0/summary.json', 'c/run2/summary.json')).toEqual(['a/run1', 'b/run1', 'run2']);
  expect(names('run1/summary.json', 'b/run1/summary.json')).toEqual(['run1', 'b/run1']);
});
