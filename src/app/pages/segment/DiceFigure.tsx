import { Group, Stack, Text } from '@mantine/core';
import { proportion } from '#app/parts/decimal.ts';

interface Props {
  readonly label: string;
  readonly testId: string;
  readonly dice: number | null;
  readonly before: number | null;
  readonly large?: boolean;
}

/** A Dice with its change; the full figure is the element's value, for copying and for tests. */
export function DiceFigure({ label, testId, dice, before, large = false }: Props) {
  const change = dice === null || before === null ? null : dice - before;
  return (
    <Stack gap={0}>
      <Text size="xs" c="dimmed">{label}</Text>
      <Group gap={6} align="baseline" wrap="nowrap">
        <Text component="data" data-testid={testId} {...{ value: dice === null ? '' : String(dice) }} fz={large ? 34 : 22} lh={1.15} fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>{proportion(dice)}</Text>
        {change !== null && Math.abs(change) >= 0.0005 && (
          <Text size="sm" c={change > 0 ? 'teal' : 'orange'} style={{ fontVariantNumeric: 'tabular-nums' }} aria-label={`${change > 0 ? 'up' : 'down'} by ${proportion(Math.abs(change))}`}>
            {change > 0 ? '▲' : '▼'} {proportion(Math.abs(change))}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
