import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { covariateText } from '#core/cohort/covariate.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import { zipFiles } from '#core/cohort/fileEntry.ts';
import type { ImportAnswers } from '#core/cohort/importCohort.ts';
import { importCohort } from '#core/cohort/importCohort.ts';
import { groupSubjects, SEX_GROUPS, WHO_BMI_BANDS } from '#core/cohort/grouping.ts';
import { formatCohort, parseCohort } from '#core/cohort/savedCohort.ts';
import { sharedPath } from '../../house/shared.ts';
import { LAYOUT_FIXTURES, totalSegmentatorNames } from './layoutFixtures.ts';

const entries = (files: Readonly<Record<string, string>>): FileEntry[] => Object.entries(files).map(([path, text]) => ({ path, sizeBytes: text.length, read: () => Promise.resolve(strToU8(text)) }));

async function imported(files: readonly FileEntry[], answers: ImportAnswers = {}) {
  const result = await importCohort(files, { source: 'folder', answers });
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
}

describe.each(LAYOUT_FIXTURES.map((it) => [it.format, it] as const))('%s', (format, { files, expected, subject }) => {
  test('is recognised, with subjects, cases, matches and all that is wrong', async () => {
    const { cohort, report } = await imported(entries(files));
    expect(report.recognised).toBe(format);
    const { subjects, cases, matched } = report;
    expect({ subjects, cases, matched, doubtful: report.doubtful.length, refused: report.refused.length, faults: report.faults.map((it) => it.code) }).toEqual(expected);
    const found = cohort.subjects.find((it) => it.id === subject.id);
    const covariates = Object.fromEntries(Object.keys(subject.covariates).map((name) => { const it = found?.covariates[name]; return [name, it && covariateText(it)]; }));
    expect(covariates).toEqual(subject.covariates);
    expect(cohort.cases.find((it) => it.subjectId === subject.id)?.references.map((it) => it.organ)).toEqual(subject.organs);
    expect(parseCohort(formatCohort(cohort))).toEqual({ state: 'done', value: cohort });
  });

  test('is the same from a zip', async () => {
    const listing = zipFiles(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))), 'a.zip');
    if (listing.state === 'failed') throw new Error(listing.fault.code);
    expect((await imported(listing.value.files)).cohort).toEqual((await imported(entries(files))).cohort);
  });
});

const PLAIN = LAYOUT_FIXTURES[5].files;

test('a doubtful match is joined when confirmed, and only then', async () => {
  const before = await imported(entries(PLAIN));
  expect(before.report.doubtful).toEqual([{ tableId: '9', caseId: 'x9', certainty: 'doubtful' }]);
  expect(before.cohort.cases.map((it) => it.subjectId)).toEqual(['7', '8', 'x9']);
  const after = await imported(entries(PLAIN), { confirmed: [{ tableId: '9', caseId: 'x9' }], demographics: { sexCoding: { 0: 'female' } } });
  expect(after.cohort.cases.map((it) => it.subjectId)).toEqual(['7', '8', '9']);
  expect(after.report.faults.map((it) => it.code)).toEqual(['label-map-unnamed', 'age-implausible', 'file-empty']);
});

test('two files for one place of a case: the second is refused and named', async () => {
  const { report } = await imported(entries({ 'case_00001/imaging.nii.gz': 'x', 'case_00001/segmentation.nii.gz': 'x', 'copy/case_00001/segmentation.nii': 'x' }));
  expect(report.refused.map((it) => [it.path, it.fault.code])).toEqual([['copy/case_00001/segmentation.nii', 'case-files-several']]);
  expect(report.cases).toBe(1);
});

test('each mask has the names of the side file nearest above it', async () => {
  const dataset = (organ: string, channel: string) => `{"channel_names":{"0":"${channel}"},"labels":{"background":0,"${organ}":1}}`;
  const { cohort } = await imported(entries({
    'D3/dataset.json': dataset('liver', 'CT'), 'D3/imagesTr/liver_1_0000.nii.gz': 'v', 'D3/labelsTr/liver_1.nii.gz': 'v',
    'D5/dataset.json': dataset('prostate', 'MRI'), 'D5/imagesTr/prostate_7_0000.nii.gz': 'v', 'D5/labelsTr/prostate_7.nii.gz': 'v',
  }));
  expect(cohort.cases.map((it) => [it.id, it.modality, it.references[0].organ])).toEqual([['liver_1', 'CT', 'liver'], ['prostate_7', 'MR', 'prostate']]);
  const plain = await imported(entries({ 'a/labels.json': '{"liver":1}', 'a/images/x1.png': 'v', 'a/labels/x1.png': 'v', 'b/labels.json': '{"spleen":1}', 'b/images/y2.png': 'v', 'b/labels/y2.png': 'v', 'c/images/z3.png': 'v', 'c/labels/z3.png': 'v' }));
  expect(plain.cohort.cases.map((it) => it.references[0].organ)).toEqual(['liver', 'spleen', 'unnamed']);
  expect(plain.report.faults.find((it) => it.code === 'label-map-unnamed')?.where).toBe('c/labels/z3.png');
  const bids = await imported(entries({
    'dataset_description.json': '{}', 'sub-01/anat/sub-01_T2w.nii.gz': 'v', 'sub-02/anat/sub-02_T2w.nii.gz': 'v',
    'derivatives/a/dseg.tsv': 'index\tname\n1\tLiver\n', 'derivatives/a/sub-01/anat/sub-01_dseg.nii.gz': 'v', 'derivatives/b/dseg.tsv': 'index\tname\n1\tSpleen\n', 'derivatives/b/sub-02/anat/sub-02_dseg.nii.gz': 'v',
  }));
  expect(bids.cohort.cases.map((it) => it.references[0].organ)).toEqual(['liver', 'spleen']);
});

test('nnU-Net\'s conversion of AMOS is nnU-Net\'s, and keeps its images', async () => {
  const { cohort, report } = await imported(entries({ 'imagesTr/amos_0001_0000.nii.gz': 'v', 'labelsTr/amos_0001.nii.gz': 'v', 'dataset.json': '{"channel_names":{"0":"CT"},"labels":{"background":0,"spleen":1}}' }));
  expect([report.recognised, cohort.cases[0].images.length, cohort.cases[0].references[0].organ]).toEqual(['nnunet', 1, 'spleen']);
});

test('files that no layout has a place for, and images of formats that are not read, are named', async () => {
  const { report } = await imported(entries({ ...PLAIN, 'images/q5.nrrd': 'v', 'labels/q5_seg.nrrd': 'v', 'extra/s1.nii.gz': 'v', 'extra/s2.nii.gz': 'v', 'README.md': 'x' }));
  expect(report.faults.filter((it) => it.code === 'files-not-taken' || it.code === 'image-format-unread').map((it) => [it.code, it.where, it.came])).toEqual([
    ['image-format-unread', 'images/q5.nrrd, labels/q5_seg.nrrd', '2 files'], ['files-not-taken', 'extra/s1.nii.gz, extra/s2.nii.gz', '2 of 13 files']]);
});

test('a table that is not understood is named; one chosen by hand is taken, or refused with its reason', async () => {
  const scans = { 'images/a.png': 'v', 'labels/a.png': 'v' };
  const tried = async (files: Record<string, string>, tablePath?: string) => {
    const { report } = await imported(entries({ ...scans, ...files }), tablePath === undefined ? {} : { tablePath });
    return [report.tablePath, ...report.faults.filter((it) => it.code !== 'label-map-unnamed').map((it) => it.code)];
  };
  const times = { 'times.csv': 'step,seconds\n1,0.5\n1,0.5\n' };
  expect(await tried(times)).toEqual([null, 'table-not-subjects']);
  expect(await tried(times, 'times.csv')).toEqual([null, 'column-missing']);
  expect(await tried({ 'race.csv': 'code,race\na,A\n' })).toEqual([null, 'table-not-subjects']);
  expect(await tried({ 'race.csv': 'code,race\na,A\n' }, 'race.csv')).toEqual(['race.csv']);
  const many = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`t${n}.csv`, times['times.csv']]));
  expect((await tried(many)).slice(8)).toEqual(['table-not-subjects', 'tables-untried']);
  expect(await tried({}, 'gone.csv')).toEqual([null, 'table-not-there']);
});

test('no layout, no files, and a cancelled import are named', async () => {
  const code = async (files: Record<string, string>, signal?: AbortSignal) => { const it = await importCohort(entries(files), { source: 'x', ...(signal ? { signal } : {}) }); return it.state === 'failed' ? it.fault.code : 'done'; };
  expect([await code({}), await code({ 'a.txt': 'x' }), await code(PLAIN, AbortSignal.abort())]).toEqual(['layout-unknown', 'layout-unknown', 'cancelled']);
});

test('1,228 TotalSegmentator folders of names only are read without opening one mask', async () => {
  let opened = 0;
  const names = totalSegmentatorNames();
  const stages: string[] = [];
  const result = await importCohort(names.map((path) => ({ path, sizeBytes: 1, read: () => { opened++; return Promise.resolve(new Uint8Array(0)); } })), { source: 'x', onProgress: (stage, files) => stages.push(`${stage} ${files}`) });
  expect(result.state === 'done' && [result.value.report.cases, result.value.cohort.cases[7].references.length]).toEqual([1228, 117]);
  expect([opened, stages]).toEqual([0, ['names', 'table', 'matching'].map((it) => `${it} ${names.length}`)]);
}, 60_000);

const kits = sharedPath('data/kits23');
test.skipIf(!kits)('KiTS23: 489 subjects, three sexes, one BMI missing, five underweight', async () => {
  if (!kits) return;
  const { cohort, report } = await imported(readdirSync(kits).map((name) => ({ path: name, sizeBytes: statSync(join(kits, name)).size, read: () => Promise.resolve(new Uint8Array(readFileSync(join(kits, name)))) })));
  expect([report.recognised, report.subjects, report.cases, report.matched, report.doubtful.length]).toEqual(['kits', 489, 4, 4, 0]);
  expect(groupSubjects(SEX_GROUPS, cohort.subjects).map((it) => [it.label, it.subjectIds.length])).toEqual([['female', 182], ['male', 306], ['transgender_male_to_female', 1]]);
  expect(groupSubjects(WHO_BMI_BANDS, cohort.subjects).map((it) => it.subjectIds.length)).toEqual([5, 84, 169, 230, 1]);
});
