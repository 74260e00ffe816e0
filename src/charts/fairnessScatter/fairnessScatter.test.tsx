import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { Scatter } from '#charts/fairnessScatter/Chart.tsx';
import { fairnessPoints } from '#charts/fairnessScatter/layout.ts';
import { beside } from '#charts/kit/useMarks.ts';

const row = (it: Partial<AuditRow>): AuditRow => ({
  kind: 'balance', quantity: 'standardised difference', metric: 'age', organ: '', model: '', attribute: 'sex', group: 'female', reference: 'male', n: 20, nReference: 30, missing: 0, estimate: 0.4, low: null, high: null,
  statistic: null, p: null, pCorrected: null, method: 'standardised mean difference', adjustedFor: [], family: null, familySize: null, warning: null, fault: null, note: null, ...it,
});

test('a model stands at its mean over subjects and the spread of its groups', () => {
  const mean = (model: string, group: string, n: number, estimate: number): AuditRow => row({ kind: 'description', quantity: 'mean', model, group, n, estimate, method: 't interval' });
  const rows = [mean('a', 'female', 10, 0.8), mean('a', 'male', 30, 0.9), mean('a', '(missing)', 5, 0.1), row({ kind: 'index', quantity: 'highest - lowest', model: 'a', group: '', estimate: 0.1, low: 0.01, high: 0.05, p: 0.01 })];
  const [point, ...others] = fairnessPoints(rows);
  expect(others).toEqual([]);
  expect(point).toMatchObject({ run: 'a', n: 40, gap: 0.1, chance: [0.01, 0.05] });
  expect(point.mean).toBeCloseTo(0.875, 12);
  const svg = renderToStaticMarkup(<svg><Scatter points={[point]} metric="dice" modelName={String} width={500} /></svg>);
  expect(svg).toMatchSnapshot();
  expect(svg).not.toContain('NaN');
  expect(renderToStaticMarkup(<svg><Scatter points={[]} metric="dice" modelName={String} width={500} /></svg>)).toContain('No model has two groups');
});

test('a model whose groups have no mean is left out, and has no figure that is none', () => {
  const index = row({ kind: 'index', quantity: 'highest - lowest', model: 'a', group: '', estimate: 0.1 });
  expect(fairnessPoints([index])).toEqual([]);
  expect(fairnessPoints([index, row({ kind: 'description', quantity: 'mean', model: 'a', group: 'female', n: 0, estimate: null })])).toEqual([]);
});

test('arrow keys go from model to model by accuracy', () => {
  const means = [0.9, 0.7, 0.8];
  expect(beside(means, 1, 'ArrowRight', (it) => it)).toBe(2);
  expect(beside(means, 0, 'ArrowRight', (it) => it)).toBe(0);
  expect(beside(means, 0, 'ArrowLeft', (it) => it)).toBe(2);
});
