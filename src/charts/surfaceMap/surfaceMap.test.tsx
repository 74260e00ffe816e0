import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { binDirection, BINS, COLUMNS } from '#core/errormaps/surfaceBins.ts';
import { SurfaceMapChart } from '#charts/surfaceMap/Chart.tsx';
import { binAtPlace, binBeside, binColour, LOOKS, PIXELS, placeWords, projectedBins, regionPath, sharedSpan, surfaceMapLayout } from '#charts/surfaceMap/layout.ts';

describe('layout', () => {
  test('a place of the panel is its bin, upper end above in both kinds of map', () => {
    expect(binAtPlace(0, 0, 10, 'sphere')).toBe(0);
    expect(binAtPlace(0, 0, 10, 'tube')).toBe(15 * COLUMNS);
    expect(binAtPlace(319, 159, 10, 'sphere')).toBe(BINS - 1);
    expect(binDirection(binAtPlace(165, 80, 10, 'sphere')).y).toBeGreaterThan(0.9);
    expect(binBeside(31, 'ArrowRight', 'sphere')).toBe(0);
    expect(binBeside(5, 'ArrowUp', 'sphere')).toBe(5);
    expect(binBeside(5, 'ArrowUp', 'tube')).toBe(5 + COLUMNS);
  });

  test('white at zero, one symmetric scale, nothing where there is no value', () => {
    expect(sharedSpan([{ values: [1.23, -4.51, Number.NaN] }, { values: [2] }])).toBe(4.6);
    expect(sharedSpan([{ values: [0, Number.NaN] }])).toBe(1);
    expect(binColour(0, 'signed', 3)).toMatch(/rgb\(2(3|4|5)\d, 2(3|4|5)\d, 2(3|4|5)\d\)/);
    expect(binColour(Number.NaN, 'signed', 3)).toBeNull();
    expect(binColour(9, 'signed', 3)).toBe(binColour(3, 'signed', 3));
  });

  test('the outline of one bin runs along its edges', () => {
    const numbers = regionPath([3 * COLUMNS + 4], 10, 'sphere').match(/-?\d+([.]\d+)?/g)?.map(Number) ?? [];
    const xs = numbers.filter((_, at) => at % 2 === 0), ys = numbers.filter((_, at) => at % 2 === 1);
    for (const [got, want] of [[Math.min(...xs), 40], [Math.max(...xs), 50], [Math.min(...ys), 30], [Math.max(...ys), 40]]) expect(Math.abs(got - want)).toBeLessThan(1);
  });

  test('each look shows the half that faces it, right way up', () => {
    for (const look of LOOKS) {
      const bins = projectedBins(look);
      const middle = binDirection(bins[(PIXELS >> 1) * PIXELS + (PIXELS >> 1)]);
      expect(middle.x * look.towards[0] + middle.y * look.towards[1] + middle.z * look.towards[2]).toBeGreaterThan(0.8);
      const top = binDirection(bins[PIXELS >> 1]);
      expect(top.x * look.up[0] + top.y * look.up[1] + top.z * look.up[2]).toBeGreaterThan(0.5);
      expect(bins[0]).toBe(-1);
    }
  });

  test('places have names', () => {
    expect(placeWords(16, 'sphere')).toBe('superior');
    expect(placeWords(8 * COLUMNS + 8, 'sphere')).toBe('right');
    expect(placeWords(8 * COLUMNS + 16, 'tube')).toBe('anterior wall, 53 % of the way up');
  });

  test('narrow pages stack the panels', () => {
    expect(surfaceMapLayout(900, 3, 'sphere').panels.map(({ top }) => top)).toEqual([40, 40, 40]);
    const { panels, height, panelWidth } = surfaceMapLayout(320, 3, 'tube');
    expect(new Set(panels.map(({ left }) => left)).size).toBe(1);
    expect(panels[2].top + panelWidth / 2).toBeLessThan(height);
  });
});

test('three maps on one scale: the drawing', async () => {
  const values = (shift: number) => Float64Array.from({ length: BINS }, (_, bin) => (bin === 40 ? Number.NaN : 2 * binDirection(bin).y + shift));
  const html = renderToStaticMarkup(
    <SurfaceMapChart title="Liver: women and men" method="n 20 and 19" description="Men's maps are larger in front." fileName="liver" topology="sphere" unit="mm" fixedWidth={900}
      table={{ columns: ['row'], rows: [['0']] }} words={() => ['anterior']} onOpen={() => undefined}
      panels={[
        { title: 'women', scale: 'signed', values: values(0), regions: [] }, { title: 'men', scale: 'signed', values: values(1), regions: [] },
        { title: 'men − women', scale: 'signed', values: values(0.5), regions: [[271, 272, 303, 304]] },
      ]} />,
  );
  expect(html.match(/role="slider"/g)).toHaveLength(3);
  await expect(html).toMatchFileSnapshot('./__snapshots__/threeMaps.svg.html');
});
