import { ActionIcon, Button, Group, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs';
import IconEyeOff from '@tabler/icons-react/dist/esm/icons/IconEyeOff.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { acceptSlice } from '#app/actions/accept.ts';
import { hidePrompt, rejectSlice, removePrompt } from '#app/actions/editPrompts.ts';
import { emulationOf, firstStep, kindOf, refusalOf } from '#app/actions/promptKinds.ts';
import { goToPrompt } from '#app/actions/tools.ts';
import { Section } from '#app/parts/Section.tsx';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { KindsTaken } from '#app/pages/segment/KindsTaken.tsx';
import { promptName } from '#app/pages/segment/promptName.ts';
import { answerStore } from '#app/stores/answerStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { promptStore } from '#app/stores/promptStore.ts';
import { present } from '#core/prompts/history.ts';
import type { Prompt } from '#core/prompts/prompt.ts';

/** The prompts as objects, and what to do with their answer. */
export function PromptPanel() {
  const bench = useWorkbench();
  const { history, selected } = promptStore();
  const state = answerStore((it) => it.state);
  const model = engineStore((it) => it.model);
  const { prompts, accepted } = present(history);
  return (
    <Section title="Prompts" aside={<Text size="xs" c="dimmed">{accepted.length} {accepted.length === 1 ? 'slice' : 'slices'} accepted</Text>}>
      <KindsTaken />
      {prompts.length === 0 && <Text size="xs" c="dimmed">None yet. {firstStep(model)}</Text>}
      <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {prompts.map((prompt) => <PromptRow key={prompt.id} prompt={prompt} selected={prompt.id === selected} />)}
      </Stack>
      <Group gap="xs" grow>
        <Button size="xs" leftSection={<IconCheck size={14} />} disabled={state !== 'ready'} onClick={() => void acceptSlice(bench)}>Accept</Button>
        <Button size="xs" variant="default" leftSection={<IconX size={14} />} disabled={state === 'none'} onClick={() => void rejectSlice(bench)}>Reject</Button>
      </Group>
    </Section>
  );
}

function PromptRow({ prompt, selected }: { readonly prompt: Prompt; readonly selected: boolean }) {
  const bench = useWorkbench();
  const model = engineStore((it) => it.model);
  const kind = prompt.kind === 'text' ? null : kindOf(prompt.kind, 'polarity' in prompt ? prompt.polarity : 'positive');
  const remark = kind && (refusalOf(model, kind) ? ', not told to this model' : emulationOf(model, kind) ? ', emulated' : '');
  const name = `${promptName(prompt)}${remark ?? ''}`;
  const shown = prompt.visibility === 'shown';
  return (
    <Group component="li" gap={2} wrap="nowrap" style={{ borderRadius: 4, background: selected ? 'var(--mantine-color-default-hover)' : 'none' }}>
      <UnstyledButton flex={1} px={4} py={3} fz="xs" {...(shown ? {} : { c: 'dimmed' })} aria-pressed={selected} onClick={() => goToPrompt(prompt)}>{name}</UnstyledButton>
      <Tooltip label={shown ? 'Hide: keep it, but do not tell the model' : 'Show'}>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`${shown ? 'Hide' : 'Show'} ${name}`} onClick={() => void hidePrompt(bench, prompt.id, shown ? 'hidden' : 'shown')}>
          {shown ? <IconEye size={14} /> : <IconEyeOff size={14} />}
        </ActionIcon>
      </Tooltip>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Delete ${name}`} onClick={() => void removePrompt(bench, prompt.id)}><IconTrash size={14} /></ActionIcon>
    </Group>
  );
}
