import type { RowKey } from '#core/cohort/orderedRows.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import { covariateText, NOT_IN_TABLE } from '#core/cohort/covariate.ts';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { figure, metricInfo } from '#core/evaluation/figureText.ts';
import { runName } from '#core/evaluation/runName.ts';

/** A column of the table of cases: what it is called, what it sorts by and what a row shows in it. */
export interface CaseColumn {
  readonly id: string;
  readonly label: string;
  readonly key: RowKey;
  readonly align: 'start' | 'end';
  readonly widthPx: number;
  /** Shown before anybody chose columns. */
  readonly first: boolean;
  text(row: number): string;
}

/** Measures that the table begins with. */
const FIRST_MEASURES: ReadonlySet<string> = new Set(['dice', 'nsd', 'hd95Mm', 'volumeErrorMl']);

/** All columns of a table, in the order they are shown: who, what was done, what came of it. `tags` are a reviewer's, by case. */
export function caseColumns(table: ResultTable, tags: ReadonlyMap<string, readonly string[]>): readonly CaseColumn[] {
  const { rows, cases, subjects, runs, organs } = table;
  const names = [...new Set(subjects.flatMap(({ covariates }) => Object.keys(covariates)))].filter((name) => name !== 'modality');
  const caseOf = (row: number) => cases[rows.case[row]];
  const runNames = runs.map(({ id }) => runName(runs, id));
  const tagsByCase = cases.map(({ id }) => tags.get(id)?.join(', ') ?? '');
  return [
    { id: 'case', label: 'Case', key: { kind: 'case' }, align: 'start', widthPx: 110, first: true, text: (row) => caseOf(row).id },
    { id: 'modality', label: 'Modality', key: { kind: 'modality' }, align: 'start', widthPx: 88, first: true, text: (row) => caseOf(row).modality },
    ...(tags.size > 0 ? [{ id: 'tags', label: 'Tags', key: { kind: 'text', byCase: tagsByCase }, align: 'start', widthPx: 130, first: true, text: (row) => tagsByCase[rows.case[row]] } satisfies CaseColumn] : []),
    ...names.map((name): CaseColumn => ({
      id: `of ${name}`, label: capital(covariateLabel(name)), key: { kind: 'covariate', name }, align: 'start', widthPx: 86, first: true,
      text(row) {
        const value = subjects[caseOf(row).subject].covariates[name] ?? NOT_IN_TABLE;
        return value.kind === 'missing' ? `(${value.text ?? value.reason})` : covariateText(value);
      },
    })),
    { id: 'run', label: 'Run', key: { kind: 'run' }, align: 'start', widthPx: 160, first: true, text: (row) => runNames[rows.run[row]] },
    { id: 'organ', label: 'Organ', key: { kind: 'organ' }, align: 'start', widthPx: 104, first: true, text: (row) => organs[rows.organ[row]].replaceAll('_', ' ') },
    { id: 'status', label: 'Status', key: { kind: 'status' }, align: 'start', widthPx: 100, first: true, text: (row) => statusText(rows.status[row]) },
    ...table.columnNames.map((name): CaseColumn => ({
      id: name, label: measureLabel(name), key: { kind: 'measure', name }, align: 'end', widthPx: 108, first: FIRST_MEASURES.has(name),
      text(row) {
        const column = table.columns.get(name);
        if (!column) return '…';
        return name === 'referenceAreaMm2' ? (Number.isNaN(column[row]) ? '–' : `${(column[row] / 100).toFixed(0)} cm²`) : figure(column[row], name);
      },
    })),
  ];
}

export function statusText(code: number): string {
  const status = RESULT_STATUS[code];
  return status === 'ok' ? 'ok' : status.replaceAll('-', ' ');
}

function measureLabel(name: string): string {
  if (name === 'metricFloor') return 'Metric floor';
  return name === 'referenceAreaMm2' ? 'Expert surface' : metricInfo(name).label;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
