import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { downloadModel, wanted } from '#app/actions/downloadModel.ts';
import { gpuOffer } from '#app/pages/models/gpuOffer.ts';
import { promptWords } from '#app/pages/models/modelWords.ts';
import { bytesWords } from '#core/num/bytesWords.ts';
import { useModelRoom } from '#app/parts/modelRoomContext.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';
import type { PublicModel } from '#core/models/known/catalogue.ts';
import { CATALOGUE_MODELS, knownOf } from '#core/models/known/catalogue.ts';
import { deviceFit } from '#core/models/known/deviceFit.ts';

/** Public models that can be downloaded, and what this device can do with each before a byte of it is fetched. */
export function CatalogueList() {
  return (
    <Stack gap="sm" component="section" aria-label="Public models">
      <Title order={2} size="h4">Public models to download</Title>
      <Text size="sm" c="dimmed">They come straight from their publishers; no image of yours is sent anywhere. None was trained on what you will ask it: look at its Dice before you trust it.</Text>
      {CATALOGUE_MODELS.map((model) => <PublicModelCard key={model.id} model={model} />)}
    </Stack>
  );
}

function PublicModelCard({ model }: { readonly model: PublicModel }) {
  const room = useModelRoom();
  const { probe, device } = engineStore();
  const isHere = modelsStore((it) => it.stored.some(({ entry }) => entry.id === model.id));
  const isComing = modelsStore((it) => model.id in it.downloads);
  const { id, name, files, licence, source, note } = model;
  const fit = probe && deviceFit(model, gpuOffer(probe, device));
  const bytes = files.reduce((sum, it) => sum + it.bytes, 0);
  const unknown = files.filter(({ sha256 }) => sha256 === undefined).length;
  return (
    <Paper withBorder p="md" component="article" aria-label={name} data-testid="public-model" data-model={id}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2} miw={0}>
          <Text fw={600}>{name}</Text>
          <Text size="xs" c="dimmed">{bytesWords(bytes)}, {model.precision}; {promptWords(knownOf(model).promptKinds)}. Licence {licence}, from <Anchor href={source} target="_blank" rel="noreferrer" size="xs" underline="always">{source.replace('https://', '')}</Anchor>.</Text>
          <Text size="xs">{note}</Text>
          <Text size="xs" data-testid="model-fit" data-runs-on={fit?.runsOn}>{fit ? fit.words : 'The device is being asked what it offers.'}</Text>
          <Text size="xs" c="dimmed">{unknown === 0 ? 'Every file is checked against its known SHA-256.' : `The SHA-256 of ${unknown} of its files is not known: what first arrives is recorded, and shown with the model.`}</Text>
        </Stack>
        <Button
          size="compact-sm" variant="default" style={{ flexShrink: 0 }} disabled={isHere || isComing} aria-label={`Download ${name}`}
          onClick={() => void downloadModel(room, wanted(model))}
        >{isHere ? 'Is here' : isComing ? 'Is coming' : 'Download'}</Button>
      </Group>
    </Paper>
  );
}
