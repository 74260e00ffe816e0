import type { ResultTable } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS, rowsOf } from '#core/cohort/resultTable.ts';
import type { EmptyPolicy } from '#core/metrics/emptyPolicy.ts';
import { scoreUnder } from '#core/metrics/emptyPolicy.ts';
import type { EmptyStatus } from '#core/metrics/emptyStatus.ts';
import { describe } from '#core/statistics/describe.ts';

export interface OrganSummary {
  readonly run: string;
  readonly organ: string;
  /** Rows with a Dice. */
  readonly n: number;
  readonly meanDice: number | null;
  readonly interval: readonly [number, number] | null;
  readonly medianDice: number | null;
  readonly meanNsd: number | null;
  /** Organs that are there and of which nothing was found. */
  readonly missed: number;
  readonly failed: number;
  /** Pairs with an empty mask that the policy leaves out. */
  readonly excluded: number;
}

/** One line for each run and organ: enough to see whether a run went well. Empty masks count as the policy says. */
export function summariseRun(table: ResultTable, policy: EmptyPolicy): readonly OrganSummary[] {
  const statusOf = (row: number) => RESULT_STATUS[table.rows.status[row]];
  const column = (name: string, rows: Uint32Array): Float64Array => {
    const values = table.columns.get(name);
    return Float64Array.from(rows, (row) => {
      const status = statusOf(row);
      return values && isMeasured(status) ? scoreUnder(policy, status, values[row]) : Number.NaN;
    });
  };
  return table.runs.flatMap((run, r) => table.organs.flatMap((organ, o): OrganSummary[] => {
    const rows = rowsOf(table, r, o);
    if (rows.length === 0) return [];
    const count = (status: (typeof RESULT_STATUS)[number]) => rows.reduce((sum, row) => sum + Number(statusOf(row) === status), 0);
    const excluded = (['both-empty', 'reference-empty', 'prediction-empty'] as const).filter((it) => policy.scores[it] === 'excluded');
    const dice = describe(column('dice', rows)), nsd = describe(column('nsd', rows));
    const { mean, median } = dice;
    return [{
      run: run.id, organ, n: dice.n, missed: count('prediction-empty'), failed: count('failed'), excluded: excluded.reduce((sum, it) => sum + count(it), 0),
      meanDice: mean.state === 'done' ? mean.value.value : onlyValue(column('dice', rows)),
      interval: mean.state === 'done' ? [Math.max(0, mean.value.low), Math.min(1, mean.value.high)] : null,
      medianDice: median.state === 'done' ? median.value.value : onlyValue(column('dice', rows)),
      meanNsd: nsd.mean.state === 'done' ? nsd.mean.value.value : onlyValue(column('nsd', rows)),
    }];
  }));
}

function isMeasured(status: (typeof RESULT_STATUS)[number]): status is EmptyStatus {
  return status !== 'failed' && status !== 'not-asked';
}

/** A single value, or several that are all the same, have no interval and yet a mean. */
function onlyValue(values: Float64Array): number | null {
  const present = values.filter((it) => !Number.isNaN(it));
  return present.length > 0 && present.every((it) => it === present[0]) ? present[0] : null;
}

/** "250 of 1,056" where a run has not come to all cases that it was asked for. */
export function casesWords(reached: number, asked: number): string {
  return reached >= asked ? reached.toLocaleString('en') : `${reached.toLocaleString('en')} of ${asked.toLocaleString('en')}`;
}
