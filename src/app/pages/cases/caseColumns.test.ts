import { expect, test } from 'vitest';
import { caseColumns } from '#app/pages/cases/caseColumns.ts';
import { orderedRows } from '#core/cohort/orderedRows.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';

test('the column of tags sorts by the tags, not by the case', () => {
  const table = plantedTable({ subjects: 3 });
  const [a, b, c] = table.cases.map(({ id }) => id);
  const column = caseColumns(table, new Map([[a, ['noise']], [c, ['leak', 'border unclear']]])).find(({ id }) => id === 'tags');
  if (!column) throw new Error('no column of tags');
  const sorted = orderedRows(table, { run: 0, organ: 0, status: null, modality: null, cases: null, sort: column.key, direction: 'ascending' });
  expect(Array.from(sorted, (row) => [table.cases[table.rows.case[row]].id, column.text(row)])).toEqual([[c, 'leak, border unclear'], [a, 'noise'], [b, '']]);
});
