import { Autocomplete, Group, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { beginTextPrompt } from '#app/actions/loadVolumetric.ts';
import { segmentByName } from '#app/actions/wholeVolume.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import { searchVocabulary } from '#core/models/sat/searchVocabulary.ts';
import type { Modality } from '#core/volume/volume.ts';

const MODALITIES: Readonly<Record<Modality, string>> = { CT: 'ct', MR: 'mri', unknown: '' };
const MOST_HITS = 8;

/** A structure asked for by name: what is typed is searched among the names that the model knows in this kind of image. */
export function TextPrompt() {
  const bench = useWorkbench();
  const { text, state, textFocus } = volumetricStore();
  const modality = caseStore((it) => it.open?.modality ?? 'unknown');
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => { if (textFocus > 0) field.current?.focus(); }, [textFocus]);
  const hits = text ? searchVocabulary(text.vocabulary, MODALITIES[modality], typed, MOST_HITS) : [];
  const by = new Map(hits.map((hit) => [hit.entry.name, hit.by]));
  return (
    <Autocomplete ref={field} size="xs" label="Text prompt (T)" placeholder={text ? 'right kidney, spleen, …' : 'Loads the model first'} value={typed} onChange={setTyped} limit={MOST_HITS}
      disabled={state === 'running' || modality === 'unknown'} selectFirstOptionOnChange
      description={modality === 'unknown' ? 'Needs to know whether this is CT or MR.' : undefined}
      error={text && typed.trim() && hits.length === 0 ? `${text.name} knows no such structure on ${modality}.` : undefined}
      data={[...by.keys()]} filter={({ options }) => options}
      renderOption={({ option }) => <Group gap={6}><Text size="xs">{option.value}</Text>{by.get(option.value) && <Text size="xs" c="dimmed">({by.get(option.value)})</Text>}</Group>}
      onFocus={() => { if (!text && state === 'idle') void beginTextPrompt(bench); }}
      onOptionSubmit={(name) => { void segmentByName(bench, name).then(() => setTyped('')); }} />
  );
}
