import type { ResultStatus } from '#core/cohort/resultTable.ts';
import { fault } from '#core/faults.ts';
import type { Fault, FaultCode } from '#core/faults.ts';
import type { MetricName } from '#core/metrics/metricCatalogue.ts';
import { METRIC_NAMES as OWN_METRICS, METRICS } from '#core/metrics/metricCatalogue.ts';

/** Why a result has no value: the organ is not in the case, the metric is undefined there (as where both masks are empty), or the file's entry was no number or none that the metric can have. */
export type ResultGap = 'absent' | 'undefined' | 'unreadable' | 'implausible';

/** One metric of one organ in one case by one model: the long table that everything is read into. */
export interface ResultRow {
  readonly caseId: string;
  readonly model: string;
  readonly organ: string;
  /** dice, iou, nsd, hd95Mm …; a tolerance is part of the name: "nsd@3mm". */
  readonly metric: string;
  /** A number; distances may be infinite. Null with the reason in `gap`. */
  readonly value: number | null;
  readonly gap?: ResultGap;
  /** Of the pair of masks, where the file says it. */
  readonly status?: ResultStatus;
}

const METRIC_NAMES: Readonly<Record<string, string>> = {
  dice: 'dice', dsc: 'dice', dice_score: 'dice', mean_dice: 'dice', dicemetric: 'dice', val_mean_dice: 'dice', iou: 'iou', jaccard: 'iou', nsd: 'nsd', surface_dice: 'nsd', normalized_surface_dice: 'nsd',
  hd95: 'hd95Mm', hd: 'hdMm', hausdorff: 'hdMm', assd: 'assdMm', asd: 'asdMm', precision: 'precision', recall: 'recall', sensitivity: 'recall',
};

/** The one name of a metric; surface_dice_3 is nsd@3mm; unknown ones are kept as they are. */
export function metricName(text: string): string {
  const bare = text.trim();
  const key = bare.toLowerCase().replace(/[\s-]+/g, '_');
  const tolerance = /^(?:surface_dice|nsd)_(\d+(?:\.\d+)?)$/.exec(key);
  return tolerance ? `nsd@${tolerance[1]}mm` : Object.hasOwn(METRIC_NAMES, key) ? METRIC_NAMES[key] : bare;
}

export function isMetricName(text: string): boolean {
  const key = text.trim().toLowerCase().replace(/[\s-]+/g, '_');
  return Object.hasOwn(METRIC_NAMES, key) || /^nsd(@\d|$)/.test(metricName(text)) || Object.values(METRIC_NAMES).includes(text.trim()) || OWN_METRICS.some((name) => name === text.trim());
}

function isScore(metric: string): boolean {
  return /^(dice|iou|precision|recall|nsd(@.*)?)$/.test(metric);
}

function isDistance(metric: string): boolean {
  return metric === 'asdMm' || (Object.hasOwn(METRICS, metric) && METRICS[metric as MetricName].kind === 'distance');
}

/** Value or gap of a cell: NaN, blank and n/a are undefined, −1 of a score is an organ that is absent, and no distance is negative. */
export function readScore(cell: string | number | null | undefined, metric: string): Pick<ResultRow, 'value' | 'gap'> {
  const text = String(cell ?? '').trim();
  if (/^(|nan|n\/a|na|null|none|-)$/i.test(text)) return { value: null, gap: 'undefined' };
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(text);
  const value = infinite ? (infinite[1] === '-' ? -Infinity : Infinity) : Number(/^-?\d+,\d+$/.test(text) ? text.replace(',', '.') : text);
  if (Number.isNaN(value)) return { value: null, gap: 'unreadable' };
  if (isDistance(metric) && value < 0) return { value: null, gap: 'implausible' };
  if (!isScore(metric)) return { value };
  if (value === -1) return { value: null, gap: 'absent' };
  return value >= 0 && value <= 1 + 1e-9 ? { value: Math.min(1, value) } : { value: null, gap: 'implausible' };
}

export interface CheckedRows { readonly rows: readonly ResultRow[]; readonly faults: readonly Fault[] }

/** Rows without repetitions, and a fault where two contradict. The first of two stays. */
export function distinctRows(rows: readonly ResultRow[], where: string): CheckedRows {
  const known = new Map<string, ResultRow>();
  const contrary: ResultRow[] = [];
  for (const row of rows) {
    const key = JSON.stringify([row.caseId, row.model, row.organ, row.metric]);
    const before = known.get(key);
    if (!before) known.set(key, row);
    else if (before.value !== row.value) contrary.push(row);
  }
  return { rows: [...known.values()], faults: someRows('result-case-twice', contrary, rows.length, where) };
}

/** The same, with faults for entries that could not be taken. */
export function checkedRows(rows: readonly ResultRow[], where: string): CheckedRows {
  const { rows: kept, faults } = distinctRows(rows, where);
  const some = (code: FaultCode, isMeant: (row: ResultRow) => boolean): readonly Fault[] => someRows(code, kept.filter(isMeant), rows.length, where);
  return {
    rows: kept,
    faults: [
      ...faults, ...some('score-out-of-range', (it) => it.gap === 'implausible' && !isDistance(it.metric)), ...some('distance-negative', (it) => it.gap === 'implausible' && isDistance(it.metric)),
      ...some('table-not-a-number', (it) => it.gap === 'unreadable'),
    ],
  };
}

function someRows(code: FaultCode, [first, ...more]: readonly ResultRow[], of: number, where: string): readonly Fault[] {
  return first ? [fault(code, { where: `${where}, ${first.model}, ${first.caseId}, ${first.organ}, ${first.metric}`, came: `${more.length + 1} of ${of} values` })] : [];
}
