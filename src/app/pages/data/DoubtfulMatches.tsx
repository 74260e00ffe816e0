import { Button, Checkbox, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { IdMatch } from '#core/cohort/caseId.ts';

const SHOWN = 40;

/** Ids that may be the same subject; none is joined unasked. */
export function DoubtfulMatches({ matches, onConfirm }: { readonly matches: readonly IdMatch[]; readonly onConfirm: (confirmed: readonly IdMatch[]) => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (at: number) => setChosen((before) => new Set(before.has(at) ? [...before].filter((it) => it !== at) : [...before, at]));
  return (
    <Stack gap="xs" component="section" aria-label="Doubtful matches">
      <Title order={3} size="sm">Are these the same?</Title>
      {matches.slice(0, SHOWN).map(({ tableId, caseId }, at) => (
        <Checkbox key={`${tableId}\n${caseId}`} size="sm" checked={chosen.has(at)} onChange={() => toggle(at)} label={<>“{tableId}” in the table and “{caseId}” in the files</>} />
      ))}
      {matches.length > SHOWN && <Text size="sm" c="dimmed">and {matches.length - SHOWN} more</Text>}
      <Button variant="default" w="fit-content" disabled={chosen.size === 0} onClick={() => { onConfirm(matches.filter((_, at) => chosen.has(at))); setChosen(new Set()); }}>Join {chosen.size === 0 ? 'those chosen' : chosen.size}</Button>
    </Stack>
  );
}
