import { Badge, Group, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { valueOrShown } from '#app/actions/jobs.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { cohortStore, setGrouping } from '#app/stores/cohortStore.ts';
import type { Grouping } from '#core/cohort/grouping.ts';
import type { GroupSize } from '#engine/protocol/sheetCalls.ts';

const NAMES: Readonly<Record<string, string>> = { sex: 'Sex', age: 'Age', bmi: 'BMI' };

/** How many are in each group, by cut-offs that one sees and can change; unknown is a group of its own. */
export function GroupingBar({ cohortId }: { readonly cohortId: string }) {
  const groupings = cohortStore((it) => it.groupings);
  return (
    <Group gap="xl" px="md" align="flex-start" role="group" aria-label="Groups">
      {groupings.map((it) => <GroupingCounts key={it.covariate} grouping={it} cohortId={cohortId} />)}
    </Group>
  );
}

function GroupingCounts({ grouping, cohortId }: { readonly grouping: Grouping; readonly cohortId: string }) {
  const desk = useCohortDesk();
  const [groups, setGroups] = useState<readonly GroupSize[]>([]);
  useEffect(() => {
    const gone = new AbortController();
    void desk.cohorts.sheetGroups(cohortId, grouping, { signal: gone.signal }).then((outcome) => { if (!gone.signal.aborted) setGroups(valueOrShown(outcome) ?? []); });
    return () => gone.abort();
  }, [desk, cohortId, grouping]);
  return (
    <Stack gap={4}>
      <Group gap={8}>
        <Text size="xs" fw={600}>{NAMES[grouping.covariate] ?? grouping.covariate}</Text>
        {grouping.kind === 'bands' && <CutOffs key={grouping.cuts.join()} grouping={grouping} />}
      </Group>
      <Group gap={6}>
        {groups.map(({ label, subjects }) => <Badge key={label} variant="light" color="gray" c="inherit" tt="none" fw={500}>{label}: {subjects}</Badge>)}
      </Group>
    </Stack>
  );
}

function CutOffs({ grouping }: { readonly grouping: Grouping & { readonly kind: 'bands' } }) {
  const [text, setText] = useState(grouping.cuts.join(', '));
  const cuts = text.split(',').map((it) => it.trim()).filter((it) => it !== '').map(Number);
  const good = cuts.every((cut, i) => Number.isFinite(cut) && (i === 0 || cut > cuts[i - 1]));
  const apply = () => {
    if (!good) return;
    const { labels, covariate, kind } = grouping;
    // Names of bands are those of their cut-offs: with others they would lie.
    const isSame = cuts.join() === grouping.cuts.join();
    setGrouping({ covariate, kind, cuts, ...(isSame && labels ? { labels } : {}) });
  };
  return (
    <TextInput
      size="xs" w={120} aria-label={`Cut-offs of ${NAMES[grouping.covariate] ?? grouping.covariate}`} value={text} error={good ? undefined : 'ascending numbers'}
      onChange={(event) => setText(event.currentTarget.value)} onBlur={apply} onKeyDown={(event) => { if (event.key === 'Enter') apply(); }}
    />
  );
}
