import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { figure, interval, percent } from '#core/evaluation/figureText.ts';
import type { IntervalWarning } from '#core/statistics/estimate.ts';

const WARNINGS = {
  'failure-tail': 'failures in the tail: the interval may be too narrow',
  'small-sample': 'few values: the interval may be too narrow',
  'level-not-reached': 'too few values for this level: the widest interval there is',
  'few-replicates': 'too few replicates to tell its ends',
} as const satisfies Record<IntervalWarning, string>;

/** A figure of a row as it is read: rates in per cent, scores and their gaps as the metric is written, anything else to three digits. */
export function valueText(row: AuditRow, value: number | null, metric: string): string {
  if (value === null) return '';
  if (row.quantity === 'failure rate') return percent(value);
  return isScaled(row) ? figure(value, metric) : Number(value.toPrecision(3)).toString().replace('-', '−');
}

/** The row's interval; empty where it has none. */
export function rangeText(row: AuditRow, metric: string): string {
  if (row.low === null || row.high === null) return '';
  return isScaled(row) ? interval(row.low, row.high, metric) : `[${valueText(row, row.low, metric)}, ${valueText(row, row.high, metric)}]`;
}

/** What is to be known of an interval whose assumptions are strained; null where nothing is. */
export function warningText({ warning }: AuditRow): string | null {
  return warning === null ? null : WARNINGS[warning];
}

function isScaled({ quantity }: AuditRow): boolean {
  return /mean|median|shift|floor|gaps|highest - lowest/.test(quantity);
}
