import { pathStem, withoutChannel } from '#core/cohort/caseId.ts';
import { personColumns } from '#core/cohort/columnMapping.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import { isMetricName, metricName, readScore } from '#core/cohort/results/resultRow.ts';
import type { ResultRow } from '#core/cohort/results/resultRow.ts';

export type ResultFormat = 'nnunet-summary' | 'monai' | 'sat' | 'fairmedfm' | 'totalsegmentator-evaluate' | 'touchstone' | 'isodice-wide' | 'long' | 'isodice-json';

type TableReader = (table: RawTable, model: string) => readonly ResultRow[] | undefined;

/** Readers of result tables, the most particular first; each gives undefined for a table that is not its own. */
export const TABLE_READERS: readonly (readonly [ResultFormat, TableReader])[] = [
  ['isodice-wide', isodiceWide], ['long', longTable], ['totalsegmentator-evaluate', totalSegmentatorEvaluate],
  ['monai', monaiRaw], ['touchstone', touchstone], ['sat', satSheet], ['fairmedfm', fairMedFm],
];

const has = (header: readonly string[], names: readonly string[]): number => header.findIndex((it) => names.includes(it.trim().toLowerCase()));
const CASE_NAMES = ['case', 'case_id', 'caseid', 'image', 'image_id', 'subject', 'subject_id', 'name', 'filename', 'id', 'patient', 'patient_id', 'participant_id', 'sample', 'sample_id', 'index'];

/** Where a table has its cases; -1 where each row is one. */
export function caseColumn(table: RawTable): number {
  const named = has(table.header, CASE_NAMES);
  return named < 0 && table.sheet !== undefined && table.header[0] === '' ? 0 : named;
}

export function rowId(index: number): string {
  return `row ${index + 2}`;
}

const fileStem = (path: string): string => withoutChannel(pathStem(path));

/** The metric's place in a column of a wide table that holds the status of the pair of masks instead. */
export const WIDE_STATUS = 'status';

/** One wide table of ours: the columns are case, then "model / organ / metric", among them "model / organ / status" where not all are ok. */
function isodiceWide(table: RawTable): readonly ResultRow[] | undefined {
  const [first, ...rest] = table.header;
  const parts = rest.map((it) => it.split(' / '));
  if (first !== 'case' || rest.length === 0 || parts.some((it) => it.length !== 3)) return undefined;
  const statusAt = new Map(parts.flatMap(([model, organ, metric], c): [string, number][] => (metric === WIDE_STATUS ? [[`${model} / ${organ}`, c]] : [])));
  return table.rows.flatMap(([caseId, ...cells]) => parts.flatMap(([model, organ, metric], c): ResultRow[] => {
    if (cells[c] === '' || metric === WIDE_STATUS) return [];
    const status = RESULT_STATUS.find((it) => it === cells[statusAt.get(`${model} / ${organ}`) ?? -1]);
    return [{ caseId, model, organ, metric, ...(status ? { status } : {}), ...readScore(cells[c], metric) }];
  }));
}

/** Case, organ, and either metric with value, or a column for each metric; the model is a column or the file's. */
function longTable(table: RawTable, fallback: string): readonly ResultRow[] | undefined {
  const { header, rows } = table;
  const caseAt = has(header, CASE_NAMES), organAt = has(header, ['organ', 'label', 'structure', 'roi', 'class']);
  const modelAt = has(header, ['model', 'method', 'algorithm', 'network']), metricAt = has(header, ['metric', 'measure']), valueAt = has(header, ['value', 'score']);
  const gapAt = has(header, ['missing']), statusAt = has(header, ['status']);
  if (caseAt < 0 || organAt < 0) return undefined;
  const about = (row: readonly string[]) => ({ caseId: pathStem(row[caseAt]), model: modelAt < 0 ? fallback : row[modelAt], organ: row[organAt] });
  if (metricAt >= 0 && valueAt >= 0) {
    return rows.map((row): ResultRow => {
      const metric = metricName(row[metricAt]);
      const gap = gapAt < 0 ? undefined : (['absent', 'undefined', 'unreadable', 'implausible'] as const).find((it) => it === row[gapAt]);
      const status = statusAt < 0 ? undefined : RESULT_STATUS.find((it) => it === row[statusAt]);
      return { ...about(row), metric, ...(status ? { status } : {}), ...(gap ? { value: null, gap } : readScore(row[valueAt], metric)) };
    });
  }
  const metrics = header.flatMap((name, at) => (isMetricName(name) ? [{ at, metric: metricName(name) }] : []));
  if (metrics.length === 0) return undefined;
  return rows.flatMap((row) => metrics.map(({ at, metric }): ResultRow => ({ ...about(row), metric, ...readScore(row[at], metric) })));
}

/** TotalSegmentator's evaluate.py: subject, dice-ORGAN, surface_dice_3-ORGAN. */
function totalSegmentatorEvaluate(table: RawTable, model: string): readonly ResultRow[] | undefined {
  const caseAt = has(table.header, ['subject']);
  const columns = table.header.flatMap((name, at) => { const found = /^(dice|surface_dice_[\d.]+)-(.+)$/.exec(name); return found ? [{ at, metric: metricName(found[1]), organ: found[2] }] : []; });
  if (caseAt < 0 || columns.length === 0) return undefined;
  return table.rows.flatMap((row) => columns.map(({ at, metric, organ }): ResultRow => ({ caseId: row[caseAt], model, organ, metric, ...readScore(row[at], metric) })));
}

/** MONAI's METRIC_raw.csv: paths, one column a class, then means, of which later metrics have more in the header than in the rows. */
function monaiRaw(table: RawTable, model: string): readonly ResultRow[] | undefined {
  const metric = /([^/]+)_raw\.csv$/i.exec(table.path)?.[1];
  if (metric === undefined || table.header[0] !== 'filename') return undefined;
  const name = metricName(metric);
  return wideRows(table, 0, table.header.flatMap((it, at) => (at === 0 || it === 'mean' ? [] : [at])), { model, metric: name, stem: fileStem });
}

/** Touchstone: MODEL/dsc.csv and nsd.csv, name, then one column an organ; a blank is an organ that is absent. */
function touchstone(table: RawTable, model: string): readonly ResultRow[] | undefined {
  const metric = /(?:^|\/)(dsc|nsd|dice|iou|hd95)[^/]*\.csv$/i.exec(table.path)?.[1];
  if (metric === undefined || has(table.header, CASE_NAMES) !== 0) return undefined;
  const people = new Set(personColumns(table).map((it) => it.index));
  const organs = table.header.flatMap((name, at) => (at > 0 && name !== '' && !isMetricName(name) && isScores(table, at, people) ? [at] : []));
  if (organs.length === 0) return undefined;
  return wideRows(table, 0, organs, { model, metric: metricName(metric), stem: (id) => id }).map((it) => (it.gap === 'undefined' ? { ...it, gap: 'absent' as const } : it));
}

/** SAT's workbook: a sheet for each data set and metric, samples in rows, labels in columns, −1 where a label is not in the case. */
function satSheet(table: RawTable, model: string): readonly ResultRow[] | undefined {
  if (table.sheet === undefined) return undefined;
  const metric = /nsd/i.test(table.sheet) ? 'nsd' : /dice|dsc/i.test(table.sheet) ? 'dice' : /nsd/i.test(table.path) ? 'nsd' : /dice|dsc/i.test(table.path) ? 'dice' : undefined;
  const people = new Set(personColumns(table).map((it) => it.index));
  const labels = table.header.flatMap((name, at) => (at > 0 && name !== '' && isScores(table, at, people) ? [at] : []));
  if (metric === undefined || labels.length === 0) return undefined;
  return wideRows(table, 0, labels, { model, metric, stem: fileStem });
}

/** FairMedFM's input: a row a sample with dice, sex, age …; without ids the row is the id. */
function fairMedFm(table: RawTable, model: string): readonly ResultRow[] | undefined {
  const metrics = table.header.flatMap((name, at) => (isMetricName(name) ? [{ at, metric: metricName(name) }] : []));
  if (metrics.length === 0 || has(table.header, ['sex', 'gender', 'age', 'bmi', 'sexbinary', 'race']) < 0) return undefined;
  const idAt = has(table.header, CASE_NAMES);
  return table.rows.flatMap((row, index) => metrics.map(({ at, metric }): ResultRow => ({ caseId: idAt < 0 ? rowId(index) : row[idAt], model, organ: 'all', metric, ...readScore(row[at], metric) })));
}

interface WideReading { readonly model: string; readonly metric: string; stem(id: string): string }

function wideRows(table: RawTable, caseAt: number, columns: readonly number[], { model, metric, stem }: WideReading): ResultRow[] {
  return table.rows.flatMap((row) => columns.map((at): ResultRow => ({ caseId: stem(row[caseAt]), model, organ: table.header[at], metric, ...readScore(row[at], metric) })));
}

/** Whether most cells are numbers, or none says anything; a person's age is none. */
function isScores(table: RawTable, at: number, people: ReadonlySet<number>): boolean {
  const gaps = table.rows.map((row) => readScore(row[at], 'dice').gap).filter((gap) => gap !== 'undefined');
  return !people.has(at) && gaps.filter((gap) => gap === 'unreadable').length * 2 <= gaps.length;
}
