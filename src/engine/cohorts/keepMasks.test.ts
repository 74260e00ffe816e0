import { expect, test, vi } from 'vitest';
import { zipFiles } from '#core/cohort/fileEntry.ts';
import { formatBundle } from '#core/cohort/results/runBundle.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { unwrap } from '#core/faults.ts';
import { keepMasks, openResults } from '#engine/cohorts/openResults.ts';

const TABLE: ResultTable = {
  name: 'k', notice: null, organs: ['liver'], subjects: [{ id: 's', covariates: {} }], cases: [{ id: 'c', subject: 0, modality: 'CT' }],
  runs: [{ id: 'sam/box', record: 'r', model: { id: 'sam', name: 'SAM', sha256: [] }, protocol: { id: 'box', label: 'Box' }, device: 'wasm', onnxruntime: '1', threads: 1, program: '0', seed: 1, casesAsked: 1 }],
  rows: { case: Uint32Array.of(0), organ: Uint8Array.of(0), run: Uint8Array.of(0), status: Uint8Array.of(0) }, columns: new Map([['dice', Float64Array.of(0.5)]]), columnNames: ['dice'],
};
const { signal } = new AbortController();

test('a bundle is looked at without a trace; its masks are stored when it is accepted, under the record of their run', async () => {
  const browserFiles = vi.fn();
  vi.stubGlobal('navigator', { storage: { getDirectory: browserFiles } });
  const bytes = formatBundle({ table: TABLE, cohort: null, masks: [{ run: 'sam/box', caseId: 'c', bytes: Uint8Array.of(7) }] }, '0');
  const listing = { ...unwrap(zipFiles(bytes, 'b.zip')), name: 'b.zip' };
  expect((await openResults(listing, [], signal)).table).toEqual(TABLE);
  expect(browserFiles).not.toHaveBeenCalled();

  const put = vi.fn(() => Promise.resolve());
  expect(await keepMasks(listing, signal, { put })).toBe(1);
  expect(put.mock.calls).toEqual([['r', 'c', Uint8Array.of(7)]]);
});
