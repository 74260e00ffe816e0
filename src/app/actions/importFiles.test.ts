import { expect, test } from 'vitest';
import type { CohortDesk } from '#app/actions/cohortDesk.ts';
import { confirmMatches } from '#app/actions/importFiles.ts';
import { setDraft } from '#app/stores/cohortStore.ts';
import type { IdMatch } from '#core/cohort/caseId.ts';
import type { Listing, OpenedResults } from '#engine/protocol/cohortCalls.ts';

test('a confirmation is added to those before it, for results as for cohorts', async () => {
  const asked: unknown[] = [];
  const results = {} as OpenedResults;
  const desk = { cohorts: { openResults: (_: string, confirmed: unknown) => { asked.push(confirmed); return Promise.resolve({ state: 'done', value: results }); } } } as unknown as CohortDesk;
  const match = (tableId: string): IdMatch => ({ tableId, caseId: `case ${tableId}`, certainty: 'doubtful' });
  setDraft({ listing: { listingId: 'l', name: 'n' } as Listing, files: 'this-visit', answers: {}, imported: null, results });
  await confirmMatches(desk, [match('1')]);
  await confirmMatches(desk, [match('2')]);
  expect(asked).toEqual([[match('1')], [match('1'), match('2')]]);
});
