import { FALLBACK_CONFIDENCE, guessColumns, personColumns } from '#core/cohort/columnMapping.ts';
import type { ColumnGuess } from '#core/cohort/columnMapping.ts';
import type { Demographics } from '#core/cohort/demographics.ts';
import { readDemographics } from '#core/cohort/demographics.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';
import { caseColumn, rowId } from '#core/cohort/results/resultTables.ts';
import type { ResultFormat } from '#core/cohort/results/resultTables.ts';
import { isMetricName } from '#core/cohort/results/resultRow.ts';

/** Subjects in a table of results, under the ids of its cases; undefined where no column tells sex, age or BMI. */
export function resultSubjects(table: RawTable, format: ResultFormat): Demographics | undefined {
  const caseAt = caseColumn(table);
  const people = personColumns(table).filter((it) => it.index !== caseAt);
  if (!people.some((it) => ['sex', 'age', 'bmi'].includes(it.role))) return undefined;
  const isTaken = (index: number): boolean => index === caseAt || people.some((it) => it.index === index);
  // FairMedFM's tables have a row a subject, so that what is no metric is of the subject too.
  const others = format !== 'fairmedfm' ? [] : table.header.flatMap((name, index): ColumnGuess[] => (isTaken(index) || name === '' || isMetricName(name) ? [] : [{ index, name, role: 'other', confidence: 1 }]));
  const idAt = caseAt < 0 ? table.header.length : caseAt;
  const id: ColumnGuess = { index: idAt, name: table.header[idAt] ?? 'row', role: 'id', confidence: 1 };
  const rows = caseAt < 0 ? table.rows.map((row, index) => [...row, rowId(index)]) : table.rows;
  return readDemographics({ ...table, rows, notices: [] }, { columns: [id, ...people, ...others] });
}

/** Subjects of a table without results; undefined where it has no column of ids by name, or none of sex, age or BMI. */
export function sheetSubjects(table: RawTable): Demographics | undefined {
  const columns = guessColumns(table);
  const isSubjects = columns.some((it) => it.role === 'id' && it.confidence > FALLBACK_CONFIDENCE) && columns.some((it) => ['sex', 'age', 'bmi'].includes(it.role));
  return isSubjects ? readDemographics({ ...table, notices: [] }, { columns }) : undefined;
}
