import { Group, Text } from '@mantine/core';
import { divergingColour, sequentialColour } from '#charts/kit/palette.ts';
import type { ValueScale } from '#charts/kit/valueCodes.ts';

interface ScaleBarProps { readonly scale: ValueScale; readonly low: string; readonly high: string }

/** The colours of painted values with what both ends are. */
export function ScaleBar({ scale, low, high }: ScaleBarProps) {
  const stops = [0, 0.25, 0.5, 0.75, 1].map((at) => `${scale === 'signed' ? divergingColour(2 * at - 1) : sequentialColour(at)} ${100 * at}%`).join(', ');
  return (
    <div>
      <div style={{ height: 10, background: `linear-gradient(to right, ${stops})`, borderRadius: 2 }} aria-hidden="true" />
      <Group justify="space-between"><Text size="xs">{low}</Text><Text size="xs">{high}</Text></Group>
    </div>
  );
}
