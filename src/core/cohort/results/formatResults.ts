import { covariateText } from '#core/cohort/covariate.ts';
import type { TableCell } from '#core/cohort/formatCells.ts';
import { formatCells } from '#core/cohort/formatCells.ts';
import type { ResultRow } from '#core/cohort/results/resultRow.ts';
import { WIDE_STATUS } from '#core/cohort/results/resultTables.ts';
import type { WrittenRow } from '#core/cohort/results/tableRows.ts';
import { RUN_COLUMNS } from '#core/cohort/results/tableRows.ts';
import type { Subject } from '#core/cohort/subject.ts';

/**
 * Long CSV, one value a row, the reason where it is missing, and, where they are known, the status of the pair of masks,
 * why the case failed, and the provenance of the run.
 */
export function formatLongCsv(rows: readonly WrittenRow[]): string {
  const known: readonly (readonly [string, (row: WrittenRow) => string | null | undefined])[] = [
    ['status', (it) => it.status], ['fault', (it) => it.fault], ...Object.entries(RUN_COLUMNS).map(([name, of]) => [name, ({ run }: WrittenRow) => run && of(run)] as const),
  ];
  const further = known.filter(([, of]) => rows.some((it) => of(it) !== undefined));
  return formatCells([
    ['case', 'model', 'organ', 'metric', 'value', 'missing', ...further.map(([name]) => name)],
    ...rows.map((it): TableCell[] => [it.caseId, it.model, it.organ, it.metric, it.value, it.gap ?? null, ...further.map(([, of]) => of(it) ?? null)]),
  ]);
}

/**
 * Wide CSV, one case a row, a column "model / organ / metric" for each of them; NaN where the value is missing, blank where
 * there is no such row. Where a pair of masks is other than ok, "model / organ / status" says what.
 */
export function formatWideCsv(rows: readonly ResultRow[]): string {
  const pairOf = ({ model, organ }: ResultRow) => columnName(model, organ, WIDE_STATUS);
  const told = new Set(rows.filter(({ status = 'ok' }) => status !== 'ok').map(pairOf));
  const columns = [...new Set(rows.flatMap((it) => [...(told.has(pairOf(it)) ? [pairOf(it)] : []), columnName(it.model, it.organ, it.metric)]))];
  const byCase = new Map<string, Map<string, string | number>>();
  for (const row of rows) {
    const cells = byCase.get(row.caseId) ?? new Map<string, string | number>();
    byCase.set(row.caseId, cells);
    cells.set(columnName(row.model, row.organ, row.metric), row.value ?? 'NaN');
    if (row.status !== undefined) cells.set(pairOf(row), row.status);
  }
  return formatCells([['case', ...columns], ...[...byCase].map(([id, cells]): TableCell[] => [id, ...columns.map((it) => cells.get(it) ?? null)])]);
}

function columnName(...parts: readonly [model: string, organ: string, metric: string]): string {
  return parts.map((it) => it.replaceAll(' / ', ' ∕ ')).join(' / ');
}

/** JSON that reads back to the same rows; infinite distances as text, because JSON has none. */
export function formatResultsJson(rows: readonly ResultRow[], version: string): string {
  return JSON.stringify({ isodice: 'results', version, rows: rows.map((it) => (it.value !== null && !Number.isFinite(it.value) ? { ...it, value: it.value > 0 ? 'inf' : '-inf' } : it)) }, undefined, 1);
}

const NNUNET_NAMES: Readonly<Record<string, string>> = { dice: 'Dice', iou: 'IoU' };

function nnunetName(metric: string): string {
  return Object.hasOwn(NNUNET_NAMES, metric) ? NNUNET_NAMES[metric] : metric;
}

/**
 * nnU-Net v2's summary.json of one model, with literal NaN as nnU-Net writes it. `labelKeys` gives each organ's key
 * (its label value, or "(1, 2)" for a region); organs without one are numbered in order of appearance.
 */
export function formatNnunetSummary(rows: readonly ResultRow[], labelKeys: Readonly<Record<string, string>> = {}): string {
  const models = new Set(rows.map((it) => it.model));
  if (models.size > 1) throw new Error(`a summary is of one model, came ${[...models].join(', ')}`);
  const organs = [...new Set(rows.map((it) => it.organ))];
  const keyOf = new Map(organs.map((organ, n) => [organ, labelKeys[organ] ?? String(n + 1)]));
  const cases = new Map<string, Record<string, Record<string, number | null>>>();
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { caseId, organ, metric, value } of rows) {
    const key = keyOf.get(organ) ?? organ, name = nnunetName(metric);
    const metrics = cases.get(caseId) ?? {};
    cases.set(caseId, metrics);
    (metrics[key] ??= {})[name] = value;
    if (value === null || !Number.isFinite(value)) continue;
    const total = sums.get(`${key}\n${name}`) ?? { sum: 0, count: 0 };
    sums.set(`${key}\n${name}`, { sum: total.sum + value, count: total.count + 1 });
  }
  const names = [...new Set(rows.map((it) => nnunetName(it.metric)))];
  const meanOf = (key: string, name: string): number | null => { const it = sums.get(`${key}\n${name}`); return it ? it.sum / it.count : null; };
  const keys = [...keyOf.values()];
  const mean = Object.fromEntries(keys.map((key) => [key, Object.fromEntries(names.map((name) => [name, meanOf(key, name)]))]));
  const foreground = Object.fromEntries(names.map((name) => {
    const values = keys.map((key) => meanOf(key, name)).filter((it) => it !== null);
    return [name, values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length];
  }));
  const perCase = [...cases].map(([id, metrics]) => ({ metrics, prediction_file: `${id}.nii.gz`, reference_file: `${id}.nii.gz` }));
  return pythonJson({ foreground_mean: foreground, mean, metric_per_case: perCase });
}

/** JSON as Python's json module writes numbers that are none: NaN for null, Infinity for an infinite distance. */
function pythonJson(value: unknown): string {
  const mark = '\uE000';
  const text = JSON.stringify(value, (_key, it: unknown) => (it === null ? `${mark}NaN` : typeof it === 'number' && !Number.isFinite(it) ? `${mark}${it}` : it), 4);
  return text.replace(new RegExp(`"${mark}(NaN|-?Infinity)"`, 'g'), '$1');
}

/** FairMedFM's input of one model, organ and metric: id, dice, and the covariates of each case's subject; unknown ones are blank, cases without a value are left out. */
export function formatFairMedFm(rows: readonly ResultRow[], subjectOfCase: (caseId: string) => Subject | undefined, covariates: readonly string[] = ['sex', 'age', 'bmi']): string {
  if (new Set(rows.map((it) => `${it.model}\n${it.organ}\n${it.metric}`)).size > 1) throw new Error('FairMedFM takes one model, organ and metric at a time');
  const cells = rows.filter((it) => it.value !== null).map((it): TableCell[] => {
    const subject = subjectOfCase(it.caseId);
    return [it.caseId, it.value, ...covariates.map((name) => { const value = subject?.covariates[name]; return value ? covariateText(value) : ''; })];
  });
  return formatCells([['id', 'dice', ...covariates], ...cells]);
}
