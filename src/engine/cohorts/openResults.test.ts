import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { formatResultTable } from '#core/cohort/results/savedTable.ts';
import { openResults } from '#engine/cohorts/openResults.ts';

function opened(files: Readonly<Record<string, string>>, name = 'folder') {
  const entries = Object.entries(files).map(([path, text]) => ({ path, sizeBytes: text.length, read: () => Promise.resolve(strToU8(text)) }));
  return openResults({ name, files: entries, faults: [] }, [], new AbortController().signal);
}
const summary = (dice: number) => `{"metric_per_case":[{"metrics":{"1":{"Dice":${dice}}},"prediction_file":"a.nii.gz"}]}`;
const dataset = (organ: string) => `{"labels":{"background":0,"${organ}":1}}`;

test('two models in folders of folds are two runs, each with the labels of its own dataset.json', async () => {
  const { table, faults } = await opened({
    't3d/dataset.json': dataset('liver'), 't3d/fold_0/validation/summary.json': summary(0.9),
    't2d/dataset.json': dataset('spleen'), 't2d/fold_0/validation/summary.json': summary(0.7),
  });
  expect([table.runs.map((it) => it.id), table.organs, [...(table.columns.get('dice') ?? [])]]).toEqual([['t3d', 't2d'], ['liver', 'spleen'], [0.9, 0.7]]);
  expect(faults).toEqual([]);
});

test('a folder of one model, chosen by itself, gives it its name', async () => {
  const { table } = await opened({ 'fold_0/validation/summary.json': summary(0.9) }, 't3d');
  expect(table.runs.map((it) => it.id)).toEqual(['t3d']);
  expect((await opened({ 'summary.json': summary(0.9) }, 'summary.json')).table.runs.map((it) => it.id)).toEqual(['summary']);
});

test('a dataset.json that cannot be read costs its names, not the results', async () => {
  const { table, faults } = await opened({ 'm/dataset.json': '{', 'm/summary.json': summary(0.9) });
  expect([table.organs, faults.map((it) => it.code)]).toEqual([['label 1'], ['labels-unreadable', 'label-map-unnamed']]);
});

test('files that contradict one another are named, and the first stays', async () => {
  const { table, faults } = await opened({ 't3d/dataset.json': dataset('liver'), 't3d/fold_0/summary.json': summary(0.9), 't3d/fold_1/summary.json': summary(0.7) });
  expect([...(table.columns.get('dice') ?? [])]).toEqual([0.9]);
  expect(faults.map((it) => it.code)).toEqual(['result-case-twice']);
});

test('a table without ids keeps the sex of its rows', async () => {
  const { table, matched } = await opened({ 'fm/in.csv': 'dice,sex\n0.9,F\n0.8,M\n' });
  expect([matched, table.subjects.map((it) => it.covariates['sex'])]).toEqual([2, [{ kind: 'category', value: 'female' }, { kind: 'category', value: 'male' }]]);
});

test('tables of subjects that disagree are named, and so is a table of nothing known', async () => {
  const { table, faults } = await opened({ 'm/long.csv': 'case,organ,dice\na,liver,0.9\n', 'one.csv': 'id,sex\na,F\n', 'two.csv': 'id,sex\na,M\n', 'x.csv': 'metric_name,metric_value\nloss,0.9\n' });
  expect(table.subjects).toMatchObject([{ id: 'a', covariates: { sex: { reason: 'rows disagree' } } }]);
  expect(faults.map((it) => it.code)).toEqual(['table-not-subjects', 'table-subject-differs']);
});

test('our own table is opened alone, and what lay beside it is named', async () => {
  const { format, faults } = await opened({ 'own.json': formatResultTable(plantedTable({ subjects: 3 })), 'm/long.csv': 'case,organ,dice\na,liver,0.9\n' });
  expect([format, faults.map((it) => [it.code, it.where, it.came])]).toEqual(['IsoDice JSON', [['results-left-out', 'own.json', 'm/long.csv']]]);
});
