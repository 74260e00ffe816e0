import { expect, test } from 'vitest';
import { rowsOf } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import type { ProtocolSpec, SliceProtocol } from '#core/evaluation/protocolSpec.ts';
import { protocolId } from '#core/evaluation/protocolSpec.ts';
import type { CaseBlock, RunRecord } from '#core/evaluation/runSpec.ts';
import { runName } from '#core/evaluation/runName.ts';
import { runTable } from '#core/evaluation/runTable.ts';
import { fault } from '#core/faults.ts';

const COHORT: Cohort = {
  name: 'k', subjects: [{ id: 's2', covariates: {}, provenance: [] }, { id: 's1', covariates: {}, provenance: [] }],
  cases: ['c1', 'c2', 'c3'].map((id) => ({ id, subjectId: id === 'c2' ? 's2' : 's1', modality: 'CT', images: [], references: [] })),
};
const run = (id: string, organs: readonly string[], seed = 1): RunRecord => ({
  id, state: 'done', caseIds: ['c1', 'c2'], createdAt: '', runtime: { device: 'wasm', onnxruntime: '1.30.0', threads: 1 }, fault: null,
  spec: { cohortId: 'k', model: { id: 'm', name: 'M', sha256: ['a'], manifestUrl: '' }, protocol: { id: 'box', label: 'Box', settings: { kind: 'none' } }, organs, seed, program: '1', masks: 'dropped' },
});
const clicksRun = (id: string, budget: number, slices: Partial<SliceProtocol> = {}): RunRecord => {
  const settings = { kind: 'clicks', budget, plane: 'axial', everyNth: 1, way: 'each', ...slices } as ProtocolSpec;
  return { ...run(id, ['liver']), spec: { ...run(id, ['liver']).spec, protocol: { id: protocolId(settings), label: 'Clicks.', settings } } };
};
const block = (caseId: string, runId: string, dice: readonly number[], status: readonly number[], why: CaseBlock['fault'] = null): CaseBlock => ({
  caseId, runId, organ: Uint8Array.from(dice, (_, n) => n), step: new Uint8Array(dice.length), status: Uint8Array.from(status), columns: { dice: Float64Array.from(dice) }, fault: why, notices: [], seconds: 1, device: 'wasm', finishedAt: '',
});

test('rows follow the cohort, organs the runs, and a failed case is a row with its fault', () => {
  const why = fault('mask-grid-mismatch');
  const table = runTable(COHORT, [
    { run: run('r1', ['spleen', 'liver']), blocks: [block('c2', 'r1', [0.5, 0.25], [0, 0]), block('c1', 'r1', [Number.NaN, Number.NaN], [4, 4], why), block('gone', 'r1', [1, 1], [0, 0])] },
    { run: run('r2', ['liver'], 2), blocks: [block('c3', 'r2', [0.75], [0])] },
  ]);
  expect(table.rows).toEqual({ case: Uint32Array.of(0, 0, 1, 1, 2), organ: Uint8Array.of(0, 1, 0, 1, 1), run: Uint8Array.of(0, 0, 0, 0, 1), status: Uint8Array.of(4, 4, 0, 0, 0) });
  expect(table.columns.get('dice')).toEqual(Float64Array.of(Number.NaN, Number.NaN, 0.5, 0.25, 0.75));
  expect(table.failures).toEqual([{ row: 0, fault: why }, { row: 1, fault: why }]);
  expect([table.runs.map((it) => it.id), table.cases.map((it) => it.subject), rowsOf(table, 1, 1)]).toEqual([['m/box/r1', 'm/box/r2'], [1, 0, 1], Uint32Array.of(4)]);
});

test('a run of clicks is one run for each number of clicks; the floor is what the mean boundary error costs', () => {
  const clicks = clicksRun('r', 2);
  const stepped: CaseBlock = {
    ...block('c1', 'r', [0.5, 0.75], [0, 0]), organ: Uint8Array.of(0, 0), step: Uint8Array.of(0, 1),
    columns: { dice: Float64Array.of(0.5, 0.75), assdMm: Float64Array.of(2, 1), referenceAreaMm2: Float64Array.of(600, 600), referenceVolumeMl: Float64Array.of(1, 1) },
  };
  const table = runTable(COHORT, [{ run: clicks, blocks: [stepped] }, { run: run('r1', ['liver']), blocks: [block('c1', 'r1', [1], [0])] }]);
  expect(table.runs.map((it) => [it.id, it.protocol.strength])).toEqual([['m/clicks-1', 1], ['m/clicks-2', 2], ['m/box', undefined]]);
  expect([...table.rows.run]).toEqual([0, 1, 2]);
  // A cube of 10 mm: 1 − d · 600 mm² / (2 · 1000 mm³).
  expect(table.columns.get('metricFloor')).toEqual(Float64Array.of(0.4, 0.7, Number.NaN));
});

test('what cases ran on is said of the run, and how many on what where they differ', () => {
  const on = (caseId: string, device: string, threads: number, onnxruntime = '1.30.0'): CaseBlock => ({ ...block(caseId, 'r', [1], [0]), device, runtime: { device, threads, onnxruntime } });
  const factsOf = (blocks: readonly CaseBlock[]) => runTable(COHORT, [{ run: run('r', ['liver']), blocks }]).runs[0];
  expect(factsOf([on('c1', 'webgpu', 2), on('c2', 'webgpu', 2)])).toMatchObject({ device: 'webgpu', threads: 2, onnxruntime: '1.30.0' });
  expect(factsOf([on('c1', 'webgpu', 2), on('c2', 'wasm', 2, '1.29.0'), on('c3', 'wasm', 2)])).toMatchObject({ device: 'wasm ×2 threads for 2 cases, webgpu for 1', threads: 0, onnxruntime: '1.30.0 for 2 cases, 1.29.0 for 1' });
  expect(factsOf([{ ...block('c1', 'r', [1], [0]), device: 'webgpu' }, block('c2', 'r', [1], [0])])).toMatchObject({ device: 'webgpu for 1 case, wasm ×1 thread for 1' });
});

test('a run of clicks whose cases all failed still has a run for each number of clicks, those stored with their first step alone too', () => {
  const clicks = clicksRun('r', 2);
  const why = fault('mask-grid-mismatch');
  const table = runTable(COHORT, [{ run: clicks, blocks: [block('c1', 'r', [Number.NaN], [4], why)] }, { run: run('r1', ['liver']), blocks: [block('c1', 'r1', [1], [0])] }]);
  expect(table.runs.map((it) => it.id)).toEqual(['m/clicks-1', 'm/clicks-2', 'm/box']);
  expect([...table.rows.run]).toEqual([0, 2]);
});

test('runs of clicks that go through the same numbers are told apart, and by their way and plane first', () => {
  const blocks = (id: string) => [block('c1', id, [1], [0])];
  const factsOf = (runs: readonly RunRecord[]) => runTable(COHORT, runs.map((it) => ({ run: it, blocks: blocks(it.id) }))).runs;
  const idsOf = (runs: readonly RunRecord[]) => factsOf(runs).map(({ id }) => id);
  expect(idsOf([clicksRun('r1', 1), clicksRun('r2', 2), run('r3', ['liver'])])).toEqual(['m/clicks-1/r1', 'm/clicks-1/r2', 'm/clicks-2/r2', 'm/box']);
  expect(idsOf([clicksRun('r1', 2), clicksRun('r2', 2, { way: 'propagated', plane: 'coronal' })])).toEqual(['m/clicks-1', 'm/clicks-2', 'm/clicks-1-propagated-coronal', 'm/clicks-2-propagated-coronal']);
  const facts = factsOf([clicksRun('r1', 1), clicksRun('r2', 2)]);
  expect(facts.map(({ id }) => runName(facts, id))).toEqual(['M · clicks-1 · r1', 'M · clicks-1 · r2', 'M · clicks-2']);
});
