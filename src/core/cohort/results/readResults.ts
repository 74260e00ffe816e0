import { attemptNow, fault, FaultError, unwrap } from '#core/faults.ts';
import type { Fault, Result } from '#core/faults.ts';
import { personColumns } from '#core/cohort/columnMapping.ts';
import { decodeText } from '#core/cohort/decodeText.ts';
import { isRecord, parseLenientJson } from '#core/cohort/lenientJson.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';
import { tableName } from '#core/cohort/rawTable.ts';
import { readTables } from '#core/cohort/readTables.ts';
import { modelNames } from '#core/cohort/results/modelNames.ts';
import { nnunetSummaryRows } from '#core/cohort/results/nnunetSummary.ts';
import type { LabelKeyNames } from '#core/cohort/results/nnunetSummary.ts';
import { checkedRows, readScore } from '#core/cohort/results/resultRow.ts';
import type { ResultRow } from '#core/cohort/results/resultRow.ts';
import { resultSubjects, sheetSubjects } from '#core/cohort/results/resultSubjects.ts';
import { TABLE_READERS } from '#core/cohort/results/resultTables.ts';
import type { ResultFormat } from '#core/cohort/results/resultTables.ts';
import type { Subject } from '#core/cohort/subject.ts';

export interface ResultReading {
  readonly format: ResultFormat;
  readonly rows: readonly ResultRow[];
  /** Of tables that tell sex, age or BMI beside the results, or on a sheet of their own. */
  readonly subjects: readonly Subject[];
  readonly faults: readonly Fault[];
}

export interface ResultOptions {
  /** The model, where the file does not say; otherwise the name of its folder, or its own. */
  readonly model?: string;
  /** Names of nnU-Net's label keys, from dataset.json. */
  readonly labelNames?: LabelKeyNames;
}

/** Results that people already have, as one long table; which program wrote them, the content says. */
export function readResults(bytes: Uint8Array, path: string, options: ResultOptions = {}): Result<ResultReading> {
  return attemptNow(() => {
    const model = options.model ?? modelNames([path]).get(path) ?? path;
    const isWorkbook = bytes[0] === 0x50 && bytes[1] === 0x4b;
    const text = isWorkbook ? '' : decodeText(bytes, path).text;
    if (/^\s*\{/.test(text)) return fromJson(parseLenientJson(text, path), path, model, options.labelNames ?? {});
    const tables = unwrap(readTables(bytes, path));
    const found: ResultRow[] = [];
    const notices: Fault[] = [];
    const subjects: Subject[] = [];
    let format: ResultFormat | undefined;
    for (const table of tables) {
      const taken = takeTable(table, model);
      if (taken) {
        format ??= taken.format;
        for (const row of taken.rows) found.push(row);
      }
      const left = taken ? leftColumns(table, taken) : [];
      if (left.length > 0) notices.push(fault('results-columns-left', { where: tableName(table), came: left.slice(0, 10).join(', ') }));
      const people = taken ? resultSubjects(table, taken.format) : sheetSubjects(table);
      subjects.push(...(people?.subjects ?? []));
      notices.push(...(taken || people ? table.notices : [fault('results-sheet-unknown', { where: tableName(table), came: table.header.slice(0, 10).join(', ') })]), ...(people?.faults ?? []));
    }
    if (format === undefined) throw new FaultError('results-unknown', { where: path, came: tables[0].header.slice(0, 10).join(', ') });
    const { rows, faults } = checkedRows(found, path);
    return { format, rows, subjects, faults: [...notices, ...faults] };
  });
}

interface TakenTable { readonly format: ResultFormat; readonly rows: readonly ResultRow[] }

function takeTable(table: RawTable, model: string): TakenTable | undefined {
  for (const [format, read] of TABLE_READERS) {
    const rows = read(table, model);
    if (rows) return { format, rows };
  }
  return undefined;
}

/** Columns beside the organs of a wide table that are neither organs nor of a person. */
function leftColumns(table: RawTable, { format, rows }: TakenTable): readonly string[] {
  if (format !== 'touchstone' && format !== 'sat') return [];
  const known = new Set([...rows.map((it) => it.organ), ...personColumns(table).map((it) => it.name), table.header[0], '']);
  return table.header.filter((it) => !known.has(it));
}

function fromJson(json: unknown, path: string, model: string, names: LabelKeyNames): ResultReading {
  const own = ownRows(json);
  const summary = own ?? nnunetSummaryRows(json, model, names);
  if (summary === undefined) throw new FaultError('results-unknown', { where: path, came: isRecord(json) ? Object.keys(json).slice(0, 10).join(', ') : 'a list' });
  const { rows, faults } = checkedRows(summary, path);
  const unnamed = rows.find((it) => it.organ.startsWith('label '));
  return { format: own ? 'isodice-json' : 'nnunet-summary', rows, subjects: [], faults: unnamed ? [fault('label-map-unnamed', { where: path, came: unnamed.organ }), ...faults] : faults };
}

/** What `formatResultsJson` wrote. */
function ownRows(json: unknown): readonly ResultRow[] | undefined {
  if (!isRecord(json) || json['isodice'] !== 'results' || !Array.isArray(json['rows'])) return undefined;
  return json['rows'].filter(isRecord).map((it): ResultRow => {
    const [caseId, model, organ, metric] = ['caseId', 'model', 'organ', 'metric'].map((key) => String(it[key] ?? ''));
    const gap = (['absent', 'undefined', 'unreadable', 'implausible'] as const).find((name) => name === it['gap']);
    const value = it['value'];
    return { caseId, model, organ, metric, ...(gap ? { value: null, gap } : readScore(typeof value === 'number' || typeof value === 'string' ? value : null, metric)) };
  });
}
