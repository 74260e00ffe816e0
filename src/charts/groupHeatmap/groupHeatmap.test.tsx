import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { done, failed } from '#core/faults.ts';
import { Matrix } from '#charts/groupHeatmap/Chart.tsx';
import { FEW, spanOf } from '#charts/groupHeatmap/layout.ts';
import type { MatrixCell } from '#charts/groupHeatmap/layout.ts';

const cell = (row: string, column: string, n: number, mean: number | null): MatrixCell => ({
  row, column, n, missing: 0, failureRate: null, median: failed('stats-no-values'),
  mean: mean === null ? failed('stats-no-values') : done({ value: mean, low: mean - 0.01, high: mean + 0.01, level: 0.95, method: 't' }),
});
const drawn = (cells: readonly MatrixCell[], rows = [...new Set(cells.map((it) => it.row))], columns = [...new Set(cells.map((it) => it.column))]) =>
  renderToStaticMarkup(<svg><Matrix rows={rows} columns={columns} cells={cells} metric="dice" width={480} /></svg>);
const hatched = (markup: string) => markup.match(/fill="url[(]/g)?.length ?? 0;

test('n is in every cell; fewer than ten values are hatched, ten are not, none have a dash', () => {
  const markup = drawn([cell('a', 'x', FEW - 1, 0.8), cell('a', 'y', FEW, 0.9), cell('b', 'x', 0, null), cell('b', 'y', 40, 0.7)]);
  expect(hatched(markup)).toBe(1);
  for (const n of [FEW - 1, FEW, 0, 40]) expect(markup).toContain(`>n ${n}</text>`);
  expect(markup).toContain('>–</text>');
});

test('colours span the means that there are', () => {
  expect(spanOf([cell('a', 'x', 20, 0.7), cell('a', 'y', 20, 0.9), cell('b', 'x', 0, null)])).toEqual([0.7, 0.9]);
  expect(spanOf([])).toEqual([0, 1]);
});

test('nothing, equal values, 40 groups and names with HTML are drawn', () => {
  const many = Array.from({ length: 40 }, (_, n) => cell(`g${n}`, 'x', 12, 0.9));
  for (const cells of [[], [cell('a', 'x', 12, 1), cell('b', 'x', 12, 1)], many]) expect(drawn(cells)).not.toMatch(/NaN|Infinity|undefined/);
  expect(drawn([cell('<b>x</b>', 'y', 12, 0.9)])).not.toContain('<b>');
});

test('the drawing stays as it is', () => {
  expect(drawn([cell('female', '< 25', 30, 0.91), cell('female', '≥ 30', 4, 0.83), cell('male', '< 25', 28, 0.93), cell('male', '≥ 30', 0, null)])).toMatchSnapshot();
});
