import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ConfounderCell, ConfounderMap } from '#core/evaluation/confounderMap.ts';
import { Cells } from '#charts/confounderMap/Chart.tsx';
import { confounderLayout, neighbour } from '#charts/confounderMap/layout.ts';

const cell = (attribute: string, covariate: string, difference: number | null): ConfounderCell => ({ attribute, covariate, difference, between: difference === null ? null : ['a', 'b'], n: difference === null ? null : [30, 40], level: null });
const MAP: ConfounderMap = {
  attributes: ['sex', 'age'], covariates: ['sex', 'age', 'site'], least: 10,
  cells: [cell('sex', 'age', 0.1), cell('sex', 'site', 0.45), cell('age', 'sex', 0.3), cell('age', 'site', 1.7)],
};
const drawn = (map: ConfounderMap, adjusted: readonly string[] = []) => renderToStaticMarkup(<svg><Cells map={map} attribute="age" adjusted={adjusted} onOpen={() => undefined} width={420} /></svg>);
const outlined = (markup: string) => markup.match(/stroke="#E69F00"/g)?.length ?? 0;

test('what differs and is not adjusted for is outlined, in the attribute compared alone', () => {
  expect(outlined(drawn(MAP))).toBe(2);
  expect(outlined(drawn(MAP, ['site']))).toBe(1);
  expect(drawn(MAP, ['site'])).toContain('site ✓');
});

test('groups without any overlap have the strongest colour, a sign in place of a figure and the outline', () => {
  const apart = { ...MAP, cells: [cell('age', 'site', Infinity)] };
  expect(confounderLayout(apart, { width: 420, attribute: 'age', adjusted: [] }).cells[0]).toMatchObject({ share: 1, isOpen: true });
  expect(drawn(apart)).toContain('>∞</text>');
});

test('arrow keys go to the nearest cell of that direction', () => {
  const { cells } = confounderLayout(MAP, { width: 420, attribute: 'age', adjusted: [] });
  const to = (index: number, key: string) => MAP.cells[neighbour(cells, index, key)];
  expect(to(1, 'ArrowRight')).toMatchObject({ attribute: 'age', covariate: 'site' });
  expect(to(1, 'ArrowUp')).toMatchObject({ attribute: 'sex', covariate: 'age' });
  expect(to(1, 'ArrowDown')).toBe(MAP.cells[1]);
});

test('no attribute, no figure, 40 covariates and names with HTML are drawn', () => {
  const many = Array.from({ length: 40 }, (_, n) => `c${n}`);
  for (const map of [{ ...MAP, attributes: [], covariates: [], cells: [] }, { ...MAP, cells: [cell('sex', 'age', null)] }, { ...MAP, covariates: many, cells: many.map((it) => cell('age', it, 0.5)) }]) expect(drawn(map)).not.toMatch(/NaN|Infinity|undefined/);
  expect(drawn({ ...MAP, covariates: ['<b>x</b>'], cells: [cell('age', '<b>x</b>', 0.5)] })).not.toContain('<b>');
});

test('the drawing stays as it is', () => expect(drawn(MAP)).toMatchSnapshot());
