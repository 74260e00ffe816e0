import { fault, FaultError } from '#core/faults.ts';
import type { Fault, FaultCode } from '#core/faults.ts';
import { addBodyMass } from '#core/cohort/bodyMass.ts';
import { heightCmOf, isPlausible, readHeightColumn, weightKgOf, weightUnitOf } from '#core/cohort/bodyUnits.ts';
import type { HeightReading } from '#core/cohort/bodyUnits.ts';
import { ageValue, categoryValue, isSexCode, missingReason, numberValue, parseNumber, sexValue } from '#core/cohort/cellValues.ts';
import type { AgeUnit, SexCoding } from '#core/cohort/cellValues.ts';
import type { ColumnGuess, ColumnRole } from '#core/cohort/columnMapping.ts';
import { guessColumns } from '#core/cohort/columnMapping.ts';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import type { Values } from '#core/cohort/mergeValues.ts';
import { mergeValues } from '#core/cohort/mergeValues.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';
import { rowsText, tableName } from '#core/cohort/rawTable.ts';
import type { Subject } from '#core/cohort/subject.ts';

/** Answers that a user has given; what is not answered is guessed, and asked where a guess would be unsafe. */
export interface DemographicsAnswers {
  readonly columns?: readonly ColumnGuess[];
  readonly sexCoding?: SexCoding;
}

export interface Demographics {
  readonly columns: readonly ColumnGuess[];
  readonly subjects: readonly Subject[];
  readonly faults: readonly Fault[];
}

/**
 * One subject for each id of the table, with typed covariates under the names sex, age (years), bmi, heightCm, weightKg
 * and those of the other columns. Implausible values are left out and named. Throws column-missing without an id column.
 */
export function readDemographics(table: RawTable, answers: DemographicsAnswers = {}): Demographics {
  const columns = answers.columns ?? guessColumns(table);
  const where = tableName(table);
  const at = (role: ColumnRole): ColumnGuess | undefined => columns.find((it) => it.role === role);
  const id = at('id');
  if (!id) throw new FaultError('column-missing', { where, expected: 'a column of ids', came: table.header.slice(0, 12).join(', ') });
  const notes = makeNotes(where);
  const height = at('height');
  const heights = height ? readHeightColumn(height.name, numbersOf(table, height.index), where) : undefined;
  const others = columns.filter((it) => it.role === 'other' || it.role === 'modality').map((it) => ({ ...it, isNumber: isNumberColumn(table, it.index) }));
  const sex = at('sex');
  const codes = sex ? [...new Set(table.rows.map((row) => row[sex.index].trim()))].filter((cell) => isSexCode(cell) && answers.sexCoding?.[String(parseNumber(cell))] === undefined) : [];
  const coded = codes.length === 0 ? [] : [fault('sex-coding-unconfirmed', { where: `${where}, column ${sex?.name ?? ''}`, expected: 'words, or a meaning for each code', came: codes.sort().join(', ') })];

  const byId = new Map<string, { rows: number[]; values: Values }>();
  table.rows.forEach((row, index) => {
    const line = index + 2 + table.titleRows;
    const key = row[id.index].trim();
    if (missingReason(key) !== undefined) return notes.add('id-missing', id.name, line);
    const values = rowValues(row, line, { at, others, heights, coding: answers.sexCoding ?? {}, notes });
    const known = byId.get(key);
    if (known) {
      for (const name of mergeValues(known.values, values)) notes.add('table-subject-differs', `${name} of ${key}`, known.rows[0], line);
      known.rows.push(line);
    } else byId.set(key, { rows: [line], values });
  });
  const units = addBodyMass([...byId.values()], { where, add: notes.add });
  const subjects = [...byId].map(([key, it]): Subject => ({ id: key, covariates: it.values, provenance: it.rows.map((row) => ({ path: table.path, row })) }));
  return { columns, subjects, faults: [...table.notices, ...(heights?.faults ?? []), ...units, ...coded, ...notes.faults()] };
}

interface RowReading {
  at(role: ColumnRole): ColumnGuess | undefined;
  readonly others: readonly (ColumnGuess & { readonly isNumber: boolean })[];
  readonly heights: HeightReading | undefined;
  readonly coding: SexCoding;
  readonly notes: Notes;
}

function rowValues(row: readonly string[], line: number, { at, others, heights, coding, notes }: RowReading): Values {
  const values: Values = {};
  const read = (role: ColumnRole, name: string, parse: (cell: string, column: string) => CovariateValue, implausible: FaultCode): void => {
    const column = at(role);
    if (!column) return;
    const value = parse(row[column.index], column.name);
    values[name] = value;
    if (value.kind !== 'missing') return;
    if (value.reason === 'unreadable') notes.add('cell-unreadable', column.name, line);
    if (value.reason === 'implausible') notes.add(implausible, column.name, line);
  };
  const within = (what: 'bmi' | 'heightCm' | 'weightKg', convert: (value: number, column: string) => number) => (cell: string, column: string): CovariateValue => {
    const it = numberValue(cell);
    if (it.kind !== 'number') return it;
    const value = convert(it.value, column);
    return isPlausible(what, value) ? { kind: 'number', value } : { kind: 'missing', reason: 'implausible', text: cell };
  };
  read('sex', 'sex', (cell) => sexValue(cell, coding), 'cell-unreadable');
  read('age', 'age', (cell, column) => ageValue(cell, ageUnitOf(column)), 'age-implausible');
  read('bmi', 'bmi', within('bmi', (value) => value), 'bmi-implausible');
  if (heights?.holds === 'height') read('height', 'heightCm', within('heightCm', (value) => heightCmOf(value, heights.unit)), 'height-implausible');
  read('weight', 'weightKg', within('weightKg', (value, column) => weightKgOf(value, weightUnitOf(column))), 'height-implausible');
  for (const { index, name, isNumber } of others) values[values[name] === undefined ? name : `${name} (column ${index + 1})`] = isNumber ? numberValue(row[index]) : categoryValue(row[index]);
  return values;
}

function ageUnitOf(column: string): AgeUnit {
  return /month/i.test(column) ? 'months' : /week/i.test(column) ? 'weeks' : /day/i.test(column) ? 'days' : 'years';
}

function numbersOf(table: RawTable, index: number): readonly number[] {
  return table.rows.map((row) => parseNumber(row[index])).filter((it) => it !== undefined);
}

function isNumberColumn(table: RawTable, index: number): boolean {
  const cells = table.rows.map((row) => row[index]).filter((cell) => missingReason(cell) === undefined);
  return cells.length > 0 && cells.every((cell) => parseNumber(cell) !== undefined);
}

interface Notes {
  add(code: FaultCode, column: string, ...rows: readonly number[]): void;
  faults(): readonly Fault[];
}

/** One fault for each kind and column, with its rows, however many there are. */
function makeNotes(where: string): Notes {
  const notes = new Map<string, { readonly code: FaultCode; readonly column: string; readonly rows: number[] }>();
  return {
    add: (code, column, ...rows) => {
      const key = `${code} ${column}`;
      const note = notes.get(key) ?? { code, column, rows: [] };
      notes.set(key, note);
      for (const row of rows) if (note.rows[note.rows.length - 1] !== row) note.rows.push(row);
    },
    faults: () => [...notes.values()].map(({ code, column, rows }) => fault(code, { where: `${where}, ${column}`, came: rowsText(rows) })),
  };
}
