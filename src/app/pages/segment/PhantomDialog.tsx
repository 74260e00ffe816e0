import { Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { openPhantom } from '#app/actions/openScan.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import { FIRST_SUBJECT } from '#app/pages/segment/firstSubject.ts';

/** Makes a synthetic subject to measure. */
export function PhantomDialog({ state, onClose }: { readonly state: 'open' | 'closed'; readonly onClose: () => void }) {
  const bench = useWorkbench();
  const origin = caseStore((it) => it.open?.origin);
  const [subject, setSubject] = useState<PhantomSubject>(origin?.kind === 'phantom' ? origin.subject : FIRST_SUBJECT);
  const set = (part: Partial<PhantomSubject>) => setSubject((it) => ({ ...it, ...part }));
  const setNumber = (key: 'ageYears' | 'bmi' | 'seed') => (value: number | string) => { if (typeof value === 'number') set({ [key]: value }); };
  return (
    <Modal opened={state === 'open'} onClose={onClose} title="Synthetic subject" centered>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">A computed abdomen with exact masks. Its anatomy follows sex, age and BMI; it is nobody's scan.</Text>
        <SegmentedControl aria-label="Modality" data={['CT', 'MR']} value={subject.modality} onChange={(value) => set({ modality: value === 'MR' ? 'MR' : 'CT' })} />
        <SegmentedControl aria-label="Sex" data={[{ value: 'female', label: 'Female' }, { value: 'male', label: 'Male' }]} value={subject.sex} onChange={(value) => set({ sex: value === 'male' ? 'male' : 'female' })} />
        <Group grow>
          <NumberInput label="Age, years" min={18} max={95} value={subject.ageYears} onChange={setNumber('ageYears')} />
          <NumberInput label="BMI, kg/m²" min={15} max={50} decimalScale={1} value={subject.bmi} onChange={setNumber('bmi')} />
        </Group>
        <Group grow>
          <Select label="Site" allowDeselect={false} data={['A', 'B', 'C', 'D']} value={subject.site} onChange={(value) => { if (value === 'A' || value === 'B' || value === 'C' || value === 'D') set({ site: value }); }} />
          <NumberInput label="Seed" min={0} max={4_294_967_295} allowDecimal={false} value={subject.seed} onChange={setNumber('seed')} />
        </Group>
        <Group justify="space-between">
          <Button variant="default" onClick={() => set({ seed: Math.floor(Math.random() * 1_000_000) })}>Another seed</Button>
          <Button onClick={() => { onClose(); void openPhantom(bench, subject); }}>Make it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
