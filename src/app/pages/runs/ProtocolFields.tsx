import { NumberInput, Select, Stack } from '@mantine/core';
import type { RunModel } from '#app/actions/runChoices.ts';

/** A protocol as the form has it; which fields count, its kind says. */
export interface ProtocolDraft {
  readonly kind: 'box' | 'point' | 'random-points' | 'clicks' | 'text' | 'none';
  readonly marginPx: number;
  readonly jitterMm: number;
  readonly clicks: number;
  readonly everyNth: number;
  readonly plane: 'axial' | 'coronal' | 'sagittal';
  readonly way: 'each' | 'propagated';
}

export function firstProtocol(asks: RunModel['asks']): ProtocolDraft {
  return { kind: asks === 'slices' ? 'box' : asks, marginPx: 1, jitterMm: 0, clicks: 3, everyNth: 1, plane: 'axial', way: 'each' };
}

/** The settings that parseProtocol takes. */
export function protocolJson({ kind, marginPx, jitterMm, clicks, everyNth, plane, way }: ProtocolDraft): unknown {
  const slices = { everyNth, plane, way };
  switch (kind) {
    case 'box': return { kind, marginPx, jitterMm, ...slices };
    case 'point': return { kind, ...slices };
    case 'random-points': return { kind, count: clicks, ...slices };
    case 'clicks': return { kind, budget: clicks, ...slices };
    default: return { kind };
  }
}

const KINDS = [
  { value: 'box', label: 'Box round the expert\'s mask' }, { value: 'point', label: 'One click, deepest point' },
  { value: 'random-points', label: 'Random clicks inside' }, { value: 'clicks', label: 'Click, then corrections' },
];
const PLANES = ['axial', 'coronal', 'sagittal'] as const;

/** How the model is asked on each slice; models that take whole volumes have nothing to choose. */
export function ProtocolFields({ draft, onChange }: { readonly draft: ProtocolDraft; readonly onChange: (draft: ProtocolDraft) => void }) {
  if (draft.kind === 'text' || draft.kind === 'none') return null;
  const set = (change: Partial<ProtocolDraft>) => onChange({ ...draft, ...change });
  const number = (label: string, key: 'marginPx' | 'jitterMm' | 'clicks' | 'everyNth', min: number, max: number) => (
    <NumberInput label={label} value={draft[key]} min={min} max={max} onChange={(value) => set({ [key]: typeof value === 'number' ? value : min })} />
  );
  return (
    <Stack gap="sm">
      <Select label="Prompt" data={KINDS} value={draft.kind} allowDeselect={false} onChange={(value) => set({ kind: KINDS.find((it) => it.value === value)?.value as ProtocolDraft['kind'] ?? 'box' })} />
      {draft.kind === 'box' && number('Margin in pixels', 'marginPx', 0, 50)}
      {draft.kind === 'box' && number('Jitter of each side in mm (standard deviation)', 'jitterMm', 0, 50)}
      {(draft.kind === 'clicks' || draft.kind === 'random-points') && number('Clicks', 'clicks', 1, 20)}
      <Select label="Plane" data={[...PLANES]} value={draft.plane} allowDeselect={false} onChange={(value) => set({ plane: PLANES.find((it) => it === value) ?? 'axial' })} />
      {number('Every n-th slice (measures are of these slices)', 'everyNth', 1, 64)}
      <Select
        label="Slices" data={[{ value: 'each', label: 'each by its own prompt' }, { value: 'propagated', label: 'outward from the middle one' }]} value={draft.way} allowDeselect={false}
        onChange={(value) => set({ way: value === 'propagated' ? 'propagated' : 'each' })}
      />
    </Stack>
  );
}
