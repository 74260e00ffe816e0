import { formatFairMedFm, formatLongCsv, formatNnunetSummary, formatWideCsv } from '#core/cohort/results/formatResults.ts';
import { formatParquet } from '#core/cohort/results/parquetTable.ts';
import { formatResultTable } from '#core/cohort/results/savedTable.ts';
import type { TablePart } from '#core/cohort/results/tableRows.ts';
import { tableRows } from '#core/cohort/results/tableRows.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';

/** What a table can be written as. `of` says how much of it one file holds. */
export const RESULT_EXPORTS = {
  'csv-long': { label: 'CSV, one value a row', file: 'results_long.csv', type: 'text/csv', of: 'table' },
  'csv-wide': { label: 'CSV, one case a row', file: 'results_wide.csv', type: 'text/csv', of: 'table' },
  json: { label: 'JSON, everything, opens again', file: 'results.json', type: 'application/json', of: 'table' },
  parquet: { label: 'Parquet, for pandas, R, DuckDB', file: 'results.parquet', type: 'application/vnd.apache.parquet', of: 'table' },
  'nnunet-summary': { label: 'nnU-Net summary.json', file: 'summary.json', type: 'application/json', of: 'run' },
  fairmedfm: { label: 'FairMedFM csv (Dice, sex, age, BMI)', file: 'fairmedfm.csv', type: 'text/csv', of: 'run and organ' },
} as const satisfies Record<string, { readonly label: string; readonly file: string; readonly type: string; readonly of: 'table' | 'run' | 'run and organ' }>;

export type ResultExport = keyof typeof RESULT_EXPORTS;

export interface ExportedFile { readonly name: string; readonly type: string; readonly content: string | Uint8Array<ArrayBuffer> }

/** Metrics that nnU-Net's own summaries have. */
const NNUNET_METRICS = ['dice', 'iou'];

/** A table, or a part of it, as a file. A format of one run takes the first that the part names, or the table's first. */
export function exportResults(table: ResultTable, format: ResultExport, part: TablePart = {}): ExportedFile {
  const { file, type, of } = RESULT_EXPORTS[format];
  const run = part.runs?.[0] ?? table.runs[0].id, organ = part.organs?.[0] ?? table.organs[0];
  const prefix = of === 'table' ? '' : of === 'run' ? `${fileName(run)}_` : `${fileName(run)}_${fileName(organ)}_`;
  return { name: `${prefix}${file}`, type, content: content(table, format, { ...part, run, organ }) };
}

function content(table: ResultTable, format: ResultExport, { run, organ, ...part }: TablePart & { readonly run: string; readonly organ: string }): string | Uint8Array<ArrayBuffer> {
  switch (format) {
    case 'csv-long': return formatLongCsv(tableRows(table, part));
    case 'csv-wide': return formatWideCsv(tableRows(table, part));
    case 'json': return formatResultTable(table);
    case 'parquet': return formatParquet(table);
    case 'nnunet-summary': return formatNnunetSummary(tableRows(table, { ...part, runs: [run], metrics: NNUNET_METRICS }), Object.fromEntries(maskValues(table.organs).map(([name, value]) => [name, String(value)])));
    case 'fairmedfm': {
      const subjectOf = new Map(table.cases.map((it) => [it.id, { ...table.subjects[it.subject], provenance: [] }]));
      return formatFairMedFm(tableRows(table, { runs: [run], organs: [organ], metrics: ['dice'] }), (caseId) => subjectOf.get(caseId));
    }
  }
}

/** The value of each organ in the masks of a run: 1, 2, … in the order of its organs. */
function maskValues(organs: readonly string[]): readonly (readonly [string, number])[] {
  return organs.map((organ, n) => [organ, n + 1]);
}

/** Which value of a run's masks is which organ, in the words of nnU-Net's dataset.json. */
export function formatMaskLabels(organs: readonly string[]): string {
  return JSON.stringify({ labels: Object.fromEntries([['background', 0], ...maskValues(organs)]) }, undefined, 1);
}

export function fileName(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_') || 'results';
}

/** A file name for each text, so that no two are one, also where the file system takes capitals for small letters. */
export function fileNames(texts: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map([...new Set(texts)].map((text): [string, string] => {
    const plain = fileName(text);
    let name = plain;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain}_${n}`;
    taken.add(name.toLowerCase());
    return [text, name];
  }));
}
