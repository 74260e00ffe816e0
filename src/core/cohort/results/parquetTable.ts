import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { covariateText } from '#core/cohort/covariate.ts';
import { faultsByRow, RUN_COLUMNS } from '#core/cohort/results/tableRows.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';

/** Names of the columns that say what a row is about. */
const ABOUT = ['case', 'subject', 'modality', 'run', 'organ', 'status', 'fault'] as const;

/**
 * The table as Parquet, one row a case, organ and run: who it is, covariates as text under "subject.NAME", the provenance
 * of the run under "run.NAME", and every metric as a double, NaN where there is none. Made for pandas, R and DuckDB.
 */
export function formatParquet(table: ResultTable): Uint8Array<ArrayBuffer> {
  const { rows, cases, subjects } = table;
  const at = Array.from(rows.case, (_, n) => n);
  const text = (name: string, of: (row: number) => string) => ({ name, type: 'STRING' as const, data: at.map(of) });
  const covariates = [...new Set(subjects.flatMap((it) => Object.keys(it.covariates)))];
  const subjectOf = (row: number) => subjects[cases[rows.case[row]].subject];
  const faultOf = faultsByRow(table);
  const about: Readonly<Record<(typeof ABOUT)[number], (row: number) => string>> = {
    case: (row) => cases[rows.case[row]].id, subject: (row) => subjectOf(row).id, modality: (row) => cases[rows.case[row]].modality,
    run: (row) => table.runs[rows.run[row]].id, organ: (row) => table.organs[rows.organ[row]], status: (row) => RESULT_STATUS[rows.status[row]], fault: (row) => faultOf.get(row) ?? '',
  };
  const buffer = parquetWriteBuffer({
    createdBy: 'IsoDice', statistics: false,
    columnData: [
      ...ABOUT.map((name) => text(name, about[name])),
      ...covariates.map((name) => text(`subject.${name}`, (row) => { const value = subjectOf(row).covariates[name]; return value ? covariateText(value) : ''; })),
      ...Object.entries(RUN_COLUMNS).map(([name, of]) => text(`run.${name}`, (row) => of(table.runs[rows.run[row]]))),
      ...[...table.columns].map(([name, data]) => ({ name, type: 'DOUBLE' as const, data })),
    ],
  });
  return new Uint8Array(buffer);
}

/** Rows of a Parquet file, by column name. Throws what the reader throws where it is none. */
export async function parseParquet(bytes: Uint8Array): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const file = bytes.slice().buffer;
  return parquetReadObjects({ file });
}
