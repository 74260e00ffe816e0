import { Select } from '@mantine/core';
import { useEffect } from 'react';
import { asksOf, refreshModels, takeModel, usableModels } from '#app/actions/modelLibrary.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';

/** Every model here that is asked slice by slice, bundled or stored. */
export function ModelChoice() {
  const bench = useWorkbench();
  const { model, modelState } = engineStore();
  const { bundled, stored } = modelsStore();
  useEffect(() => { void refreshModels(); }, []);
  const choices = usableModels({ bundled, stored }).filter(({ manifest }) => asksOf(manifest.family) === 'slices');
  return (
    <Select
      size="xs" aria-label="Model for prompts" placeholder="Choose a model" allowDeselect={false} disabled={modelState === 'loading'}
      data={choices.map(({ manifest, address }) => ({ value: address, label: manifest.name }))} value={choices.find(({ manifest }) => manifest.id === model?.modelId)?.address ?? null}
      onChange={(address) => {
        const chosen = choices.find((it) => it.address === address);
        if (chosen) void takeModel(bench, chosen.address, chosen.manifest.family);
      }}
    />
  );
}
