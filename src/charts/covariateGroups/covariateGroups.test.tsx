import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { CovariateGroup, CovariateView } from '#core/evaluation/covariateViews.ts';
import { density } from '#core/statistics/density.ts';
import { Rows } from '#charts/covariateGroups/Chart.tsx';
import { covariateLayout } from '#charts/covariateGroups/layout.ts';

const numbers = (label: string, values: readonly number[], missing = 0): CovariateGroup => ({
  label, isUnknown: label === 'unknown', n: values.length, missing, counts: [],
  quartiles: values.length === 0 ? null : [values[0], values[Math.floor(values.length / 2)], values[values.length - 1]], density: density(values, { low: 20, high: 90 }) ?? null,
});
const AGE: CovariateView = { column: 'age', label: 'age', kind: 'numeric', levels: [], range: [20, 90], groups: [numbers('female', [30, 40, 50, 60, 70], 2), numbers('male', [50, 50, 50]), numbers('unknown', [])] };
const SITE: CovariateView = { column: 'site', label: 'site', kind: 'category', levels: ['A', '<b>B</b>'], range: [0, 1], groups: [{ label: 'female', isUnknown: false, n: 40, missing: 1, quartiles: null, density: null, counts: [10, 30] }, { label: 'male', isUnknown: false, n: 0, missing: 3, quartiles: null, density: null, counts: [0, 0] }] };
const drawn = (view: CovariateView) => renderToStaticMarkup(<svg><Rows view={view} width={480} /></svg>);

test('n and what is missing stand under every group; a group without spread has its quartiles, one without values says so', () => {
  const markup = drawn(AGE);
  for (const words of ['n 5, 2 missing', 'n 3', 'n 0', 'no value']) expect(markup).toContain(`>${words}</text>`);
  expect(covariateLayout(AGE, 480).rows.map(({ density: it }) => it !== null)).toEqual([true, false, false]);
});

test('shares of levels fill the row in their order', () => {
  const { rows, x } = covariateLayout(SITE, 480);
  expect(rows[0].parts.map(({ share }) => share)).toEqual([0.25, 0.75]);
  expect(rows[0].parts[1].x + rows[0].parts[1].width).toBeCloseTo(x(1), 9);
  expect(rows[1].parts).toEqual([]);
});

test('40 groups, no group and names with HTML are drawn', () => {
  const many = Array.from({ length: 40 }, (_, n) => numbers(`g${n}`, [30, 40, 60]));
  for (const view of [AGE, SITE, { ...AGE, groups: many }, { ...AGE, groups: [] }]) expect(drawn(view)).not.toMatch(/NaN|Infinity|undefined|<b>/);
});

test('the drawings stay as they are', () => expect([drawn(AGE), drawn(SITE)]).toMatchSnapshot());
