import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { CurveGroup } from '#core/evaluation/covariateCurves.ts';
import { failed } from '#core/faults.ts';
import { spearman } from '#core/statistics/correlation.ts';
import { splineCurve } from '#core/statistics/splineCurve.ts';
import { Curves } from '#charts/covariateCurve/Chart.tsx';
import { curveLayout } from '#charts/covariateCurve/layout.ts';

const BOX = { width: 560, height: 280, range: [0.5, 1] as const };
const bare = (label: string, x: readonly number[], y: readonly number[]): CurveGroup => ({ label, x: Float64Array.from(x), y: Float64Array.from(y), cases: Uint32Array.from(x.keys()), curve: failed('stats-group-too-small'), correlation: failed('stats-group-too-small') });
const X = Array.from({ length: 24 }, (_, i) => 20 + 2.5 * i), Y = X.map((x, i) => 0.95 - 0.003 * (x - 20) + 0.02 * Math.sin(i));
const whole: CurveGroup = { ...bare('all', X, Y), curve: splineCurve(X, Y), correlation: spearman(X, Y) };
const drawn = (groups: readonly CurveGroup[]) => renderToStaticMarkup(<svg><Curves curves={{ covariate: 'age', groups }} covariateLabel="Age, years" metric="dice" caseName={String} onOpen={() => undefined} {...BOX} /></svg>);

test('a subject lies where the axes say', () => {
  const { x, y, groups, dots } = curveLayout({ covariate: 'age', groups: [bare('a', [20, 80], [0.9, 0.6])] }, BOX);
  expect(dots.map((dot) => [dot.x, dot.y, dot.caseAt])).toEqual([[x(20), y(0.9), 0], [x(80), y(0.6), 1]]);
  expect(groups[0].curve).toBeNull();
});

test('a band beyond the axis is held to it', () => {
  const curve = { state: 'done' as const, value: { points: [{ x: 20, value: 0.9, low: 0.1, high: 1.4 }, { x: 80, value: 0.8, low: 0.2, high: 1.3 }], knots: [], p: 1, pCurvature: undefined, method: 'rcs' } };
  const { y, groups } = curveLayout({ covariate: 'age', groups: [{ ...bare('a', [20, 80], [0.9, 0.8]), curve }] }, BOX);
  const heights = [...(groups[0].band ?? '').matchAll(/,([\d.]+)/g)].map(([, it]) => Number(it));
  expect([Math.min(...heights), Math.max(...heights)]).toEqual([y(1), y(0.5)]);
});

test('a quarter of a million subjects, none, equal values, 40 groups and HTML are drawn', () => {
  const n = 250_000;
  expect(curveLayout({ covariate: 'age', groups: [bare('a', Array.from({ length: n }, (_, i) => i % 90), Array.from({ length: n }, () => 0.9))] }, BOX).x.domain()).toEqual([0, 90]);
  for (const groups of [[], [bare('a', [], [])], [bare('a', [40, 40], [1, 1])], Array.from({ length: 40 }, (_, i) => bare(`g${i}`, [i], [0.9]))]) expect(drawn(groups)).not.toMatch(/NaN|Infinity|undefined/);
  expect(drawn([bare('<b>x</b>', [1], [0.9])])).not.toContain('<b>');
});

test('the drawing stays as it is', () => {
  expect(drawn([whole])).toMatchSnapshot();
});
