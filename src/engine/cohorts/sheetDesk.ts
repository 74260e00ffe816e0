import type { CohortRows } from '#core/cohort/cohortRows.ts';
import { cohortRows, visibleRows } from '#core/cohort/cohortRows.ts';
import { groupSubjects } from '#core/cohort/grouping.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { organsOf } from '#core/cohort/subject.ts';
import { FaultError } from '#core/faults.ts';
import * as calls from '#engine/protocol/sheetCalls.ts';
import type { Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';

interface Held { readonly id: string; readonly cohort: Cohort; readonly rows: CohortRows }

/** What the cohort worker does for the table of a cohort: it holds the one that was opened last, and gives only what is in sight. */
export function sheetImplementations(stored: (cohortId: string) => Promise<Cohort | null>): readonly Implementation[] {
  let held: Held | null = null;
  const sheetOf = (cohortId: string): Held => {
    if (held?.id !== cohortId) throw new FaultError('file-unreachable', { where: cohortId, expected: 'the cohort that is open', came: held ? 'another' : 'none' });
    return held;
  };
  return [
    implement(calls.openSheetCall, async ({ cohortId }, { signal }) => {
      const cohort = await stored(cohortId);
      signal.throwIfAborted();
      if (!cohort) return null;
      held = { id: cohortId, cohort, rows: cohortRows(cohort) };
      return { name: cohort.name, subjects: cohort.subjects.length, cases: cohort.cases.length, organs: organsOf(cohort), columns: held.rows.columns, rows: held.rows.search.length };
    }),
    implement(calls.sheetRowsCall, async ({ cohortId, filter, order }, { signal, transfer }) => {
      // Whoever types asks for every letter: what was cancelled meanwhile is heard here and not done.
      await new Promise((settle) => { setTimeout(settle, 0); });
      signal.throwIfAborted();
      const rows = visibleRows(sheetOf(cohortId).rows, filter, order);
      transfer(rows.buffer);
      return rows;
    }),
    implement(calls.sheetCellsCall, ({ cohortId, rows }) => {
      const { text } = sheetOf(cohortId).rows;
      return Array.from(rows, (row) => text.map((cells) => cells[row]));
    }),
    implement(calls.sheetGroupsCall, ({ cohortId, grouping }) => groupSubjects(grouping, sheetOf(cohortId).cohort.subjects).map(({ label, subjectIds }) => ({ label, subjects: subjectIds.length }))),
  ];
}
