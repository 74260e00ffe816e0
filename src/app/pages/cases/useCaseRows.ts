import { useMemo } from 'react';
import type { CaseColumn } from '#app/pages/cases/caseColumns.ts';
import type { CasesSearch } from '#app/pages/cases/casesSearch.ts';
import { covariateText } from '#core/cohort/covariate.ts';
import { orderedRows } from '#core/cohort/orderedRows.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';

/** The rows that a search asks for, in its order. A run or organ that the table does not have leaves no row. */
export function useCaseRows(table: ResultTable, columns: readonly CaseColumn[], tags: ReadonlyMap<string, readonly string[]>, { run, organ, status, modality, find, sort, direction }: CasesSearch): Uint32Array {
  const texts = useMemo(() => caseTexts(table, tags), [table, tags]);
  const cases = useMemo(() => {
    const words = (find ?? '').toLowerCase().split(/\s+/).filter((it) => it !== '');
    return words.length === 0 ? null : new Set(texts.flatMap((text, at) => (words.every((word) => text.includes(word)) ? [at] : [])));
  }, [texts, find]);
  const key = columns.find(({ id }) => id === (sort ?? 'dice'))?.key;
  return useMemo(() => {
    const at = <T,>(list: readonly T[], it: T | undefined) => (it === undefined ? null : list.indexOf(it));
    return orderedRows(table, {
      run: at(table.runs.map(({ id }) => id), run), organ: at(table.organs, organ), status: at(RESULT_STATUS, status), modality: modality ?? null, cases,
      sort: key ?? { kind: 'case' }, direction: direction ?? 'ascending',
    });
  }, [table, key, run, organ, status, modality, cases, direction]);
}

/** What is searched of each case: its id, its subject and what is known of that, a reviewer's tags. */
function caseTexts({ cases, subjects }: ResultTable, tags: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const bySubject = subjects.map(({ id, covariates }) => [id, ...Object.entries(covariates).map(([name, it]) => `${name}=${it.kind === 'missing' ? `missing (${it.text ?? it.reason})` : covariateText(it)}`)].join(' '));
  return cases.map(({ id, subject, modality }) => [id, bySubject[subject], `modality=${modality}`, ...tags.get(id) ?? []].join(' ').toLowerCase());
}
