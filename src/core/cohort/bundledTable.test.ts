import { expect, test } from 'vitest';
import type { BundledIndex } from '#core/cohort/bundledTable.ts';
import { bundledTable, parseBundledIndex, parseColumn } from '#core/cohort/bundledTable.ts';

const index: BundledIndex = {
  format: 'isodice-cohort-1', name: 'c', notice: 'Synthetic.', organs: ['liver', 'spleen'], rows: 2,
  subjects: [{ id: 'PH-1', modality: 'CT', covariates: { age: { kind: 'number', value: 40 }, sex: { kind: 'missing', reason: 'marked missing', text: 'not recorded' } } }],
  runs: [{ id: 'm/box', model: { id: 'm', name: 'M', sha256: ['0'] }, protocol: { id: 'box', label: 'A box.' }, device: 'cpu', onnxruntime: '1', threads: 1, program: '0', seed: 1, casesAsked: 1, casesDone: 1, settings: { kind: 'box' } }],
  columns: [{ name: 'case', file: 'case.u16', type: 'u16' }, { name: 'organ', file: 'organ.u8', type: 'u8' }, { name: 'run', file: 'run.u8', type: 'u8' }, { name: 'status', file: 'status.u8', type: 'u8' }, { name: 'dice', file: 'dice.f64', type: 'f64' }, { name: 'nsd', file: 'nsd.f32', type: 'f32' }],
  maps: { bins: 512, stepMm: 0.2, files: [], none: {} },
};
const bytesOf = (array: Uint8Array | Uint16Array | Float64Array) => new Uint8Array(array.buffer as ArrayBuffer);

test('an index and its columns are a table; columns that are not loaded are named', () => {
  const read = parseBundledIndex(JSON.stringify(index));
  if (read.state === 'failed') throw new Error(read.fault.reason);
  const files = { case: Uint16Array.of(0, 0), organ: Uint8Array.of(0, 1), run: Uint8Array.of(0, 0), status: Uint8Array.of(0, 3), dice: Float64Array.of(0.9, 0) };
  const columns = new Map(Object.entries(files).map(([name, array]) => {
    const column = parseColumn(read.value, name, bytesOf(array));
    if (column.state === 'failed') throw new Error(column.fault.reason);
    return [name, column.value] as const;
  }));
  const table = bundledTable(read.value, columns);
  expect([...table.rows.organ, ...table.rows.status]).toEqual([0, 1, 0, 3]);
  expect([...(table.columns.get('dice') ?? [])]).toEqual([0.9, 0]);
  expect(table.columnNames).toEqual(['dice', 'nsd']);
  expect(table.subjects[0].covariates['sex']).toMatchObject({ kind: 'missing', text: 'not recorded' });
});

test('what is damaged is a named fault', () => {
  expect(parseBundledIndex('<html>')).toMatchObject({ state: 'failed', fault: { code: 'bundle-unreadable' } });
  expect(parseBundledIndex(JSON.stringify({ ...index, rows: 'two' }))).toMatchObject({ state: 'failed', fault: { where: 'rows' } });
  expect(parseColumn(index, 'dice', new Uint8Array(15))).toMatchObject({ state: 'failed', fault: { expected: '16 bytes' } });
  expect(parseColumn(index, 'volume', new Uint8Array(16))).toMatchObject({ state: 'failed', fault: { where: 'volume' } });
});
