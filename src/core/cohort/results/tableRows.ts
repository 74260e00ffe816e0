import type { ResultRow } from '#core/cohort/results/resultRow.ts';
import type { ResultTable, RunFacts } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import { faultSentence } from '#core/faults.ts';

/** Which part of a table is meant; all of it where absent. */
export interface TablePart {
  /** Ids of runs. */
  readonly runs?: readonly string[];
  readonly organs?: readonly string[];
  readonly metrics?: readonly string[];
}

/** A row as it is written: with the run that gave it, and why there is nothing where the case failed. */
export interface WrittenRow extends ResultRow {
  readonly run?: RunFacts;
  readonly fault?: string;
}

/**
 * A result table as long rows, one a value: what the formats of other programs are written from. The model of a row is
 * its run. Where no case was measured the rows say of Dice why.
 */
export function tableRows(table: ResultTable, { runs, organs, metrics }: TablePart = {}): readonly WrittenRow[] {
  const { rows, cases } = table;
  const columns = table.columns.size > 0 ? table.columns : new Map([['dice', new Float64Array(rows.case.length).fill(Number.NaN)]]);
  const chosen = [...columns].filter(([name]) => metrics === undefined || metrics.includes(name));
  const faultOf = faultsByRow(table);
  const found: WrittenRow[] = [];
  for (let at = 0; at < rows.case.length; at++) {
    const run = table.runs[rows.run[at]], organ = table.organs[rows.organ[at]], fault = faultOf.get(at);
    if ((runs && !runs.includes(run.id)) || (organs && !organs.includes(organ))) continue;
    const about = { caseId: cases[rows.case[at]].id, model: run.id, organ, status: RESULT_STATUS[rows.status[at]], run, ...(fault === undefined ? {} : { fault }) };
    for (const [metric, values] of chosen) {
      const value = values[at];
      found.push(Number.isNaN(value) ? { ...about, metric, value: null, gap: 'undefined' } : { ...about, metric, value });
    }
  }
  return found;
}

/** Why failed rows failed, in one sentence, by their place. */
export function faultsByRow({ failures = [] }: Pick<ResultTable, 'failures'>): ReadonlyMap<number, string> {
  return new Map(failures.map(({ row, fault }) => [row, `${fault.code}: ${faultSentence(fault)}`]));
}

/** What a repetition of a run needs, as columns of an exported table. */
export const RUN_COLUMNS = {
  model_sha256: ({ model }) => model.sha256.join(' '), protocol: ({ protocol }) => protocol.id, protocol_label: ({ protocol }) => protocol.label,
  seed: ({ seed }) => String(seed), device: ({ device }) => device, onnxruntime: ({ onnxruntime }) => onnxruntime, program: ({ program }) => program,
} as const satisfies Readonly<Record<string, (run: RunFacts) => string>>;
