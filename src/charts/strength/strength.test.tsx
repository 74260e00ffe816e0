import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { StrengthGroup } from '#core/evaluation/strengthCurves.ts';
import { done, failed } from '#core/faults.ts';
import { onPaper } from '#charts/kit/saveChart.ts';
import { zoomNote } from '#charts/kit/zoomNote.ts';
import { Lines } from '#charts/strength/Chart.tsx';
import { strengthLayout, strengthRange } from '#charts/strength/layout.ts';

const estimate = (value: number, half = 0.02) => done({ value, low: value - half, high: value + half, level: 0.95, method: 't' });
const group = (label: string, means: readonly (number | null)[], half?: number): StrengthGroup => ({
  label, nAuc: null, nAucGap: null,
  points: means.map((mean, strength) => ({ strength, run: `r${strength}`, n: 12, missing: 0, failureRate: null, mean: mean === null ? failed('stats-no-values') : estimate(mean, half), median: failed('stats-no-values') })),
});
const drawn = (groups: readonly StrengthGroup[], metric = 'dice') => renderToStaticMarkup(<svg><Lines family={{ groups }} metric={metric} width={500} height={240} label="mm" /></svg>);

test('distances in mm keep their own range, larger upwards; every band is inside the axes', () => {
  const { y, bottom, groups } = strengthLayout({ groups: [group('a', [3.5, 8, 14], 2)] }, { width: 500, height: 240 });
  expect(y.domain()[0]).toBeLessThan(1.5);
  expect(y.domain()[1]).toBeGreaterThan(16);
  expect(groups[0].marks[0].y).toBeGreaterThan(groups[0].marks[2].y);
  for (const { low, high } of groups[0].marks) expect(high > 0 && low < bottom && high < low).toBe(true);
});

test('scores keep to 1 though an interval goes beyond, and an axis that does not begin at 0 says so', () => {
  const family = { groups: [group('a', [0.99, 0.9], 0.05)] };
  const range = strengthRange(family);
  expect(range[1]).toBe(1);
  expect(zoomNote(range, 'dice')).toMatch(/^ The axis begins at [.]8\d\d, not at 0[.]$/);
  expect(zoomNote([0, 1], 'dice')).toBe('');
  expect(zoomNote([3, 9], 'hd95Mm')).toBe('');
});

test('ticks are the strengths that were asked, and the legend keeps to the corner that the lines leave free', () => {
  const laid = (means: readonly number[]) => strengthLayout({ groups: [group('a', means)] }, { width: 500, height: 240 });
  expect(laid([0.9, 0.88, 0.7]).strengths).toEqual([0, 1, 2]);
  expect(drawn([group('a', [0.9, 0.88, 0.7])]).match(/<text y="16"[^>]*>[^<]*/g)?.map((it) => it.replace(/.*>/, ''))).toEqual(['0', '1', '2']);
  expect(laid([0.9, 0.88, 0.7]).legend.x).toBeLessThan(100);
  expect(laid([0.7, 0.88, 0.9]).legend.x).toBeGreaterThan(400);
});

test('a strength without a mean is left out; nothing, equal values, many groups and names with HTML are drawn', () => {
  expect(strengthLayout({ groups: [group('a', [0.9, null, 0.8])] }, { width: 500, height: 240 }).groups[0].marks).toHaveLength(2);
  const many = Array.from({ length: 40 }, (_, n) => group(`g${n}`, [0.9, 0.8]));
  for (const groups of [[], [group('a', [null, null])], [group('a', [1, 1], 0)], [group('a', [0.5])], many]) expect(drawn(groups)).not.toMatch(/NaN|Infinity/);
  expect(drawn([])).toContain('No group has a mean');
  expect(drawn([group('<b>x</b>', [0.9, 0.8])])).not.toContain('<b>');
});

test('the drawing stays as it is', () => {
  expect(drawn([group('female', [0.92, 0.88, 0.7]), group('male', [0.93, 0.9, 0.81])])).toMatchSnapshot();
});

test('in a file open marks are white, without a CSS variable', () => {
  expect(onPaper('<circle fill="var(--chart-paper, #808080)"/>')).toBe('<circle fill="#fff"/>');
});
