import { expect, test } from 'vitest';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { exploreRecipe } from '#core/evaluation/exploreRecipe.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { strengthFamilies } from '#core/evaluation/strengthCurves.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import { unwrap } from '#core/faults.ts';

const STRENGTHS = [3, 6, 12];

/** The planted table with its three runs as one model's jittered boxes, the strongest listed first, and a run without a strength. */
function jittered(plane = ''): ResultTable {
  const table = plantedTable({ subjects: 120, organs: ['liver'], runs: ['at12', 'at3', 'at6', 'whole'] });
  return {
    ...table, runs: table.runs.map((run) => {
      const strength = Number(run.id.slice(2));
      return Number.isNaN(strength) ? run : { ...run, model: { ...run.model, id: 'one', name: 'One' }, protocol: { id: `box-jitter-${strength}mm${plane}`, label: 'jitter', strength } };
    }),
  };
}

/** Each subject's Dice at 3, 6 and 12 mm, and their sex, straight from the rows; subjects that lack one are left out. */
function curvesOf(table: ResultTable): { readonly sex: string; readonly dice: readonly number[] }[] {
  const dice = table.columns.get('dice');
  return table.subjects.flatMap((subject) => {
    const { sex } = subject.covariates;
    const at = STRENGTHS.map((strength) => table.rows.case.findIndex((c, row) => table.cases[c].subject === table.subjects.indexOf(subject) && table.runs[table.rows.run[row]].id === `at${strength}`));
    const values = at.map((row) => dice?.[row] ?? Number.NaN);
    return sex.kind === 'category' && values.every((it) => Number.isFinite(it)) ? [{ sex: sex.value, dice: values }] : [];
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const area = ([a, b, c]: readonly number[]): number => (3 * (a + b) / 2 + 6 * (b + c) / 2) / 9;

test('runs of one model that differ in strength make one curve a group, over the subjects that have every strength', () => {
  const table = jittered();
  const index = makeTableIndex(table);
  const families = unwrap(strengthFamilies(index, unwrap(exploreRecipe(index, { attribute: 'sex', modality: 'together' })), 'liver'));
  expect(families.map(({ modelName, protocol }) => [modelName, protocol])).toEqual([['One', 'box-jitter']]);
  const [family] = families;
  const curves = curvesOf(table);
  expect(family.subjects).toBe(curves.length);
  expect(curves.length).toBeLessThan(120);
  for (const { label, points, nAuc } of family.groups) {
    const own = curves.filter(({ sex }) => sex === label).map(({ dice }) => dice);
    expect(points.map(({ strength, run, n }) => [strength, run, n])).toEqual(STRENGTHS.map((it) => [it, `at${it}`, own.length]));
    points.forEach((point, k) => expect(unwrap(point.mean).value).toBeCloseTo(mean(own.map((it) => it[k])), 12));
    expect(nAuc).toBeCloseTo(mean(own.map(area)), 12);
  }
});

test('runs along another plane are a family of their own name', () => {
  const index = makeTableIndex(jittered('-coronal'));
  const families = unwrap(strengthFamilies(index, unwrap(exploreRecipe(index, { attribute: 'sex', modality: 'together' })), 'liver'));
  expect(families.map(({ protocol, groups }) => [protocol, groups[0].points.length])).toEqual([['box-jitter-coronal', 3]]);
});

test('the gap of areas is over the subjects\' own areas, by Welch, to the reference group', () => {
  const table = jittered();
  const index = makeTableIndex(table);
  const [family] = unwrap(strengthFamilies(index, unwrap(exploreRecipe(index, { attribute: 'sex', modality: 'together' })), 'liver'));
  const areas = (label: string) => curvesOf(table).filter(({ sex }) => sex === label).map(({ dice }) => area(dice));
  const other = family.groups.find(({ label }) => label !== family.reference);
  const [x, y] = [areas(other?.label ?? ''), areas(family.reference)];
  const square = (values: readonly number[]) => values.reduce((sum, it) => sum + (it - mean(values)) ** 2, 0) / (values.length - 1) / values.length;
  expect(family.groups.find(({ label }) => label === family.reference)?.nAucGap).toBeNull();
  const gap = other?.nAucGap ? unwrap(other.nAucGap) : undefined;
  expect(gap?.value).toBeCloseTo(mean(x) - mean(y), 12);
  // The quantile of t with this many degrees of freedom is a little above the normal's 1.96.
  const half = ((gap?.high ?? 0) - (gap?.low ?? 0)) / 2 / Math.sqrt(square(x) + square(y));
  expect(half).toBeGreaterThan(1.96);
  expect(half).toBeLessThan(2.0);
});
