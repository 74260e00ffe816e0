import type { ResultRow } from '#core/cohort/results/resultRow.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';

/** Which part of a table is meant; all of it where absent. */
export interface TablePart {
  /** Ids of runs. */
  readonly runs?: readonly string[];
  readonly organs?: readonly string[];
  readonly metrics?: readonly string[];
}

/** A result table as long rows, one a value: what the formats of other programs are written from. The model of a row is its run. */
export function tableRows(table: ResultTable, { runs, organs, metrics }: TablePart = {}): readonly ResultRow[] {
  const { rows, columns, cases } = table;
  const chosen = [...columns].filter(([name]) => metrics === undefined || metrics.includes(name));
  const found: ResultRow[] = [];
  for (let at = 0; at < rows.case.length; at++) {
    const model = table.runs[rows.run[at]].id, organ = table.organs[rows.organ[at]];
    if ((runs && !runs.includes(model)) || (organs && !organs.includes(organ))) continue;
    const about = { caseId: cases[rows.case[at]].id, model, organ, status: RESULT_STATUS[rows.status[at]] };
    for (const [metric, values] of chosen) {
      const value = values[at];
      found.push(Number.isNaN(value) ? { ...about, metric, value: null, gap: 'undefined' } : { ...about, metric, value });
    }
  }
  return found;
}
