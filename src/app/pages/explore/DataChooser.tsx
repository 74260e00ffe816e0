import { Button, Checkbox, Popover, Radio, ScrollArea, Stack, Text } from '@mantine/core';
import IconDatabase from '@tabler/icons-react/dist/esm/icons/IconDatabase.mjs';
import type { ReactNode } from 'react';
import { useEffect, useMemo, useState } from 'react';
import { refreshCohorts } from '#app/actions/importFiles.ts';
import { refreshRuns } from '#app/actions/storedRuns.ts';
import { placeValue, storedPlaces } from '#app/pages/explore/storedPlaces.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { cohortStore } from '#app/stores/cohortStore.ts';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import { runsStore } from '#app/stores/runsStore.ts';

interface DataChooserProps {
  /** What the button says: the name of what is on the screen. */
  readonly name: string;
  readonly place: ResultsPlace | null;
  readonly onChoose: (place: ResultsPlace) => void;
  /** What else can be chosen of these results. */
  readonly children?: ReactNode;
}

/** Whose results the page is about: those that come with the program, stored runs of an own cohort (several at once), or a table from a file. */
export function DataChooser({ name, place, onChoose, children }: DataChooserProps) {
  const desk = useCohortDesk();
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (!opened) return;
    void refreshCohorts(desk);
    void refreshRuns(desk);
  }, [desk, opened]);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withArrow trapFocus width={360}>
      <Popover.Target>
        <Button variant="default" size="xs" fw={400} maw={230} title={name} leftSection={<IconDatabase size={14} />} aria-label={`Data: ${name}. Choose other results`} onClick={() => setOpened(!opened)}><Text truncate inherit>{name}</Text></Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ScrollArea.Autosize mah="65vh">
          <Stack gap="sm">
            <Places place={place} onChoose={onChoose} />
            {children}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

function Places({ place, onChoose }: Pick<DataChooserProps, 'place' | 'onChoose'>) {
  const { saved, results } = cohortStore();
  const { runs, finished } = runsStore();
  const all = useMemo(() => storedPlaces({ saved, results, runs, finished }), [saved, results, runs, finished]);
  const choose = (value: string): void => {
    const chosen = all.find((it) => it.value === value)?.place;
    if (chosen) onChoose(chosen);
  };
  return (
    <>
      <Radio.Group size="xs" label="Results of" value={place && placeValue(place)} onChange={choose}>
        <Stack gap={8} mt={6}>
          {all.map((it) => <Radio key={it.value} size="xs" value={it.value} label={it.label} description={it.description} disabled={it.place === null} />)}
        </Stack>
      </Radio.Group>
      {place !== null && place !== 'bundled' && place.kind === 'cohort' && <Records place={place} onChoose={onChoose} />}
    </>
  );
}

/** The stored runs of the cohort on the screen, each with a box; at least one stays chosen. */
function Records({ place, onChoose }: { readonly place: Extract<ResultsPlace, { kind: 'cohort' }>; readonly onChoose: (place: ResultsPlace) => void }) {
  const { runs, finished } = runsStore();
  const own = runs.filter(({ id, spec }) => spec.cohortId === place.id && (finished[id] ?? 0) > 0);
  const choose = (records: readonly string[]): void => { if (records.length > 0) onChoose({ ...place, records: own.map(({ id }) => id).filter((id) => records.includes(id)) }); };
  return (
    <Checkbox.Group size="xs" label={`Runs over ${place.name}`} value={[...place.records]} onChange={choose}>
      <Stack gap={6} mt={6}>
        {own.map(({ id, spec, caseIds }) => <Checkbox key={id} size="xs" value={id} label={`${spec.model.name} · ${spec.protocol.id}`} description={`${finished[id] ?? 0} of ${caseIds.length} cases`} />)}
      </Stack>
      {place.records.length === 1 && <Text size="xs" c="dimmed" mt={4}>Several runs over the same subjects can be compared with one another.</Text>}
    </Checkbox.Group>
  );
}
