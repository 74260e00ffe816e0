import { pathStem } from '#core/cohort/caseId.ts';
import { isRecord } from '#core/cohort/lenientJson.ts';
import { metricName, readScore } from '#core/cohort/results/resultRow.ts';
import type { ResultRow } from '#core/cohort/results/resultRow.ts';
import type { ResultStatus } from '#core/cohort/resultTable.ts';

/** Name of each label key as the file writes it: { "1": "liver", "(1, 2)": "kidney" }. */
export type LabelKeyNames = Readonly<Record<string, string>>;

/** Cases of a summary.json of nnU-Net v2 (metric_per_case) or v1 (results.all), undefined where it is neither. */
export function nnunetSummaryRows(json: unknown, model: string, names: LabelKeyNames): readonly ResultRow[] | undefined {
  if (!isRecord(json)) return undefined;
  if (Array.isArray(json['metric_per_case'])) {
    return json['metric_per_case'].filter(isRecord).flatMap((it) => caseRows(it['metrics'], it['prediction_file'] ?? it['reference_file'], model, names));
  }
  const results = json['results'];
  if (!isRecord(results) || !Array.isArray(results['all'])) return undefined;
  return results['all'].filter(isRecord).flatMap((it) => {
    const { reference, test, ...labels } = it;
    return caseRows(labels, test ?? reference, model, names);
  });
}

function caseRows(labels: unknown, file: unknown, model: string, names: LabelKeyNames): ResultRow[] {
  if (!isRecord(labels) || typeof file !== 'string') return [];
  return Object.entries(labels).flatMap(([key, metrics]) => (isRecord(metrics) ? Object.entries(metrics).map(([name, value]): ResultRow => {
    const status = statusOf(metrics);
    const metric = metricName(name);
    const score = typeof value === 'number' || typeof value === 'string' || value === null ? readScore(value, metric) : { value: null, gap: 'unreadable' as const };
    return { caseId: pathStem(file), model, organ: Object.hasOwn(names, key) ? names[key] : `label ${key}`, metric, ...(status ? { status } : {}), ...score };
  }) : []));
}

/** Which masks of a pair are empty, by the voxels that version 2 and version 1 count; undefined where they count none. */
function statusOf(metrics: Readonly<Record<string, unknown>>): ResultStatus | undefined {
  const [reference, prediction] = [metrics['n_ref'] ?? metrics['Total Positives Reference'], metrics['n_pred'] ?? metrics['Total Positives Test']];
  if (typeof reference !== 'number' || typeof prediction !== 'number') return undefined;
  if (reference === 0) return prediction === 0 ? 'both-empty' : 'reference-empty';
  return prediction === 0 ? 'prediction-empty' : 'ok';
}
