import { Group, NumberInput, Select, TextInput } from '@mantine/core';
import type { VolumeAnswers } from '#engine/protocol/volumeCalls.ts';

interface Props {
  readonly answer: VolumeAnswers;
  readonly onChange: (part: VolumeAnswers) => void;
}

/** One field for each thing that is asked. */
export function AnswerFields({ answer: { volumeIndex, spacingMm, spatialUnits, orientation }, onChange }: Props) {
  return (
    <>
      {volumeIndex !== undefined && (
        <NumberInput label="Volume, counted from 1" min={1} allowDecimal={false} value={volumeIndex + 1} data-autofocus
          onChange={(value) => { if (typeof value === 'number' && value >= 1) onChange({ volumeIndex: value - 1 }); }} />
      )}
      {spatialUnits !== undefined && (
        <Select label="Unit of its lengths" allowDeselect={false} value={spatialUnits} data={[{ value: 'mm', label: 'Millimetres' }, { value: 'm', label: 'Metres' }, { value: 'micron', label: 'Micrometres' }]}
          onChange={(value) => { if (value === 'mm' || value === 'm' || value === 'micron') onChange({ spatialUnits: value }); }} />
      )}
      {orientation !== undefined && (
        <TextInput label="Where its axes run" description="Three letters, such as RAS (right, anterior, superior) or LPS" value={orientation} pattern="[RLAPSIrlapsi]{3}" maxLength={3} required
          onChange={(event) => onChange({ orientation: event.currentTarget.value.toUpperCase() })} />
      )}
      {spacingMm && <SpacingFields value={spacingMm} onChange={(value) => onChange({ spacingMm: value })} />}
    </>
  );
}

type Spacing = readonly [number, number, number];

function SpacingFields({ value, onChange }: { readonly value: Spacing; readonly onChange: (value: Spacing) => void }) {
  const set = (axis: 0 | 1 | 2) => (next: number | string) => {
    if (typeof next === 'number' && next > 0) onChange([axis === 0 ? next : value[0], axis === 1 ? next : value[1], axis === 2 ? next : value[2]]);
  };
  return (
    <Group grow align="flex-end">
      {(['First', 'Second', 'Third'] as const).map((name, axis) => (
        <NumberInput key={name} label={`${name} axis, mm`} min={0} decimalScale={4} value={value[axis]} onChange={set(axis === 0 ? 0 : axis === 1 ? 1 : 2)} />
      ))}
    </Group>
  );
}
