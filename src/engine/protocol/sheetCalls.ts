import type { RowOrder } from '#core/cohort/cohortRows.ts';
import type { Grouping } from '#core/cohort/grouping.ts';
import { defineCall } from '#engine/protocol/call.ts';

/** A stored cohort as a table, without its cells: those stay in the worker, since a hundred thousand rows would stop the page. */
export interface CohortSheet {
  readonly name: string;
  readonly subjects: number;
  readonly cases: number;
  readonly organs: readonly string[];
  readonly columns: readonly string[];
  /** One for each case, and one for each subject without any. */
  readonly rows: number;
}

export interface SheetRows { readonly cohortId: string; /** Words that a row must hold, all of them. */ readonly filter: string; readonly order: RowOrder | null }
export interface GroupSize { readonly label: string; readonly subjects: number }

/** Holds a stored cohort for the calls below, in place of the one before; null where none of this id is stored. */
export const openSheetCall = defineCall<{ readonly cohortId: string }, CohortSheet | null>('open-sheet');
/** Rows that hold every word, in order, by their number in the cohort. */
export const sheetRowsCall = defineCall<SheetRows, Uint32Array<ArrayBuffer>>('sheet-rows');
/** Cells of these rows, by row and then by column. */
export const sheetCellsCall = defineCall<{ readonly cohortId: string; readonly rows: Uint32Array }, readonly (readonly string[])[]>('sheet-cells');
export const sheetGroupsCall = defineCall<{ readonly cohortId: string; readonly grouping: Grouping }, readonly GroupSize[]>('sheet-groups');
