import { expect, test } from 'vitest';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { exploreRecipe, type ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { auditTable } from '#core/evaluation/tableAudit.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import { tableModalityRows } from '#core/evaluation/tableModality.ts';
import { unwrap } from '#core/faults.ts';
import { mean } from '#core/num/moments.ts';

const SELECTION: ExploreSelection = { attribute: 'sex', reference: 'male', modality: 'CT', permutations: 200 };

/** Women lose 0.1 Dice on MR alone. */
function planted(subjects = 400): ResultTable {
  const table = plantedTable({ subjects });
  const dice = (table.columns.get('dice') ?? new Float64Array()).map((value, row) => {
    const it = table.cases[table.rows.case[row]];
    const { sex } = table.subjects[it.subject].covariates;
    return it.modality === 'MR' && sex.kind === 'category' && sex.value === 'female' ? value - 0.1 : value;
  });
  return { ...table, columns: new Map([...table.columns, ['dice', dice]]) };
}
const rowsOf = (table: ResultTable, selection: ExploreSelection = SELECTION) => {
  const index = makeTableIndex(table);
  return unwrap(tableModalityRows(index, unwrap(exploreRecipe(index, selection))));
};

test('a gap that is on MR alone is the difference of gaps: the difference of four means, with the HC3 error of four cells', () => {
  const table = planted();
  const rows = rowsOf(table).filter(({ organ, model }) => organ === 'liver' && model === 'balanced');
  const cells = new Map<string, number[]>();
  table.columns.get('dice')?.forEach((value, row) => {
    if (Number.isNaN(value) || table.rows.organ[row] !== 0 || table.rows.run[row] !== 0) return;
    const it = table.cases[table.rows.case[row]];
    const { sex } = table.subjects[it.subject].covariates;
    if (sex.kind !== 'category') return;
    const key = `${it.modality} ${sex.value}`;
    cells.set(key, [...cells.get(key) ?? [], value]);
  });
  const of = (key: string) => cells.get(key) ?? [];
  const expected = mean(of('MR female')) - mean(of('MR male')) - (mean(of('CT female')) - mean(of('CT male')));
  const error = Math.sqrt([...cells.values()].reduce((sum, values) => sum + values.reduce((square, it) => square + (it - mean(values)) ** 2, 0) / (values.length - 1) ** 2, 0));
  const difference = rows.find(({ quantity }) => quantity === 'difference of gaps');
  expect(difference?.estimate).toBeCloseTo(expected, 10);
  expect((difference?.estimate ?? 0) / (difference?.statistic ?? 0)).toBeCloseTo(error, 10);
  expect((difference?.low ?? 0) < -0.1 && (difference?.high ?? -1) > -0.1).toBe(true);
  expect(difference).toMatchObject({ n: of('CT female').length + of('MR female').length, nReference: of('CT male').length + of('MR male').length, familySize: 4 });
  expect(difference?.pCorrected).toBeLessThan(0.001);
  expect(difference?.method).toContain('HC3');
  const gaps = rows.filter(({ quantity }) => quantity === 'mean gap');
  expect(gaps.map(({ method }) => method)).toEqual(['Welch t, CT alone', 'Welch t, MR alone']);
  expect(gaps[1].estimate).toBeCloseTo(mean(of('MR female')) - mean(of('MR male')), 12);
});

test('an audit over both modalities has the same rows, and one of CT alone has none', async () => {
  const index = makeTableIndex(planted(200));
  const audited = async (modality: 'CT' | 'together') => unwrap(await auditTable(index, unwrap(exploreRecipe(index, { ...SELECTION, modality })))).rows.filter(({ kind }) => kind === 'modality');
  expect(await audited('together')).toEqual(rowsOf(planted(200)));
  expect(await audited('CT')).toEqual([]);
});

test('a group with one value in a modality has the reason in place of the number, and the other groups keep theirs', () => {
  const table = planted(200);
  const isRare = (n: number) => n === table.cases.findIndex(({ modality }) => modality === 'MR') || n === table.cases.findIndex(({ modality }) => modality === 'CT');
  const subjects = table.subjects.map((it, n) => (isRare(table.cases.findIndex(({ subject }) => subject === n)) ? { ...it, covariates: { ...it.covariates, sex: { kind: 'category' as const, value: 'other' } } } : it));
  const rows = rowsOf({ ...table, subjects }).filter(({ organ, model, quantity }) => organ === 'liver' && model === 'balanced' && quantity === 'difference of gaps');
  expect(rows.map(({ group, fault, estimate }) => [group, fault?.code ?? 'none', estimate === null])).toEqual([['female', 'none', false], ['other', 'stats-group-too-small', true]]);
});

test('subjects with scans of both modalities are in neither, and the note counts them', () => {
  const table = planted(200);
  const [ct, mr] = ['CT', 'MR'].map((modality) => table.cases.findIndex((it) => it.modality === modality));
  const cases = table.cases.map((it, n) => (n === mr ? { ...it, subject: table.cases[ct].subject } : it));
  expect(rowsOf({ ...table, cases })[0].note).toBe('without 1 subject with scans of both');
});
