import { expect, test } from 'vitest';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { confounderMap, confounderWords } from '#core/evaluation/confounderMap.ts';
import { covariateViews } from '#core/evaluation/covariateViews.ts';
import { exploreRecipe } from '#core/evaluation/exploreRecipe.ts';
import type { ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import { unwrap } from '#core/faults.ts';
import { standardisedDifference } from '#core/statistics/propensity.ts';

function asked(table: ResultTable, selection: ExploreSelection) {
  const index = makeTableIndex(table);
  const recipe = unwrap(exploreRecipe(index, { modality: 'together', ...selection }));
  return { index, recipe, map: unwrap(confounderMap(index, recipe)), views: unwrap(covariateViews(index, recipe)) };
}

test('site, which scans the old more often, differs by age; sex, drawn by itself, hardly does', () => {
  const { map, index } = asked(plantedTable({ subjects: 900 }), { attribute: 'site' });
  const cell = (attribute: string, covariate: string) => map.cells.find((it) => it.attribute === attribute && it.covariate === covariate);
  const age = cell('site', 'age');
  expect(age?.difference).toBeGreaterThan(0.4);
  expect(age?.between).toContain('D');
  expect(cell('sex', 'age')?.difference).toBeLessThan(0.2);
  expect(cell('age', 'age')).toBeUndefined();

  // The figure is that of the two groups by themselves.
  const ages = index.covariates.get('age')?.values ?? new Float64Array();
  const sites = index.covariates.get('site');
  const code = (label: string) => sites?.levels.indexOf(label);
  const taken = [...ages.keys()].filter((i) => !Number.isNaN(ages[i]) && age?.between?.some((label) => sites?.values[i] === code(label)));
  const alone = standardisedDifference(Float64Array.from(taken, (i) => ages[i]), Float64Array.from(taken, (i) => Number(sites?.values[i] === code(age?.between?.[0] ?? ''))));
  expect(age?.difference).toBeCloseTo(Math.abs(alone), 12);
  expect(age && confounderWords(age, map.least)).toMatch(/^age by site: 0[.]\d\d between [ABD] \(n \d+\) and [ABD] \(n \d+\)$/);
});

test('every covariate but the one compared lies in every group, and nobody is lost', () => {
  const table = plantedTable({ subjects: 300 });
  const { views } = asked(table, { attribute: 'sex' });
  expect(views.map(({ column }) => column).toSorted()).toEqual(['age', 'bmi', 'modality', 'site']);
  for (const { kind, groups } of views) {
    expect(groups.reduce((sum, { n, missing }) => sum + n + missing, 0)).toBe(300);
    if (kind === 'category') for (const { n, counts } of groups) expect(counts.reduce((a, b) => a + b, 0)).toBe(n);
  }
  expect(views.find(({ column }) => column === 'age')?.groups.some(({ missing }) => missing > 0)).toBe(true);
});

test('groups that share no value of a covariate are the farthest apart of all, and are told so', () => {
  const table = plantedTable({ subjects: 60 });
  const subjects = table.subjects.map((subject, n) => ({ ...subject, covariates: {
    sex: { kind: 'category' as const, value: n % 2 ? 'female' : 'male' }, site: { kind: 'category' as const, value: n % 2 ? 'A' : 'B' }, age: { kind: 'number' as const, value: n % 2 ? 40 : 60 },
  } }));
  const { map } = asked({ ...table, subjects }, { attribute: 'sex' });
  for (const covariate of ['site', 'age']) {
    const cell = map.cells.find((it) => it.attribute === 'sex' && it.covariate === covariate);
    expect(cell).toMatchObject({ difference: Infinity, n: [30, 30] });
    expect(cell && confounderWords(cell, map.least)).toMatch(/∞ between .* share no value/);
  }
});

test('a constant covariate, one that is missing throughout and groups too small give no figure, never NaN', () => {
  const table = plantedTable({ subjects: 60 });
  const subjects = table.subjects.map((subject, n) => ({ ...subject, covariates: {
    sex: { kind: 'category' as const, value: n < 4 ? 'female' : 'male' }, age: { kind: 'number' as const, value: 50 }, bmi: { kind: 'missing' as const, reason: 'empty' as const },
  } }));
  const { map, views } = asked({ ...table, subjects }, { attribute: 'sex' });
  expect(map.cells.every(({ difference }) => difference === null || Number.isFinite(difference))).toBe(true);
  expect(map.cells.find((it) => it.attribute === 'sex' && it.covariate === 'age')?.difference).toBeNull();
  expect(views.find(({ column }) => column === 'age')?.groups.every(({ density, quartiles }) => density === null && quartiles?.[1] === 50)).toBe(true);
});
