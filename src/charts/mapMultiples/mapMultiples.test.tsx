import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import { MapMultiples } from '#charts/mapMultiples/Chart.tsx';
import { cellLeft, levelPaths, multiplesLayout } from '#charts/mapMultiples/layout.ts';

test('bins of one colour are one path; a bin without a value is in none', () => {
  const values = new Float64Array(BINS).fill(1).with(0, Number.NaN).with(1, -1);
  const paths = levelPaths({ values, scale: 'signed' }, 1, 5, 'sphere');
  expect(paths.map(({ path }) => path.match(/M/g)?.length)).toEqual([1, BINS - 2]);
  expect(paths[0].path).toMatch(/^M5,0h/);
  expect(levelPaths({ values, scale: 'signed' }, 1, 5, 'tube')[0].path).toMatch(/^M5,75h/);
});

test('columns fit the width and rows do not overlap', () => {
  const layout = multiplesLayout(700, 3, 4);
  expect(cellLeft(layout, 3) + layout.cellWidth).toBeLessThanOrEqual(700);
  expect(layout.rowHeight).toBeGreaterThan(layout.bin * 16 + 12);
  expect(layout.height).toBeGreaterThan(layout.top + 3 * layout.rowHeight);
});

test('each cell is a button that says its finding; one without a map says why', () => {
  const html = renderToStaticMarkup(
    <MapMultiples title="b − a" method="n" description="d" fileName="all" unit="mm" fixedWidth={700} rows={['liver']} columns={['m', 'k']} table={{ columns: [], rows: [] }} onOpen={() => undefined}
      multiples={[
        { row: 'liver', column: 'm', topology: 'sphere', panel: { scale: 'signed', values: new Float64Array(BINS).fill(2), regions: [[5]] }, note: '+2 mm', sentence: 'one region differs' },
        { row: 'liver', column: 'k', topology: 'sphere', panel: null, note: 'no map', sentence: 'No error maps are kept.' },
      ]} />,
  );
  expect(html).toContain('aria-label="liver, m: one region differs"');
  expect(html).toContain('aria-label="liver, k: No error maps are kept."');
  expect(html).toContain('2 mm');
});
