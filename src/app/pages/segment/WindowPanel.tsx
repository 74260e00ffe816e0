import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { setModelWindow } from '#app/actions/windows.ts';
import { Section } from '#app/parts/Section.tsx';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { windowPresets } from '#app/pages/segment/windowPresets.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import type { DisplayWindow } from '#core/volume/displayWindow.ts';

/** What the eye sees and, apart from it, what the model sees. */
export function WindowPanel() {
  const bench = useWorkbench();
  const open = caseStore((it) => it.open);
  const window = viewStore((it) => it.window);
  const modelWindow = viewStore((it) => it.modelWindow);
  if (!open) return null;
  const unit = open.modality === 'CT' ? 'HU' : 'a.u.';
  return (
    <Section title={`Intensity windows, ${unit}`}>
      <WindowRow name="Display" window={window} presets={windowPresets(open)} onChange={(next) => viewStore.setState({ window: next })} />
      <WindowRow name="Model" window={modelWindow} presets={windowPresets(open)} onChange={(next) => void setModelWindow(bench, next)} />
    </Section>
  );
}

interface RowProps {
  readonly name: string;
  readonly window: DisplayWindow;
  readonly presets: readonly (DisplayWindow & { readonly name: string })[];
  readonly onChange: (window: DisplayWindow) => void;
}

function WindowRow({ name, window, presets, onChange }: RowProps) {
  const set = (low: number | string, high: number | string) => { if (typeof low === 'number' && typeof high === 'number' && high > low) onChange({ low, high }); };
  return (
    <Stack gap={4}>
      <Group gap={6} wrap="nowrap">
        <Text size="xs" w={48}>{name}</Text>
        <NumberInput size="xs" aria-label={`${name} window, low`} hideControls value={Math.round(window.low * 100) / 100} onChange={(low) => set(low, window.high)} />
        <Text size="xs" c="dimmed">to</Text>
        <NumberInput size="xs" aria-label={`${name} window, high`} hideControls value={Math.round(window.high * 100) / 100} onChange={(high) => set(window.low, high)} />
      </Group>
      <Group gap={4} pl={54}>
        {presets.map((preset) => {
          const here = preset.low === window.low && preset.high === window.high;
          return <Button key={preset.name} size="compact-xs" {...(here ? { variant: 'light' } : { variant: 'subtle', color: 'gray' })} aria-pressed={here} onClick={() => onChange({ low: preset.low, high: preset.high })}>{preset.name}</Button>;
        })}
      </Group>
    </Stack>
  );
}
