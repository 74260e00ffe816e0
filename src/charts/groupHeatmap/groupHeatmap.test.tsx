import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { done, failed } from '#core/faults.ts';
import { Matrix } from '#charts/groupHeatmap/Chart.tsx';
import { FEW, neighbourCell, spanOf } from '#charts/groupHeatmap/layout.ts';
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

test('medians and failure rates are told in place of means; the rate is in per cent, and absent where nothing counts as a failure', () => {
  const cells = [{ ...cell('a', 'x', 20, 0.8), median: done({ value: 0.85, low: 0.8, high: 0.9, level: 0.95, method: 'order' }), failureRate: done({ value: 0.1, low: 0.03, high: 0.3, level: 0.95, method: 'wilson' }) }, cell('a', 'y', 20, 0.9)];
  const of = (statistic: 'median' | 'failure rate') => renderToStaticMarkup(<svg><Matrix rows={['a']} columns={['x', 'y']} cells={cells} metric="dice" statistic={statistic} width={480} /></svg>);
  expect(of('median')).toContain('>.850</text>');
  expect(of('failure rate')).toContain('>10 %</text>');
  expect(of('failure rate')).toContain('n 20, failure rate 10 % [3.0 %, 30 %]'.replace('3.0', '3'));
  expect(of('failure rate')).toContain('>–</text>');
  expect(spanOf(cells, 'median')).toEqual([0.85, 0.85]);
});

test('arrow keys go to the cell beside, and stay at the edge', () => {
  const places = { rows: ['a', 'b'], columns: ['x', 'y'] };
  const cells = [cell('a', 'x', 1, 1), cell('a', 'y', 1, 1), cell('b', 'x', 1, 1), cell('b', 'y', 1, 1)];
  expect(neighbourCell(cells, places, 0, 'ArrowDown')).toBe(2);
  expect(neighbourCell(cells, places, 2, 'ArrowRight')).toBe(3);
  expect(neighbourCell(cells, places, 1, 'ArrowUp')).toBe(1);
});
