import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { FocusView, GroupView } from '#core/evaluation/exploreViews.ts';
import { density } from '#core/statistics/density.ts';
import { describe as describeValues } from '#core/statistics/describe.ts';
import { done, failed } from '#core/faults.ts';
import { Drawing } from '#charts/raincloud/Chart.tsx';
import { makeDotField } from '#charts/kit/dotField.ts';
import { rainLayout } from '#charts/raincloud/layout.ts';
import { RAIN_SHAPES } from '#charts/raincloud/shapes.ts';
import type { RainShape } from '#charts/raincloud/shapes.ts';

function group(label: string, values: readonly number[], missing = 0): GroupView {
  const told = describeValues(values, { level: 0.95, failureTail: false });
  return {
    label, isUnknown: label === 'unknown', subjects: values.length + missing, missing, values: Float64Array.from(values), cases: Uint32Array.from(values, (_, i) => i),
    mean: told.mean, median: told.median.state === 'done' ? done(told.median.value) : told.median, quartiles: told.q25 === undefined || told.q75 === undefined ? null : [told.q25, told.q75],
    failure: { events: values.filter((it) => it < 0.5).length, rate: failed('stats-no-values') }, density: density(values, { low: 0.4, high: 1 }) ?? null, floor: 0.9,
  };
}

const VALUES = [0.45, 0.82, 0.88, 0.9, 0.91, 0.93, 0.95];
const view = (groups: readonly GroupView[]): FocusView => ({ before: 10, subjects: 10, missingBy: [], reference: groups[0]?.label ?? '', groups, range: [0.4, 1] });
const drawn = (it: FocusView, shape: RainShape = 'raincloud') => renderToStaticMarkup(
  <svg><Drawing view={it} metric="dice" shape={shape} failureAt={0.5} height={240} width={600} caseName={String} onOpen={() => undefined} /></svg>);

test('a value lies where its axis says, and the nearest dot is found', () => {
  const { x, dots } = rainLayout([group('a', VALUES)], { width: 600, height: 200, range: [0.4, 1], shape: 'raincloud' });
  const [dot] = dots;
  const field = makeDotField(dots);
  expect(dot.x).toBeCloseTo(150 + ((0.45 - 0.4) / 0.6) * (586 - 150), 6);
  expect(x(1)).toBe(586);
  expect(field.nearest(dot.x + 3, dot.y)?.caseAt).toBe(0);
  expect(field.nearest(5, 5)).toBeNull();
});

test('every shape has a dot for every value, within its group\'s band; in the cumulative curve they are its steps', () => {
  const groups = [group('a', VALUES), group('b', VALUES.toReversed())];
  for (const shape of RAIN_SHAPES) {
    const { dots, rows } = rainLayout(groups, { width: 600, height: 240, range: [0.4, 1], shape });
    expect(dots).toHaveLength(14);
    for (const { y, group: at } of dots) expect(y >= rows[at].top && y <= rows[at].bottom).toBe(true);
  }
  const { dots } = rainLayout(groups, { width: 600, height: 240, range: [0.4, 1], shape: 'ecdf' });
  const heights = (at: number) => dots.filter((it) => it.group === at).map(({ y }) => y);
  expect(heights(0).every((y, i, all) => i === 0 || y < all[i - 1])).toBe(true);
  expect(heights(1).every((y, i, all) => i === 0 || y > all[i - 1])).toBe(true);
});

test('the strip, the ridgeline and the cumulative curve stay as they are', () => {
  for (const shape of ['strip', 'ridgeline', 'ecdf'] as const) expect(drawn(view([group('< 25', VALUES, 2), group('≥ 30', VALUES.map((it) => it - 0.02))]), shape)).toMatchSnapshot();
});

test('the drawing of two groups is the one that was looked at', () => {
  expect(drawn(view([group('< 25', VALUES, 2), group('≥ 30', VALUES.map((it) => it - 0.02))]))).toMatchSnapshot();
});

test('one group, equal values, no value, forty groups and names with markup are drawn without a NaN', () => {
  for (const groups of [[group('a', VALUES)], [group('all equal', [1, 1, 1, 1])], [group('none', [], 3)], [], Array.from({ length: 40 }, (_, n) => group(`g${n}`, VALUES)), [group('<img src=x onerror=alert(1)>', VALUES), group('unknown', [0.7])]]) {
    for (const shape of RAIN_SHAPES) {
      const svg = drawn(view(groups), shape);
      expect(svg).not.toMatch(/NaN|Infinity/);
      expect(svg).not.toContain('<img');
    }
  }
});
