import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTable, type TextTable } from '#core/cohort/readTable.ts';
import { auditCohort, type Audit } from '#core/evaluation/auditCohort.ts';
import { makeRecipe, parseRecipe, type Recipe, type RecipeInput } from '#core/evaluation/recipe.ts';
import type { Result } from '#core/faults.ts';
// oxlint-disable-next-line no-restricted-imports -- tools is not a room of src
import { sharedPath } from '../../../tools/house/shared.ts';

const value = <T>(result: Result<T>): T => {
  if (result.state === 'failed') throw new Error(`${result.fault.code} ${result.fault.where ?? ''}`);
  return result.value;
};
const code = (result: Result<unknown>): string => (result.state === 'failed' ? result.fault.code : 'done');

const BASE: RecipeInput = {
  version: 1,
  data: { layout: 'wide', subject: 'id', scores: [{ column: 'dice', organ: 'liver', model: 'SAM' }] },
  metric: { name: 'Dice', higherIsBetter: true, failureBelow: 0.5 },
  groupings: [{ kind: 'category', attribute: 'sex', column: 'sex', reference: 'm' }],
  covariates: [{ column: 'thick', kind: 'numeric' }, { column: 'age', kind: 'numeric' }],
  adjustment: { covariates: ['thick'] },
  permutations: 200,
  replicates: 200,
};
const recipe = (more: Partial<RecipeInput> = {}): Recipe => value(makeRecipe({ ...BASE, ...more }));

/** Women have thick slices, which cost 0.1 a millimetre; sex itself costs nothing. */
function confounded(): TextTable {
  const lines = ['id,sex,thick,age,dice'];
  for (let i = 0; i < 60; i++) {
    const sex = i % 2 === 0 ? 'f' : 'm';
    const thick = (sex === 'f' ? 3 : 2) + (i % 3) / 2;
    lines.push(`s${i},${sex},${thick},${40 + ((i * 7) % 30)},${(1 - 0.1 * thick + ((i * 11) % 7) / 500).toFixed(4)}`);
  }
  return value(readTable(lines.join('\n')));
}

const find = (audit: Audit, wanted: (row: Audit['rows'][number]) => boolean) => {
  const rows = audit.rows.filter(wanted);
  expect(rows).toHaveLength(1);
  return rows[0];
};

test('a confounded gap is there raw, gone adjusted, and the guidance says so', async () => {
  const audit = value(await auditCohort(confounded(), recipe()));
  const raw = find(audit, (row) => row.method === 'Welch t');
  const adjusted = find(audit, (row) => row.kind === 'gap' && row.method.startsWith('ANCOVA'));
  expect(raw.estimate).toBeCloseTo(-0.1, 1);
  expect(raw.pCorrected).toBeLessThan(0.001);
  expect(Math.abs(adjusted.estimate ?? 1)).toBeLessThan(0.005);
  expect(adjusted.adjustedFor).toEqual(['thick']);
  expect(audit.flags.map((flag) => flag.code)).toContain('adjustment-removes');
});

test('the same seed gives the same rows; cancelling is a named outcome', async () => {
  const table = confounded();
  expect(value(await auditCohort(table, recipe())).rows).toEqual(value(await auditCohort(table, recipe())).rows);
  const stop = new AbortController();
  stop.abort();
  expect(code(await auditCohort(table, recipe(), stop.signal))).toBe('cancelled');
});

test('long tables pair models on their subjects', async () => {
  const lines = ['id,sex,organ,model,dice'];
  for (let i = 0; i < 40; i++) {
    const sex = i % 2 === 0 ? 'f' : 'm', noise = ((i * 13) % 17) / 100;
    lines.push(`s${i},${sex},liver,A,${0.8 + noise}`, `s${i},${sex},liver,B,${(0.8 + noise - (sex === 'f' ? 0.05 : 0) + ((i * 5) % 3) / 1000).toFixed(4)}`);
  }
  const audit = value(await auditCohort(value(readTable(lines.join('\n'))), recipe({
    data: { layout: 'long', subject: 'id', score: 'dice', organ: 'organ', model: 'model' }, covariates: [], adjustment: undefined,
  })));
  const row = find(audit, (it) => it.quantity === 'difference of gaps');
  expect(row.estimate).toBeCloseTo(0.05, 2);
  expect(row.low).toBeGreaterThan(0.04);
  expect(row.p).toBeLessThan(1e-6);
});

test('groups of one, missing attributes and equal values have reasons, never NaN', async () => {
  const table = value(readTable('id,sex,dice,thick,age\na,m,1,1,1\nb,m,1,1,2\nc,f,1,1,3\nd,"<b>x</b>",1,1,4\ne,,1,1,5\nf,f,1,1,6'));
  const audit = value(await auditCohort(table, recipe({ minimumGroup: { warn: 50, rank: 1 } })));
  for (const row of audit.rows) {
    for (const number of [row.estimate, row.low, row.high, row.p, row.statistic]) expect(number === null || Number.isFinite(number)).toBe(true);
    if (row.kind === 'gap' && row.estimate === null) expect(row.fault).not.toBeNull();
  }
  expect(audit.rows.some((row) => row.group === '(missing)' && row.n === 1)).toBe(true);
  expect(audit.rows.some((row) => row.group === '<b>x</b>' && row.fault?.code === 'stats-group-too-small')).toBe(true);
});

test('what a recipe or table lacks is named', async () => {
  expect(code(parseRecipe('{'))).toBe('recipe-invalid');
  const wrong = parseRecipe(JSON.stringify({ ...BASE, level: 2 }));
  expect(wrong.state === 'failed' && wrong.fault.where).toBe('level');
  expect(code(makeRecipe({ ...BASE, adjustment: { covariates: ['nothing'] } }))).toBe('recipe-invalid');
  const table = confounded();
  expect(code(await auditCohort(table, recipe({ groupings: [{ kind: 'category', attribute: 'race', column: 'race' }] })))).toBe('recipe-column-missing');
  expect(code(await auditCohort(table, recipe({ groupings: [{ kind: 'category', attribute: 'sex', column: 'sex', reference: 'x' }] })))).toBe('recipe-level-missing');
  expect(code(await auditCohort(table, recipe({ groupings: [{ kind: 'cut', attribute: 'sex', column: 'sex', cuts: [1] }] })))).toBe('table-not-a-number');
  expect(code(readTable('  \n'))).toBe('table-empty');
});

const kits = sharedPath('data/kits23/kits23_interannotator_dice_with_demographics.csv');
test.skipIf(kits === undefined)('KiTS23: the sex gap raw and adjusted, as statsmodels has it', async () => {
  const kitsRecipe = value(parseRecipe(readFileSync(new URL('../../../tools/verify/recipes/kits23.json', import.meta.url), 'utf8')));
  const audit = value(await auditCohort(value(readTable(readFileSync(kits ?? '', 'utf8'))), { ...kitsRecipe, permutations: 100 }));
  const golden = JSON.parse(readFileSync(new URL('../../../tools/reference/statistics/kits23_golden.json', import.meta.url), 'utf8')) as { rows: { metric: string; group: string; method: string; estimate: number; pCorrected: number }[] };
  for (const method of ['Welch t', 'ANCOVA']) {
    const wanted = golden.rows.find((row) => row.metric.startsWith('kidney') && row.group === 'female' && row.method === method);
    const row = find(audit, (it) => it.kind === 'gap' && it.metric.startsWith('kidney') && it.group === 'female' && it.method.startsWith(method));
    expect((row.estimate ?? 0) / (wanted?.estimate ?? Number.NaN)).toBeCloseTo(1, 9);
    expect((row.pCorrected ?? 0) / (wanted?.pCorrected ?? Number.NaN)).toBeCloseTo(1, 9);
  }
});
