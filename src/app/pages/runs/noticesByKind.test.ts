import { expect, test } from 'vitest';
import { noticesByKind } from '#app/pages/runs/noticesByKind.ts';
import { fault } from '#core/faults.ts';

test('notices are counted by case and kind, whatever file they are of', () => {
  const resampled = (where: string) => fault('mask-resampled', { where });
  const kinds = noticesByKind([
    { caseId: 'a', notices: [fault('sides-swapped', { where: 'a' }), resampled('a/liver'), resampled('a/spleen')] },
    { caseId: 'b', notices: [resampled('b/liver')] }, { caseId: 'c', notices: [] },
  ]);
  expect(kinds.map(({ notice, caseIds }) => [notice.code, caseIds])).toEqual([['mask-resampled', ['a', 'b']], ['sides-swapped', ['a']]]);
  expect(kinds[0].notice).not.toHaveProperty('where');
});
