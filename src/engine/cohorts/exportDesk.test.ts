import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { ResultTable, RunFacts } from '#core/cohort/resultTable.ts';
import { exportBundle, exportMasks, exportTable } from '#engine/cohorts/exportDesk.ts';
import type { MaskFiles } from '#storage/maskFiles.ts';

const step = (clicks: number): RunFacts => ({
  id: `sam/clicks-${clicks}`, record: 'r', model: { id: 'sam', name: 'SAM', sha256: [] }, protocol: { id: `clicks-${clicks}`, label: 'Clicks', strength: clicks },
  device: 'wasm', onnxruntime: '1', threads: 1, program: '0', seed: 1, casesAsked: 2,
});
/** One record of two clicks over two cases whose names would be one file name. */
const TABLE: ResultTable = {
  name: 'k', notice: null, organs: ['liver', 'spleen'], runs: [step(1), step(2)],
  subjects: [{ id: 's', covariates: {} }], cases: [{ id: 'a b', subject: 0, modality: 'CT' }, { id: 'a_b', subject: 0, modality: 'CT' }],
  rows: { case: Uint32Array.of(0, 0, 1, 1), organ: Uint8Array.of(1, 1, 1, 1), run: Uint8Array.of(0, 1, 0, 1), status: Uint8Array.of(0, 0, 0, 0) },
  columns: new Map([['dice', Float64Array.of(0.1, 0.2, 0.3, 0.4)]]), columnNames: ['dice'],
};
const kept = {
  cases: () => Promise.resolve(['a b', 'a_b']),
  get: (_record: string, caseId: string) => Promise.resolve(new File([caseId], caseId)),
} as unknown as MaskFiles;
const desk = { signal: new AbortController().signal, progress: () => undefined, transfer: () => undefined };

const files = async (blob: Blob) => Object.fromEntries(Object.entries(unzipSync(new Uint8Array(await blob.arrayBuffer()))).map(([path, bytes]) => [path, strFromU8(bytes)]));

test('masks of clicks are of the last one, each case a file of its own, with the values of the organs beside them', async () => {
  const { blob } = await exportMasks(TABLE, desk, kept);
  const { 'sam_clicks-2/labels.json': labels, ...masks } = await files(blob);
  expect(JSON.parse(labels)).toEqual({ labels: { background: 0, liver: 1, spleen: 2 } });
  expect(masks).toEqual({ 'sam_clicks-2/a_b.nii.gz': 'a b', 'sam_clicks-2/a_b_2.nii.gz': 'a_b' });
});

test('a bundle holds every mask once, under the run of the last click', async () => {
  const { blob } = await exportBundle({ table: TABLE, cohort: null, program: '0' }, desk, kept);
  expect(JSON.parse((await files(blob))['bundle.json'])).toMatchObject({ masks: [{ run: 'sam/clicks-2', caseId: 'a b' }, { run: 'sam/clicks-2', caseId: 'a_b' }] });
});

test('formats of one run give a file for each number of clicks, and their label keys are the values in the masks', async () => {
  const summary = exportTable(TABLE, 'nnunet-summary', {});
  const written = await files(summary.blob);
  expect([summary.name, Object.keys(written)]).toEqual(['k_nnunet-summary.zip', ['sam_clicks-1_summary.json', 'sam_clicks-2_summary.json']]);
  expect(JSON.parse(written['sam_clicks-2_summary.json'])).toMatchObject({ mean: { 2: { Dice: (0.2 + 0.4) / 2 } } });
  const fair = exportTable(TABLE, 'fairmedfm', { organs: ['spleen'] });
  expect([fair.name, (await files(fair.blob))['sam_clicks-1_fairmedfm.csv']]).toEqual(['k_spleen_fairmedfm.zip', 'id,dice,sex,age,bmi\r\na b,0.1,,,\r\na_b,0.3,,,\r\n']);
  expect(exportTable(TABLE, 'nnunet-summary', { runs: ['sam/clicks-2'] }).name).toBe('k_sam_clicks-2_summary.json');
});
