import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ExportedFile } from '#core/cohort/results/exportResults.ts';
import { zipFiles } from '#core/cohort/fileEntry.ts';
import { exportResults } from '#core/cohort/results/exportResults.ts';
import { parseParquet } from '#core/cohort/results/parquetTable.ts';
import { readResults } from '#core/cohort/results/readResults.ts';
import { rowsTable } from '#core/cohort/results/rowsTable.ts';
import { formatBundle, parseBundle } from '#core/cohort/results/runBundle.ts';
import { parseResultTable } from '#core/cohort/results/savedTable.ts';
import type { ResultTable, RunFacts } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { fault } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';

const run = (id: string): RunFacts => ({
  id, model: { id: 'iso-prompt', name: 'iso-prompt', sha256: ['0a', '0b'] }, protocol: { id: 'box', label: 'Box, 2 mm margin', strength: 2 },
  device: 'wasm', onnxruntime: '1.30.0', threads: 1, program: '0.1.0', seed: 1, casesAsked: 2,
});
/** Two subjects, one of whom a spreadsheet would run as a formula; a missed organ, a failed case and an organ that neither mask has. */
const TABLE: ResultTable = {
  name: 'four rows', notice: 'Synthetic subjects',
  subjects: [{ id: '=cmd()', covariates: { sex: { kind: 'category', value: 'female' }, age: { kind: 'number', value: 89, limit: 'at least' } } }, { id: 's2', covariates: { age: { kind: 'missing', reason: 'empty' }, bmi: { kind: 'number', value: 31.25 } } }],
  cases: [{ id: '=1+1', subject: 0, modality: 'CT' }, { id: 'c2', subject: 1, modality: 'MR' }],
  organs: ['liver', 'kidney, left'], runs: [run('a/box'), run('b/box')],
  rows: { case: Uint32Array.of(0, 0, 1, 1), organ: Uint8Array.of(0, 1, 0, 1), run: Uint8Array.of(0, 0, 1, 1), status: Uint8Array.of(0, 3, 4, 1) },
  columns: new Map([['dice', Float64Array.of(0.1 + 0.2, 0, Number.NaN, Number.NaN)], ['hd95Mm', Float64Array.of(1 / 3, Infinity, Number.NaN, Number.NaN)], ['volumeErrorMl', Float64Array.of(-12.5, -3, Number.NaN, 0)]]),
  columnNames: ['dice', 'hd95Mm', 'volumeErrorMl'],
  failures: [{ row: 2, fault: fault('mask-grid-mismatch', { where: 'c2', expected: 'x', came: 'y' }) }],
};
const COHORT: Cohort = { name: 'k', subjects: [{ id: 's', covariates: {}, provenance: [] }], cases: [] };

const text = ({ content }: ExportedFile): string => (typeof content === 'string' ? content : new TextDecoder().decode(content));
const value = <T>(result: Result<T>): T => {
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
};
const opened = async (bytes: Uint8Array) => {
  const listing = zipFiles(bytes, 'b.zip');
  return listing.state === 'failed' ? listing : parseBundle(listing.value.files, 'b.zip');
};
const again = (format: 'csv-long' | 'csv-wide', part = {}) => rowsTable(value(readResults(strToU8(text(exportResults(TABLE, format, part))), 'x/results.csv')).rows, { name: 'four rows' }).table;

describe('what is written comes back', () => {
  test('JSON: the table itself', () => {
    expect(value(parseResultTable(text(exportResults(TABLE, 'json'))))).toEqual(TABLE);
  });

  test('bundle: the table, the cohort and the masks', async () => {
    const mask = { run: 'a/box', caseId: '=1+1', bytes: Uint8Array.of(31, 139, 1, 2, 3) };
    const bundle = value(await opened(formatBundle({ table: TABLE, cohort: COHORT, masks: [mask] }, '0.1.0')));
    expect({ table: bundle.table, cohort: bundle.cohort }).toEqual({ table: TABLE, cohort: COHORT });
    expect(await Promise.all(bundle.masks.map(async ({ run: id, caseId, read }) => ({ run: id, caseId, bytes: await read() })))).toEqual([mask]);
  });

  test('long CSV: rows, values and status; formulas are written with a mark before them', () => {
    expect(text(exportResults(TABLE, 'csv-long'))).toContain("'=1+1,a/box,liver,dice,0.30000000000000004,,ok,,0a 0b,box,\"Box, 2 mm margin\",1,wasm,1.30.0,0.1.0\r\n");
    expect(text(exportResults(TABLE, 'csv-long'))).toContain('c2,b/box,liver,dice,,undefined,failed,"mask-grid-mismatch: c2: ');
    const { rows, columns, organs, cases } = again('csv-long');
    expect({ rows, columns, organs, cases: cases.map((it) => it.id) }).toEqual({ rows: TABLE.rows, columns: TABLE.columns, organs: TABLE.organs, cases: ['=1+1', 'c2'] });
  });

  test('wide CSV: every value, and the status wherever a pair of masks has no values', () => {
    const { columns, rows } = again('csv-wide');
    expect({ columns, rows }).toEqual({ columns: TABLE.columns, rows: TABLE.rows });
  });

  test('Parquet: every value and who it is about', async () => {
    const { content } = exportResults(TABLE, 'parquet');
    const rows = await parseParquet(content instanceof Uint8Array ? content : strToU8(content));
    expect(rows[0]).toEqual({ 'case': '=1+1', subject: '=cmd()', modality: 'CT', run: 'a/box', organ: 'liver', status: 'ok', fault: '', 'run.model_sha256': '0a 0b', 'run.protocol': 'box', 'run.protocol_label': 'Box, 2 mm margin', 'run.seed': '1', 'run.device': 'wasm', 'run.onnxruntime': '1.30.0', 'run.program': '0.1.0', 'subject.sex': 'female', 'subject.age': '89+', 'subject.bmi': '', dice: 0.1 + 0.2, hd95Mm: 1 / 3, volumeErrorMl: -12.5 });
    expect(rows.map((it) => it['hd95Mm'])).toEqual([1 / 3, Infinity, Number.NaN, Number.NaN]);
    expect(rows.map((it) => it['status'])).toEqual(['ok', 'prediction-empty', 'failed', 'both-empty']);
    expect(rows[2]['fault']).toMatch(/^mask-grid-mismatch: c2: /);
  });
});

test('a run whose cases all failed is written with why, and read back as failed', () => {
  const failed: ResultTable = { ...TABLE, rows: { ...TABLE.rows, status: Uint8Array.of(4, 4, 4, 4) }, columns: new Map(), columnNames: [] };
  for (const format of ['csv-long', 'csv-wide'] as const) {
    const { rows } = rowsTable(value(readResults(strToU8(text(exportResults(failed, format))), 'x/results.csv')).rows, { name: 'x' }).table;
    expect([format, rows]).toEqual([format, failed.rows]);
  }
});

test('nnU-Net and FairMedFM get one run, under a name that says which', () => {
  const summary = exportResults(TABLE, 'nnunet-summary', { runs: ['b/box'] });
  expect([summary.name, JSON.parse(text(summary).replaceAll('NaN', 'null')).metric_per_case]).toEqual(['b_box_summary.json', [{ metrics: { 1: { Dice: null }, 2: { Dice: null } }, prediction_file: 'c2.nii.gz', reference_file: 'c2.nii.gz' }]]);
  const fair = exportResults(TABLE, 'fairmedfm', { runs: ['a/box'], organs: ['liver'] });
  expect([fair.name, text(fair)]).toEqual(['a_box_liver_fairmedfm.csv', "id,dice,sex,age,bmi\r\n'=1+1,0.30000000000000004,female,89+,\r\n"]);
});

describe('results of other programs become a table', () => {
  const rows = value(readResults(strToU8('{"metric_per_case":[{"metrics":{"1":{"Dice":NaN},"2":{"Dice":0.5}},"prediction_file":"amos_0001.nii.gz"}]}'), 'nnunet/summary.json', { labelNames: { 1: 'spleen', 2: 'liver' } })).rows;
  const subject = { id: '1', covariates: { sex: { kind: 'category', value: 'male' } }, provenance: [] } as const;

  test('subjects of a demographics table join by their ids', () => {
    const { table, matched, doubtful } = rowsTable(rows, { name: 'x', subjects: [subject] });
    expect({ subjects: table.subjects, cases: table.cases, runs: table.runs.map((it) => it.id), status: table.rows.status, matched, doubtful }).toEqual({
      subjects: [{ id: '1', covariates: subject.covariates }], cases: [{ id: 'amos_0001', subject: 0, modality: 'unknown' }], runs: ['nnunet'], status: Uint8Array.of(1, 0), matched: 1, doubtful: [] });
  });

  test('without one, a case is a subject of whom nothing is known; too many organs are refused', () => {
    expect(rowsTable(rows, { name: 'x' }).table.subjects).toEqual([{ id: 'amos_0001', covariates: {} }]);
    const many = Array.from({ length: 256 }, (_, n) => ({ caseId: 'c', model: 'm', organ: `o${n}`, metric: 'dice', value: 1 }));
    expect(() => rowsTable(many, { name: 'x' })).toThrow('results-too-wide');
  });
});

describe('what is no table or no bundle is named', () => {
  const code = (change: (json: Record<string, unknown>) => void): string => {
    const json = JSON.parse(text(exportResults(TABLE, 'json')));
    change(json);
    const result = parseResultTable(JSON.stringify(json));
    return result.state === 'failed' ? result.fault.code : 'done';
  };
  test('tables', () => {
    expect([
      code(() => undefined), code((it) => { it['version'] = 99; }), code((it) => { it['organs'] = []; }), code((it) => { it['columns'] = { dice: [1] }; }), code((it) => { it['runs'] = [{}]; }),
      code((it) => { it['cases'] = [{ id: 'x', subject: 7, modality: 'CT' }, { id: 'y', subject: 0, modality: 'CT' }]; }),
    ]).toEqual(['done', 'cohort-newer', 'results-unknown', 'results-unknown', 'results-unknown', 'results-unknown']);
  });
  test('bundles', async () => {
    const bytes = formatBundle({ table: TABLE, cohort: null, masks: [{ run: 'a', caseId: 'b', bytes: Uint8Array.of(1) }] }, '0');
    const without = (path: string) => zipSync(Object.fromEntries(Object.entries(unzipSync(bytes)).filter(([name]) => name !== path)));
    const codes = await Promise.all([strToU8('x'), zipSync({ 'a.txt': strToU8('a') }), without('table.json'), without('masks/000001.nii.gz'), bytes.subarray(0, bytes.length - 30)].map(async (it) => {
      const result = await opened(it);
      return result.state === 'failed' ? result.fault.code : 'done';
    }));
    expect(codes).toEqual(['zip-unreadable', 'bundle-unreadable', 'bundle-unreadable', 'bundle-unreadable', 'zip-unreadable']);
  });
});
