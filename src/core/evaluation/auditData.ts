import type { TextTable } from '#core/cohort/readTable.ts';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';
import type { SubjectTable } from '#core/statistics/permutedMeans.ts';
import type { Recipe, RecipeCovariate, RecipeGrouping } from '#core/evaluation/recipe.ts';

/** One measured column: an organ segmented by a model. */
export interface ScoreColumn {
  readonly metric: string;
  readonly organ: string;
  readonly model: string;
  /** Metric floor per subject (NaN where unknown), where the recipe names one. */
  readonly floor: Float64Array | undefined;
}

/** An attribute that splits the subjects into groups. */
export interface Grouping {
  readonly attribute: string;
  readonly column: string;
  readonly levels: readonly string[];
  /** Group of each subject, −1 where the attribute is missing. */
  readonly codes: Int16Array;
  readonly reference: number;
  readonly ordered: boolean;
  /** The attribute as a number, where it is one. */
  readonly numeric: Float64Array | undefined;
}

/** A covariate: numbers (NaN missing) or codes into levels (−1 missing), one per subject, or per subject and score column. */
export interface Covariate {
  readonly column: string;
  readonly label: string;
  readonly kind: 'numeric' | 'category';
  readonly levels: readonly string[];
  /** The subjects' values where they are for this score column. */
  at(scoreColumn: number): Float64Array;
}

/** What an audit computes with: subjects × score columns, groupings, covariates. */
export interface AuditData {
  readonly subjects: readonly string[];
  readonly columns: readonly ScoreColumn[];
  readonly table: SubjectTable;
  readonly groupings: readonly Grouping[];
  readonly covariates: readonly Covariate[];
}

const MISSING = ['', 'na', 'n/a', 'nan', 'null', 'none', '-'];

/** Sorts a table into what the recipe asks for. Faults name the column, cell or level that is wrong. */
export function auditData(table: TextTable, recipe: Recipe): Result<AuditData> {
  return attemptNow(() => {
    if (recipe.data.layout === 'results') throw new FaultError('recipe-invalid', { where: 'data.layout', expected: 'wide or long, for a table of text', came: 'results' });
    const missing = new Set([...MISSING, ...(recipe.data.missing ?? []).map((word) => word.toLowerCase())]);
    const reader = makeReader(table, missing);
    const ids = reader.text(recipe.data.subject);
    const subjects = [...new Set(ids)];
    const indexOf = new Map(subjects.map((id, i) => [id, i]));
    const subjectOf = Int32Array.from(ids, (id) => indexOf.get(id) ?? -1);
    const rows: RowMap = { subjectOf, count: subjects.length };
    const { columns, values, columnOf } = recipe.data.layout === 'wide' ? wide(reader, recipe, rows) : long(reader, recipe, rows);
    return {
      subjects, columns,
      table: { subjects: subjects.length, columns: columns.length, values },
      groupings: recipe.groupings.map((grouping) => groupingOf(grouping, reader, rows)),
      covariates: recipe.covariates.map((covariate) => covariateOf(covariate, reader, rows, columnOf, columns.length)),
    };
  });
}

interface RowMap { readonly subjectOf: Int32Array; readonly count: number }
interface Reader {
  text(column: string): readonly string[];
  isMissing(cell: string): boolean;
  numbers(column: string): Float64Array;
}
interface Scores { readonly columns: readonly ScoreColumn[]; readonly values: Float64Array; readonly columnOf: Int32Array | undefined }

function makeReader(table: TextTable, missing: ReadonlySet<string>): Reader {
  const text = (column: string): readonly string[] => {
    const cells = table.columns.get(column);
    if (cells === undefined) throw new FaultError('recipe-column-missing', { where: column, expected: `a column "${column}"`, came: table.names.slice(0, 12).join(', ') });
    return cells;
  };
  const isMissing = (cell: string): boolean => missing.has(cell.trim().toLowerCase());
  return {
    text, isMissing,
    numbers: (column) => Float64Array.from(text(column), (cell, row) => {
      if (isMissing(cell)) return Number.NaN;
      const value = /^[+-]?inf(inity)?$/i.test(cell.trim()) ? Infinity * (cell.trim().startsWith('-') ? -1 : 1) : Number(cell);
      if (Number.isNaN(value)) throw new FaultError('table-not-a-number', { where: `${column}, row ${row + 2}`, expected: 'a number', came: cell.slice(0, 40) });
      return value;
    }),
  };
}

export function isChosen(recipe: Recipe, organ: string, model: string): boolean {
  return (recipe.models === undefined || recipe.models.includes(model)) && (recipe.organs === undefined || recipe.organs.includes(organ));
}

function wide(reader: Reader, recipe: Recipe, { subjectOf, count }: RowMap): Scores {
  if (recipe.data.layout !== 'wide') throw new Error('wide layout expected');
  const wanted = recipe.data.scores.filter((score) => isChosen(recipe, score.organ, score.model));
  if (subjectOf.length !== count) throw new FaultError('table-subject-differs', { expected: 'one row a subject in the wide layout', came: `${subjectOf.length} rows of ${count} subjects` });
  const values = new Float64Array(count * wanted.length).fill(Number.NaN);
  const columns = wanted.map((score, c): ScoreColumn => {
    reader.numbers(score.column).forEach((value, row) => { values[subjectOf[row] * wanted.length + c] = value; });
    return { metric: score.column, organ: score.organ, model: score.model, floor: score.floor === undefined ? undefined : reader.numbers(score.floor) };
  });
  return { columns, values, columnOf: undefined };
}

function long(reader: Reader, recipe: Recipe, { subjectOf, count }: RowMap): Scores {
  if (recipe.data.layout !== 'long') throw new Error('long layout expected');
  const { data, metric } = recipe;
  const all = (column: string | undefined): readonly string[] => (column === undefined ? new Array<string>(subjectOf.length).fill('all') : reader.text(column));
  const organs = all(data.organ), models = all(data.model);
  const scores = reader.numbers(data.score);
  const floors = data.floor === undefined ? undefined : reader.numbers(data.floor);
  const keys = new Map<string, number>();
  const columns: { metric: string; organ: string; model: string; floor: Float64Array | undefined }[] = [];
  const columnOf = Int32Array.from(organs, (organ, row) => {
    if (!isChosen(recipe, organ, models[row])) return -1;
    const key = JSON.stringify([organ, models[row]]);
    const known = keys.get(key);
    if (known !== undefined) return known;
    keys.set(key, columns.length);
    columns.push({ metric: metric.name, organ, model: models[row], floor: floors && new Float64Array(count).fill(Number.NaN) });
    return columns.length - 1;
  });
  const values = new Float64Array(count * columns.length).fill(Number.NaN);
  for (let row = 0; row < subjectOf.length; row++) {
    const c = columnOf[row];
    if (c < 0) continue;
    const at = subjectOf[row] * columns.length + c;
    if (!Number.isNaN(values[at])) throw new FaultError('table-subject-differs', { where: `row ${row + 2}`, expected: 'one row a subject, organ and model', came: 'a second one' });
    values[at] = scores[row];
    const floor = columns[c].floor;
    if (floor && floors) floor[subjectOf[row]] = floors[row];
  }
  return { columns, values, columnOf };
}

/** One cell a subject; rows of a subject must agree where they say something. */
function perSubject(column: string, reader: Reader, { subjectOf, count }: RowMap): string[] {
  const cells = new Array<string>(count).fill('');
  reader.text(column).forEach((cell, row) => {
    if (reader.isMissing(cell)) return;
    const known = cells[subjectOf[row]];
    if (known !== '' && known !== cell) throw new FaultError('table-subject-differs', { where: `${column}, row ${row + 2}`, expected: known, came: cell });
    cells[subjectOf[row]] = cell;
  });
  return cells;
}

function groupingOf(grouping: RecipeGrouping, reader: Reader, rows: RowMap): Grouping {
  const cells = perSubject(grouping.column, reader, rows);
  const { attribute, column } = grouping;
  if (grouping.kind === 'cut') {
    const numeric = numbersOf(cells, column, reader);
    const levels = grouping.labels ?? cutLabels(grouping.cuts);
    const codes = Int16Array.from(numeric, (value) => (Number.isNaN(value) ? -1 : grouping.cuts.filter((cut) => value >= cut).length));
    return { attribute, column, levels, codes, reference: referenceOf(grouping.reference, levels, codes, attribute), ordered: true, numeric };
  }
  const occurring = [...new Set(cells.filter((cell) => cell !== ''))];
  const first = grouping.levels ?? [];
  const levels = [...first, ...occurring.filter((level) => !first.includes(level))];
  const codes = Int16Array.from(cells, (cell) => (cell === '' ? -1 : levels.indexOf(cell)));
  return { attribute, column, levels, codes, reference: referenceOf(grouping.reference, levels, codes, attribute), ordered: grouping.ordered ?? false, numeric: undefined };
}

/** The named group, else the largest. */
export function referenceOf(wanted: string | undefined, levels: readonly string[], codes: Int16Array, attribute: string): number {
  const sizes = levels.map((_, level) => codes.reduce((count, code) => count + (code === level ? 1 : 0), 0));
  if (wanted === undefined) return sizes.indexOf(Math.max(...sizes));
  const index = levels.indexOf(wanted);
  if (index < 0 || sizes[index] === 0) throw new FaultError('recipe-level-missing', { where: attribute, expected: wanted, came: levels.filter((_, i) => sizes[i] > 0).join(', ') });
  return index;
}

export function cutLabels(cuts: readonly number[]): string[] {
  return [`< ${cuts[0]}`, ...cuts.slice(1).map((cut, i) => `${cuts[i]} to < ${cut}`), `≥ ${cuts[cuts.length - 1]}`];
}

function numbersOf(cells: readonly string[], column: string, reader: Reader): Float64Array {
  return Float64Array.from(cells, (cell) => {
    if (reader.isMissing(cell)) return Number.NaN;
    const value = Number(cell);
    if (Number.isNaN(value)) throw new FaultError('table-not-a-number', { where: column, expected: 'a number', came: cell.slice(0, 40) });
    return value;
  });
}

function covariateOf({ column, kind, label = column }: RecipeCovariate, reader: Reader, rows: RowMap, columnOf: Int32Array | undefined, columns: number): Covariate {
  const cells = reader.text(column);
  const levels = kind === 'numeric' ? [] : [...new Set(cells.filter((cell) => !reader.isMissing(cell)))];
  const numeric = kind === 'numeric' ? reader.numbers(column) : undefined;
  const value = (row: number): number => (numeric ? numeric[row] : reader.isMissing(cells[row]) ? -1 : levels.indexOf(cells[row]));
  const nothing = kind === 'numeric' ? Number.NaN : -1;
  const shared = new Float64Array(rows.count).fill(nothing);
  // A row of the long layout tells its own organ's value (a volume); a subject without such a row keeps any other row's.
  const own = columnOf === undefined ? [] : Array.from({ length: columns }, () => new Float64Array(rows.count).fill(nothing));
  for (let row = 0; row < cells.length; row++) {
    const subject = rows.subjectOf[row];
    const it = value(row);
    if (Number.isNaN(it) || (kind === 'category' && it < 0)) continue;
    shared[subject] = it;
    if (columnOf && columnOf[row] >= 0) own[columnOf[row]][subject] = it;
  }
  for (const mine of own) for (let i = 0; i < mine.length; i++) if (Number.isNaN(mine[i]) || (kind === 'category' && mine[i] < 0)) mine[i] = shared[i];
  return { column, label, kind, levels, at: (c) => own[c] ?? shared };
}
