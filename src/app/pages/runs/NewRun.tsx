import { Button, Checkbox, MultiSelect, NumberInput, Select, Stack, Text, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { RunModel } from '#app/actions/runChoices.ts';
import { cohortOrgans, namedProtocol, runModels } from '#app/actions/runChoices.ts';
import { createRun, startRun } from '#app/actions/runs.ts';
import type { ProtocolDraft } from '#app/pages/runs/ProtocolFields.tsx';
import { firstProtocol, ProtocolFields, protocolJson } from '#app/pages/runs/ProtocolFields.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { cohortStore } from '#app/stores/cohortStore.ts';
import { runsStore } from '#app/stores/runsStore.ts';
import { PROGRAM_VERSION } from '#core/evaluation/programVersion.ts';

const SEED = 1;

/** A model, a protocol and organs over a cohort. */
export function NewRun() {
  const desk = useCohortDesk();
  const navigate = useNavigate();
  const { cohort: cohortId } = useSearch({ from: '/runs' });
  const saved = cohortStore((it) => it.saved);
  const [models, setModels] = useState<readonly RunModel[]>([]);
  const [modelAddress, setModelAddress] = useState<string | null>(null);
  const [known, setKnown] = useState<{ readonly cohortId: string; readonly organs: readonly string[] } | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const organs = known && known.cohortId === cohortId ? known.organs : [];
  const [protocol, setProtocol] = useState<ProtocolDraft>(firstProtocol('slices'));
  const [seed, setSeed] = useState(SEED);
  const [workers, setWorkers] = useState<number | ''>('');
  const [masks, setMasks] = useState<'kept' | 'dropped'>('kept');
  const model = models.find((it) => it.facts.manifestUrl === modelAddress);

  useEffect(() => {
    void runModels().then((found) => {
      setModels(found);
      setModelAddress((before) => before ?? found[0]?.facts.manifestUrl ?? null);
    });
  }, []);
  useEffect(() => {
    if (!cohortId) return;
    void cohortOrgans(desk, cohortId).then((found) => {
      setKnown({ cohortId, organs: found });
      setChosen([...found].slice(0, 5));
    });
  }, [desk, cohortId]);

  const chooseModel = (address: string | null): void => {
    setModelAddress(address);
    const next = models.find((it) => it.facts.manifestUrl === address);
    if (next && next.asks !== model?.asks) setProtocol(firstProtocol(next.asks));
  };
  const start = async (): Promise<void> => {
    const named = namedProtocol(protocolJson(protocol));
    if (!named || !model || !cohortId) return;
    const id = await createRun(desk, { cohortId, model: model.facts, protocol: named, organs: chosen, seed, program: PROGRAM_VERSION, masks });
    const run = runsStore.getState().runs.find((it) => it.id === id);
    if (run) void startRun(desk, run, workers === '' ? undefined : workers);
  };
  return (
    <Stack p="md" gap="sm" component="section" aria-label="New run">
      <Title order={2} size="h4">New run</Title>
      <Select
        label="Cohort" placeholder={saved.length === 0 ? 'bring one in on the Data page' : 'choose'} data={saved.map((it) => ({ value: it.id, label: `${it.name} (${it.cases})` }))} value={cohortId ?? null}
        onChange={(value) => void navigate({ to: '/runs', search: value ? { cohort: value } : {} })} disabled={saved.length === 0}
      />
      <Select label="Model" data={models.map(({ facts }) => ({ value: facts.manifestUrl, label: facts.name }))} value={modelAddress} onChange={chooseModel} allowDeselect={false} />
      <MultiSelect label="Organs" data={[...organs]} value={chosen} onChange={setChosen} searchable maxDropdownHeight={260} disabled={organs.length === 0} />
      <ProtocolFields draft={protocol} onChange={setProtocol} />
      <NumberInput label="Seed" value={seed} min={0} onChange={(value) => setSeed(typeof value === 'number' ? value : SEED)} />
      <NumberInput label="Cases at a time" placeholder="as the processor allows" value={workers} min={1} max={16} onChange={(value) => setWorkers(typeof value === 'number' ? value : '')} />
      <Checkbox label="Keep the predicted masks" checked={masks === 'kept'} onChange={(event) => setMasks(event.currentTarget.checked ? 'kept' : 'dropped')} />
      <Button color="cyan.9" disabled={!cohortId || !model || chosen.length === 0} onClick={() => void start()}>Start</Button>
      <Text size="xs" c="dimmed">The same model, protocol, organs and seed over the same cohort is the same run: it goes on, and no case is run twice.</Text>
    </Stack>
  );
}
