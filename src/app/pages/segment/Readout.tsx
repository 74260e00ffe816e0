import { Group, Text } from '@mantine/core';
import { sliceOf } from '#app/actions/tools.ts';
import { significant } from '#app/parts/decimal.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { sliceCount } from '#core/volume/slice.ts';

/** What lies under the pointer: intensity with its unit, and where in the patient. */
export function Readout() {
  const open = caseStore((it) => it.open);
  const reading = viewStore((it) => it.reading);
  const plane = viewStore((it) => it.plane);
  const crosshair = viewStore((it) => it.crosshair);
  if (!open) return null;
  const unit = open.modality === 'CT' ? 'HU' : 'a.u.';
  const mm = (value: number, positive: string, negative: string) => `${value < 0 ? negative : positive} ${Math.abs(value).toFixed(1)}`;
  return (
    <Group gap="lg" px="sm" h={24} wrap="nowrap">
      <Text size="xs" c="dimmed">{plane} slice {sliceOf(crosshair, plane) + 1} of {sliceCount(open.grid, plane)}</Text>
      <Text size="xs" data-testid="reading">
        {reading
          ? `${significant(reading.intensity)} ${unit} at ${mm(reading.world.x, 'R', 'L')}, ${mm(reading.world.y, 'A', 'P')}, ${mm(reading.world.z, 'S', 'I')} mm`
          : <Text span inherit c="dimmed">Point at the image for intensity and position</Text>}
      </Text>
    </Group>
  );
}
