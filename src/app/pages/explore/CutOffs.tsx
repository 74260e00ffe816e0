import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { memo, useState } from 'react';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';

interface CutOffsProps extends Pick<Exploring, 'facts' | 'choose'> { readonly grouping: Exploring['recipe']['groupings'][number] }

/** Cut-offs of an attribute that is a number, in sight and changeable. */
export const CutOffs = memo(function CutOffs({ grouping, facts, choose }: CutOffsProps) {
  const [opened, setOpened] = useState(false);
  if (grouping.kind !== 'cut') return null;
  const defaults = facts.covariates.find(({ column }) => column === grouping.column)?.defaultCuts ?? [];
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withArrow trapFocus width={280}>
      <Popover.Target>
        <Button variant="default" size="xs" fw={400} onClick={() => setOpened(!opened)} aria-label={`Cut-offs ${grouping.cuts.join(', ')}. Change them`}>at {grouping.cuts.join(' · ')}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <CutForm key={grouping.cuts.join()} cuts={grouping.cuts} defaults={defaults} onChoose={(cuts) => { choose({ cuts: cuts === null ? undefined : [...cuts], versus: undefined }); setOpened(false); }} />
      </Popover.Dropdown>
    </Popover>
  );
});

interface CutFormProps { readonly cuts: readonly number[]; readonly defaults: readonly number[]; readonly onChoose: (cuts: readonly number[] | null) => void }

function CutForm({ cuts, defaults, onChoose }: CutFormProps) {
  const [words, setWords] = useState(cuts.join(', '));
  const parsed = words.split(/[,;\s]+/).filter(Boolean).map(Number);
  const isRight = parsed.length > 0 && parsed.length <= 12 && parsed.every((cut, i) => Number.isFinite(cut) && (i === 0 || cut > parsed[i - 1]));
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (isRight) onChoose(parsed); }}>
      <Stack gap="xs">
        <TextInput size="xs" label="Cut-offs, ascending" description="A value on a cut-off belongs to the group above it." value={words} onChange={(event) => setWords(event.currentTarget.value)}
          error={isRight ? undefined : 'Numbers that ascend, such as 18.5, 25, 30'} data-autofocus />
        <Group justify="space-between">
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onChoose(null)}>Usual ({defaults.join(', ')})</Button>
          <Button size="compact-xs" type="submit" disabled={!isRight}>Use these</Button>
        </Group>
        <Text size="xs" c="dimmed">Choosing cut-offs after looking at the gaps makes gaps: change them for a reason, and say so.</Text>
      </Stack>
    </form>
  );
}
