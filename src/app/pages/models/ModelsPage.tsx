import { Flex, ScrollArea, Stack, Title } from '@mantine/core';
import { useEffect } from 'react';
import { refreshModels } from '#app/actions/modelLibrary.ts';
import { AddressForm } from '#app/pages/models/AddressForm.tsx';
import { BringModel } from '#app/pages/models/BringModel.tsx';
import { CatalogueList } from '#app/pages/models/CatalogueList.tsx';
import { ModelCard } from '#app/pages/models/ModelCard.tsx';
import { StoragePanel } from '#app/pages/models/StoragePanel.tsx';
import { StoredModels } from '#app/pages/models/StoredModels.tsx';
import { useModelsCommands } from '#app/pages/models/useModelsCommands.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';

/** Which models there are, what each asks of the device, and the ways to bring another in. */
export function ModelsPage() {
  const bundled = modelsStore((it) => it.bundled);
  useModelsCommands();
  useEffect(() => { void refreshModels(); }, []);
  return (
    <Flex h="100%" mih={0}>
      <h1 className="heard-only">Models</h1>
      <ScrollArea w={340} h="100%" style={{ borderRight: '1px solid var(--mantine-color-default-border)', flexShrink: 0 }}>
        <BringModel />
        <AddressForm />
        <StoragePanel />
      </ScrollArea>
      <ScrollArea flex={1} h="100%">
        <Stack p="lg" gap="lg" maw={1000}>
          <StoredModels />
          <Stack gap="sm" component="section" aria-label="Models that come with IsoDice">
            <Title order={2} size="h4">Come with IsoDice</Title>
            {bundled.map(({ manifest, manifestUrl, bytes }) => <ModelCard key={manifest.id} manifest={manifest} address={manifestUrl} bytes={bytes} source={manifest.source ?? 'IsoDice itself, trained on synthetic phantoms'} />)}
          </Stack>
          <CatalogueList />
        </Stack>
      </ScrollArea>
    </Flex>
  );
}
