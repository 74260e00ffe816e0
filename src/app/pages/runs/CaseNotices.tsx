import { Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { withStorage } from '#app/actions/cohortDesk.ts';
import { valueOrShown } from '#app/actions/jobs.ts';
import type { NoticeKind } from '#app/pages/runs/noticesByKind.ts';
import { noticesByKind } from '#app/pages/runs/noticesByKind.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';

/** What was noticed of a run's cases that count all the same: how many of each kind, and which. Nothing where nothing was. */
export function CaseNotices({ runId, done }: { readonly runId: string; readonly done: number }) {
  const desk = useCohortDesk();
  const [kinds, setKinds] = useState<readonly NoticeKind[]>([]);
  useEffect(() => {
    void withStorage(desk, async ({ runs }) => noticesByKind(await runs.blocks(runId))).then(valueOrShown).then((found) => setKinds(found ?? []));
  }, [desk, runId, done]);
  if (kinds.length === 0) return null;
  return (
    <Stack gap={4} data-testid="case-notices">
      <Text size="sm" fw={600}>Notices of cases that count all the same</Text>
      {kinds.map(({ notice: { code, severity, reason, remedy }, caseIds }) => (
        <details key={code} data-notice={code}>
          <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>{caseIds.length} {caseIds.length === 1 ? 'case' : 'cases'}, {severity}: {reason}</Text>
          <Text size="xs" c="dimmed">{remedy}</Text>
          <Text size="xs" style={{ overflowWrap: 'anywhere' }}>{caseIds.join(', ')}</Text>
        </details>
      ))}
    </Stack>
  );
}
