import { create } from 'zustand';
import type { ResultTable } from '#core/cohort/resultTable.ts';

interface ResultsFacts {
  /** The table that Explore, Error maps and Cases are about. */
  readonly table: ResultTable | null;
  /** Whether it is the one that comes with the program. */
  readonly origin: 'bundled' | 'own';
}

/** Whose results are on the screen. */
export const resultsStore = create<ResultsFacts>()(() => ({ table: null, origin: 'bundled' }));

export function setResults(table: ResultTable, origin: ResultsFacts['origin']): void {
  resultsStore.setState({ table, origin });
}

/** Adds measures to the table on the screen. */
export function addColumns(columns: ReadonlyMap<string, Float64Array>): void {
  resultsStore.setState(({ table }) => ({ table: table && { ...table, columns: new Map([...table.columns, ...columns]) } }));
}
