import type { Estimate } from '#core/statistics/estimate.ts';
import { METRICS, type MetricInfo } from '#core/metrics/metricCatalogue.ts';



/** What is known of a metric; columns that the catalogue does not have are plain numbers. */
export function metricInfo(name: string): Pick<MetricInfo, 'label' | 'unit' | 'kind' | 'better'> {
  return (METRICS as Readonly<Record<string, MetricInfo | undefined>>)[name] ?? { label: name, unit: '', kind: 'score', better: 'higher' };
}

/** A figure as papers print it: .912 for scores, 3.4 mm with its unit; a proper minus; an en dash where there is none. */
export function figure(value: number | null | undefined, metric: string): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const { unit, kind } = metricInfo(metric);
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞';
  return kind === 'score' ? bare(value, 3) : `${bare(value, Math.abs(value) < 10 ? 2 : 1, true)}${unit === '' ? '' : ` ${unit}`}`;
}

/** The interval of a figure: "[.862, .880]". */
export function interval(low: number | null | undefined, high: number | null | undefined, metric: string): string {
  const { unit } = metricInfo(metric);
  const plain = (value: number | null | undefined): string => figure(value, metric).replace(unit === '' ? '' : ` ${unit}`, '');
  return low === null || low === undefined || high === null || high === undefined ? '' : `[${plain(low)}, ${plain(high)}]`;
}

export function estimateText({ value, low, high }: Pick<Estimate, 'value' | 'low' | 'high'>, metric: string): string {
  return `${figure(value, metric)} ${interval(low, high, metric)}`;
}

/** A p value: "p = .003", "p < .001". */
export function pText(p: number | null): string {
  if (p === null || Number.isNaN(p)) return '';
  return p < 0.001 ? 'p < .001' : `p = ${bare(p, 3)}`;
}

/** A share as a percentage without false digits: "3 %", "0.4 %". */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value !== 0 && value < 1 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** Decimals without the leading zero, with a proper minus; `leading` keeps the zero, for numbers with units. */
function bare(value: number, digits: number, leading = false): string {
  const text = Math.abs(value).toFixed(digits);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return `${sign}${leading || !text.startsWith('0.') ? text : text.slice(1)}`;
}
