import { Badge, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { cohortStore, setGrouping } from '#app/stores/cohortStore.ts';
import type { Grouping } from '#core/cohort/grouping.ts';
import { groupSubjects } from '#core/cohort/grouping.ts';
import type { Cohort } from '#core/cohort/subject.ts';

const NAMES: Readonly<Record<string, string>> = { sex: 'Sex', age: 'Age', bmi: 'BMI' };

/** How many are in each group, by cut-offs that one sees and can change; unknown is a group of its own. */
export function GroupingBar({ cohort }: { readonly cohort: Cohort }) {
  const groupings = cohortStore((it) => it.groupings);
  return (
    <Group gap="xl" px="md" align="flex-start" role="group" aria-label="Groups">
      {groupings.map((it) => <GroupingCounts key={it.covariate} grouping={it} cohort={cohort} />)}
    </Group>
  );
}

function GroupingCounts({ grouping, cohort }: { readonly grouping: Grouping; readonly cohort: Cohort }) {
  const groups = useMemo(() => groupSubjects(grouping, cohort.subjects), [grouping, cohort]);
  return (
    <Stack gap={4}>
      <Group gap={8}>
        <Text size="xs" fw={600}>{NAMES[grouping.covariate] ?? grouping.covariate}</Text>
        {grouping.kind === 'bands' && <CutOffs key={grouping.cuts.join()} grouping={grouping} />}
      </Group>
      <Group gap={6}>
        {groups.map(({ label, subjectIds }) => <Badge key={label} variant="light" color="gray" c="inherit" tt="none" fw={500}>{label}: {subjectIds.length}</Badge>)}
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
