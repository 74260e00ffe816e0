import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import type { ImportReport } from '#core/cohort/importCohort.ts';
import { importCohort } from '#core/cohort/importCohort.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { exportResults } from '#core/cohort/results/exportResults.ts';
import { parseCells } from '#core/cohort/parseCells.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { workbook } from '../robust/workbook.ts';

const entry = (path: string, bytes: Uint8Array): FileEntry => ({ path, sizeBytes: bytes.length, read: () => Promise.resolve(bytes) });
const voxels = (...ids: readonly string[]) => ids.flatMap((id) => [entry(`images/${id}.nii.gz`, strToU8('v')), entry(`labels/${id}.nii.gz`, strToU8('v'))]);
const table = (text: string) => entry('meta.csv', strToU8(text));

async function imported(files: readonly FileEntry[]): Promise<{ readonly cohort: Cohort; readonly report: ImportReport; readonly codes: readonly string[] }> {
  const result = await importCohort(files, { source: 'folder' });
  if (result.state === 'failed') throw new Error(result.fault.code);
  return { ...result.value, codes: result.value.report.faults.map(({ code }) => code) };
}

/** What people bring, the question or fault that answers it, and that nobody is lost by it. */
const BAD: readonly (readonly [string, readonly FileEntry[], string, number])[] = [
  ['ids that are one but for zeros', [...voxels('case_1', 'case_001', 'case_2'), table('id,sex\ncase_1,F\ncase_2,M\n')], 'id-duplicate', 3],
  ['one case twice, packed and unpacked', [...voxels('a1'), entry('images/a1.nii', strToU8('v')), table('id,sex\na1,F\n')], 'case-files-several', 1],
  ['a subject in the table without a scan', [...voxels('a1'), table('id,sex\na1,F\nz9,M\n')], 'subject-without-case', 1],
  ['a scan without a row in the table', [...voxels('a1', 'b2'), table('id,sex\na1,F\n')], 'case-without-subject', 2],
  ['a scan without an expert\'s mask', [...voxels('a1'), entry('images/b2.nii.gz', strToU8('v')), table('id,sex\na1,F\nb2,M\n')], 'case-without-reference', 2],
  ['two rows of one subject that disagree', [...voxels('a1', 'b2'), table('id,sex\na1,F\na1,M\nb2,M\n')], 'table-subject-differs', 2],
  ['an age of 250', [...voxels('a1', 'b2'), table('id,age\na1,250\nb2,40\n')], 'age-implausible', 2],
  ['body mass indices in the height column', [...voxels('a1', 'b2', 'c3'), table('id,height\na1,24.1\nb2,31\nc3,27\n')], 'height-holds-bmi', 3],
  ['a label map without names', [...voxels('a1')], 'label-map-unnamed', 1],
  ['what a Mac adds', [...voxels('a1'), entry('images/._a1.nii.gz', strToU8('junk')), entry('__MACOSX/images/._a1.nii.gz', strToU8('junk'))], 'files-junk', 1],
  ['Latin-1 with semicolons and decimal commas', [...voxels('a1'), entry('meta.csv', Uint8Array.from('id;Gr\u00f6\u00dfe;sex;age\na1;172,5;F;61,5\n', (it) => it.charCodeAt(0)))], 'text-not-utf8', 1],
  ['a workbook with merged cells', [...voxels('s0001', 's2', 's3'), entry('meta.xlsx', zipSync(workbook()))], 'table-merged-cells', 3],
  ['cells that a spreadsheet would run', [...voxels('a1'), table('id,sex,note\na1,F,"=HYPERLINK(1)"\n')], 'cell-formula', 1],
];

test.each(BAD)('%s: named, and every case is still there', async (_, files, code, cases) => {
  const { codes, cohort } = await imported(files);
  expect(codes).toContain(code);
  expect(cohort.cases).toHaveLength(cases);
});

test('values that cannot be are left out with their reason, and what stood there is kept', async () => {
  const { cohort } = await imported([...voxels('a1', 'b2'), table('id,age,sex\na1,250,F\nb2,40,M\n')]);
  expect(cohort.subjects.find(({ id }) => id === 'a1')?.covariates['age']).toMatchObject({ kind: 'missing', reason: 'implausible', text: '250' });
  const commas = await imported(BAD[10][1]);
  expect(commas.cohort.subjects[0].covariates).toMatchObject({ 'Gr\u00f6\u00dfe': { value: 172.5 }, age: { value: 61.5 }, sex: { value: 'female' } });
});

test('a sound pair of ids raises no question', async () => {
  const { codes } = await imported([...voxels('case_1', 'case_12'), table('id,sex\ncase_1,F\ncase_12,M\n')]);
  expect(codes).not.toContain('id-duplicate');
});

test('no cell of an exported table is a formula, whatever the ids are', () => {
  const planted = plantedTable({ subjects: 3 });
  const hostile = { ...planted, cases: planted.cases.map((it, n) => ({ ...it, id: ['=1+1', '+A1', '@SUM(A1)'][n] })), subjects: planted.subjects.map((it) => ({ ...it, id: `-${it.id}` })) };
  for (const format of ['csv-long', 'csv-wide', 'fairmedfm'] as const) {
    const { content } = exportResults(hostile, format);
    const cells = parseCells(typeof content === 'string' ? content : '').flat();
    expect(cells.length).toBeGreaterThan(10);
    expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell) || (cell.startsWith('-') && Number.isNaN(Number(cell))))).toEqual([]);
  }
});
