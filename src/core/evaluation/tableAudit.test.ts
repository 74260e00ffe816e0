import { guidanceFlags } from '#core/evaluation/auditGuidance.ts';
import { expect, test } from 'vitest';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Audit } from '#core/evaluation/auditCohort.ts';
import { attributesOf, exploreRecipe, selectionOf, type ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { formatRecipe, parseRecipe } from '#core/evaluation/recipe.ts';
import { auditTable, tableAuditData } from '#core/evaluation/tableAudit.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import type { Result } from '#core/faults.ts';

const value = <T>(result: Result<T>): T => {
  if (result.state === 'failed') throw new Error(`${result.fault.code} ${result.fault.where ?? ''} ${result.fault.came ?? ''}`);
  return result.value;
};
const code = (result: Result<unknown>): string => (result.state === 'failed' ? result.fault.code : 'done');
const FEW: ExploreSelection = { permutations: 200, modality: 'together' };
const audit = async (table: ResultTable, selection: ExploreSelection): Promise<Audit> => {
  const index = makeTableIndex(table);
  return value(await auditTable(index, value(exploreRecipe(index, { ...FEW, ...selection }))));
};
const gap = ({ rows }: Audit, wanted: { model: string; organ: string; group: string; method: string }) => {
  const found = rows.filter((row) => row.kind === 'gap' && row.quantity === 'mean gap' && row.model === wanted.model && row.organ === wanted.organ && row.group === wanted.group && row.method.startsWith(wanted.method));
  expect(found).toHaveLength(1);
  return found[0];
};

test('the planted gap of the unbalanced run is found, and the balanced run has none', async () => {
  const it = await audit(plantedTable({ subjects: 600 }), { attribute: 'bmi', cuts: [30] });
  const hit = gap(it, { model: 'unbalanced', organ: 'liver', group: '≥ 30', method: 'Welch' });
  expect(hit.estimate).toBeCloseTo(-0.08, 1);
  expect(hit.pCorrected).toBeLessThan(0.001);
  const [low, high] = [hit.low ?? 0, hit.high ?? 0];
  expect(low < -0.08 && high > -0.08).toBe(true);
  expect(gap(it, { model: 'balanced', organ: 'liver', group: '≥ 30', method: 'Welch' }).pCorrected).toBeGreaterThan(0.05);
  const difference = it.rows.find((row) => row.quantity === 'difference of gaps' && row.organ === 'liver');
  expect(difference?.estimate).toBeCloseTo(0.08, 1);
});

test('age looks worse only because of site: adjusted for it the gap goes, and the guidance says so', async () => {
  const it = await audit(plantedTable({ subjects: 600 }), { attribute: 'age', cuts: [50], reference: '< 50', adjust: ['site'] });
  const wanted = { model: 'balanced', organ: 'liver', group: '≥ 50' };
  expect(gap(it, { ...wanted, method: 'Welch' }).p).toBeLessThan(0.001);
  expect(Math.abs(gap(it, { ...wanted, method: 'ANCOVA' }).estimate ?? 1)).toBeLessThan(0.01);
  expect(it.flags.map((flag) => flag.code)).toContain('adjustment-removes');
});

test('the model of an audit that adjusts for nothing is no adjustment, however its p differs from Welch\'s', async () => {
  const { rows, recipe } = await audit(plantedTable({ subjects: 120 }), { attribute: 'sex' });
  const unlike = (adjustedFor: readonly string[]) => rows.map((row) => (row.kind !== 'gap' || row.quantity !== 'mean gap' ? row : row.method.startsWith('ANCOVA') ? { ...row, p: 0.01, pCorrected: 0.01, adjustedFor } : { ...row, p: 0.2, pCorrected: 0.2 }));
  const codes = (adjustedFor: readonly string[]) => guidanceFlags(unlike(adjustedFor), recipe).map(({ code }) => code).filter((code) => code.startsWith('adjustment'));
  expect(codes([])).toEqual([]);
  expect(codes(['age'])).toContain('adjustment-reveals');
});

test('modalities are kept apart, and a subject with two cases in scope counts once', () => {
  const table = plantedTable({ subjects: 60 });
  const index = makeTableIndex(table);
  const of = (selection: ExploreSelection) => value(tableAuditData(index, value(exploreRecipe(index, selection))));
  const [ct, mr, both] = [of({ modality: 'CT' }), of({ modality: 'MR' }), of({ modality: 'together' })];
  expect(ct.subjects.length + mr.subjects.length).toBe(60);
  expect(both.subjects).toHaveLength(60);
  const twice = makeTableIndex({ ...table, cases: table.cases.map((it) => ({ ...it, subject: it.subject - (it.subject % 2) })) });
  const pairs = value(tableAuditData(twice, value(exploreRecipe(twice, { modality: 'together' }))));
  expect(pairs.subjects).toHaveLength(30);
  const dice = table.columns.get('dice') ?? new Float64Array();
  const [a, b] = [dice[index.rowOf(0, 0)[0]], dice[index.rowOf(0, 0)[1]]];
  expect(pairs.table.values[0]).toBeCloseTo(Number.isNaN(a) ? b : Number.isNaN(b) ? a : (a + b) / 2, 12);
});

test('filters keep whom they name: ranges, values, the unknown, and scores', () => {
  const index = makeTableIndex(plantedTable());
  const of = (filters: ExploreSelection['filters']) => value(tableAuditData(index, value(exploreRecipe(index, { ...FEW, filters }))));
  const covariates = new Map(index.table.subjects.map((it) => [it.id, it.covariates]));
  const age = (id: string): CovariateValue | undefined => covariates.get(id)?.['age'];
  const young = of([{ kind: 'range', column: 'age', high: 40 }]);
  expect(young.subjects.length).toBeGreaterThan(10);
  for (const id of young.subjects) { const it = age(id); expect(it?.kind === 'number' && it.value <= 40).toBe(true); }
  const unknown = of([{ kind: 'values', column: 'sex', values: ['unknown'] }]);
  expect(unknown.subjects.every((id) => covariates.get(id)?.['sex'].kind === 'missing')).toBe(true);
  expect(unknown.subjects.length).toBeGreaterThan(0);
  const low = of([{ kind: 'score', organ: 'liver', model: 'balanced', high: 0.8 }]);
  expect(low.subjects.length).toBeLessThan(150);
  expect(Array.from({ length: low.subjects.length }, (_, i) => low.table.values[i * low.table.columns]).every((it) => it <= 0.8)).toBe(true);
});

test('subjects without the attribute are a group of their own, and "89+" is in a band only where that is sure', async () => {
  const table = plantedTable({ subjects: 80 });
  const subjects = table.subjects.map((it, n): ResultTable['subjects'][number] => (n < 12
    ? { ...it, covariates: { ...it.covariates, age: n < 6 ? { kind: 'missing', reason: 'empty' } : { kind: 'number', value: 60, limit: 'at least' } } } : it));
  const it = await audit({ ...table, subjects }, { attribute: 'age', cuts: [40, 65] });
  const missing = it.rows.find((row) => row.group === '(missing)' && row.quantity === 'mean');
  expect(missing?.n).toBeGreaterThanOrEqual(10);
  expect(it.flags.some((flag) => flag.code === 'attribute-missing')).toBe(true);
});

test('a selection survives as a recipe, and the recipe as text', () => {
  const index = makeTableIndex(plantedTable());
  const selection: ExploreSelection = { attribute: 'bmi', cuts: [25, 30], metric: 'nsd', failureBelow: 0.6, adjust: ['age', 'site'], mediator: 'organ volume', modality: 'MR', filters: [{ kind: 'range', column: 'age', low: 30 }], margin: 0.02, more: ['mixed'], seed: 7, correction: 'bh', permutations: 500, runs: ['balanced'] };
  const recipe = value(parseRecipe(formatRecipe(value(exploreRecipe(index, selection)))));
  expect(value(selectionOf(recipe))).toEqual(selection);
  expect(attributesOf(index)).toEqual(['bmi', 'sex', 'age', 'modality', 'site']);
});

/** The planted table with its scores, or a covariate, replaced. */
function changed(dice: (row: number) => number, site?: (subject: number) => string, subjects = 60): ResultTable {
  const table = plantedTable({ subjects });
  const columns = new Map(table.columns).set('dice', Float64Array.from({ length: table.rows.case.length }, (_, row) => dice(row)));
  return { ...table, columns, subjects: table.subjects.map((it, n) => (site ? { ...it, covariates: { ...it.covariates, site: { kind: 'category', value: site(n) } } } : it)) };
}

const noisy = (row: number): number => 0.7 + ((row * 37) % 101) / 500;
test.each<[string, ResultTable, ExploreSelection]>([
  ['one group only', changed(noisy, () => 'A'), { attribute: 'site' }],
  ['a group of one', changed(noisy, (n) => (n === 0 ? 'B' : 'A')), { attribute: 'site', adjust: ['age'] }],
  ['all values equal', changed(() => 0.8), { attribute: 'sex', adjust: ['age'] }],
  ['all 1.0', changed(() => 1), { attribute: 'bmi', more: ['fractional', 'beta', 'logistic-failure', 'median-regression'] }],
  ['all missing', changed(() => Number.NaN), { attribute: 'sex', adjust: ['age'] }],
  ['all infinite', changed(() => Infinity), { attribute: 'sex', metric: 'dice' }],
  ['a constant covariate', changed(noisy, () => 'A'), { attribute: 'sex', adjust: ['site'] }],
  ['separation', changed((row) => (row % 240 < 120 ? 0.3 : 0.9), (n) => (n % 60 < 30 ? 'A' : 'B')), { attribute: 'site', adjust: ['age'], more: ['logistic-failure', 'overlap-weighting', 'matching', 'brunner-munzel'] }],
  ['the attribute again as a covariate', changed(noisy, (n) => (n % 2 === 0 ? 'A' : 'B')), { attribute: 'site', adjust: ['site', 'sex'] }],
  ['40 groups', changed(noisy, (n) => `g${n % 40}`, 200), { attribute: 'site', adjust: ['age'] }],
  ['names of HTML and formulas', changed(noisy, (n) => ['<img src=x onerror=alert(1)>', '=cmd|A1', "O'Hara & \"Co\""][n % 3]), { attribute: 'site', adjust: ['age', 'sex'] }],
])('%s: a reason in place of the number, never NaN', async (_, table, selection) => {
  const it = await audit(table, selection);
  expect(it.rows.length).toBeGreaterThan(0);
  for (const row of it.rows) {
    for (const number of [row.estimate, row.low, row.high, row.statistic, row.p, row.pCorrected]) expect(number === null || !Number.isNaN(number), `${row.quantity} ${row.method}: ${String(number)}`).toBe(true);
    if (row.kind === 'gap' && row.estimate === null && row.p === null) expect(row.fault, `${row.quantity} ${row.method}`).not.toBeNull();
  }
});

test('collinear covariates are named', async () => {
  const table = plantedTable({ subjects: 100 });
  const doubled = { ...table, subjects: table.subjects.map((it) => ({ ...it, covariates: { ...it.covariates, again: it.covariates['age'] } })) };
  const it = await audit(doubled, { attribute: 'sex', adjust: ['age', 'again'] });
  const adjusted = it.rows.filter((row) => row.kind === 'gap' && row.adjustedFor.length > 0);
  expect(adjusted.length).toBeGreaterThan(0);
  expect(new Set(adjusted.map((row) => row.fault?.code))).toEqual(new Set(['stats-collinear']));
});

test('what the table lacks is named', async () => {
  const index = makeTableIndex(plantedTable());
  const data = (selection: ExploreSelection) => tableAuditData(index, value(exploreRecipe(index, { ...FEW, ...selection })));
  expect(code(data({ attribute: 'race' }))).toBe('recipe-column-missing');
  expect(code(data({ metric: 'iou' }))).toBe('recipe-column-missing');
  expect(code(data({ runs: ['other'] }))).toBe('recipe-column-missing');
  expect(code(data({ filters: [{ kind: 'range', column: 'age', low: 400 }] }))).toBe('stats-no-values');
  expect(code(data({ reference: 'nobody', attribute: 'sex' }))).toBe('recipe-level-missing');
  expect(code(exploreRecipe(index, { attribute: 'age', cuts: [50, 40] }))).toBe('recipe-invalid');
});
