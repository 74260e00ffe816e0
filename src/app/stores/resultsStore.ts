import { create } from 'zustand';
import type { ResultTable } from '#core/cohort/resultTable.ts';

/** Where results are kept: with the program, as stored runs of a cohort of this browser, or as a table that was opened from a file. */
export type ResultsPlace =
  | 'bundled'
  | { readonly kind: 'cohort'; readonly id: string; readonly name: string; /** Ids of its stored runs. */ readonly records: string[] }
  | { readonly kind: 'results'; readonly id: string; readonly name: string };

interface ResultsFacts {
  /** The table that Explore, Error maps and Cases are about. */
  readonly table: ResultTable | null;
  readonly place: ResultsPlace;
}

/** Whose results are on the screen. */
export const resultsStore = create<ResultsFacts>()(() => ({ table: null, place: 'bundled' }));

export function setResults(table: ResultTable, place: ResultsPlace): void {
  resultsStore.setState({ table, place });
}

/** Adds measures to the table on the screen. */
export function addColumns(columns: ReadonlyMap<string, Float64Array>): void {
  resultsStore.setState(({ table }) => ({ table: table && { ...table, columns: new Map([...table.columns, ...columns]) } }));
}

export function isSamePlace(a: ResultsPlace, b: ResultsPlace): boolean {
  if (a === 'bundled' || b === 'bundled') return a === b;
  const records = (it: typeof a) => (it.kind === 'cohort' ? [...it.records].sort().join() : '');
  return a.kind === b.kind && a.id === b.id && records(a) === records(b);
}
