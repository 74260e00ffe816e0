import { Stack, Text } from '@mantine/core';
import { emulationOf, refusalOf } from '#app/actions/promptKinds.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import type { PromptKind } from '#core/models/promptable.ts';

const KINDS: readonly { readonly kind: PromptKind; readonly label: string }[] = [
  { kind: 'point-positive', label: 'Clicks' }, { kind: 'point-negative', label: 'Clicks to leave out' }, { kind: 'box', label: 'Box' }, { kind: 'scribble', label: 'Scribble' },
];

/** What the loaded model cannot be told, and what is told to it in another way; nothing where it takes all. */
export function KindsTaken() {
  const model = engineStore((it) => it.model);
  const lines = KINDS.flatMap(({ kind, label }) => {
    const refusal = refusalOf(model, kind), emulation = emulationOf(model, kind);
    if (refusal) return [{ kind, state: 'refused', text: `${label}: not taken. ${refusal}` }];
    return emulation ? [{ kind, state: 'emulated', text: `${label}: emulated, ${emulation}.` }] : [];
  });
  if (lines.length === 0) return null;
  return <Stack gap={2}>{lines.map(({ kind, state, text }) => <Text key={kind} size="xs" c="dimmed" data-testid="prompt-kind" data-kind={kind} data-state={state}>{text}</Text>)}</Stack>;
}
