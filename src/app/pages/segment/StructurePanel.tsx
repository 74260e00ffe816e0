import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { chooseTarget } from '#app/actions/tools.ts';
import { nameByHand, rename } from '#app/actions/structures.ts';
import { Section } from '#app/parts/Section.tsx';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { caseStore, setTarget, structureName, targetStructure } from '#app/stores/caseStore.ts';

/** What is being segmented: from the reference, by the prompt, or named by hand. */
export function StructurePanel() {
  const bench = useWorkbench();
  const { structures, target, targetMode, referenceName } = caseStore();
  const [naming, setNaming] = useState<'no' | 'new' | 'rename'>('no');
  const [name, setName] = useState('');
  const begin = (what: 'new' | 'rename', text: string): void => { setName(text); setNaming(what); };
  const finish = (): void => {
    const given = name.trim();
    if (given && naming === 'new') nameByHand(bench, given);
    if (given && naming === 'rename') void rename(bench, target, given);
    setNaming('no');
  };
  return (
    <Section title="Structure">
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <Select flex={1} miw={0} size="xs" aria-label="Structure to segment" searchable allowDeselect={false} value={String(target)} maxDropdownHeight={320}
          data={structures.map((it) => ({ value: String(it.value), label: it.origin === 'reference' ? structureName(it) : `${structureName(it)} (by hand)` }))}
          onChange={(value) => { if (value !== null) chooseTarget(bench, Number(value)); }} />
        <Button size="xs" variant="default" onClick={() => begin('new', '')}>New…</Button>
        <Button size="xs" variant="default" onClick={() => begin('rename', targetStructure({ structures, target }).name)}>Rename…</Button>
      </Group>
      {naming !== 'no' && (
        <form onSubmit={(event) => { event.preventDefault(); finish(); }}>
          <Group gap="xs" wrap="nowrap">
            <TextInput flex={1} size="xs" aria-label="Name of the structure" placeholder="Name" data-autofocus autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)}
              onKeyDown={(event) => { if (event.key === 'Escape') setNaming('no'); }} />
            <Button size="xs" type="submit" disabled={!name.trim()}>{naming === 'new' ? 'Add' : 'Rename'}</Button>
          </Group>
        </form>
      )}
      {referenceName !== null && (
        <Checkbox size="xs" label="Follow the prompt: segment what lies under it" checked={targetMode === 'under-prompt'}
          onChange={(event) => setTarget(target, event.currentTarget.checked ? 'under-prompt' : 'chosen')} />
      )}
    </Section>
  );
}
