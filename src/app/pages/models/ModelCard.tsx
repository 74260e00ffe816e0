import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { asksOf, takeModel } from '#app/actions/modelLibrary.ts';
import { gpuOffer } from '#app/pages/models/gpuOffer.ts';
import { promptWords } from '#app/pages/models/modelWords.ts';
import { makerSentence } from '#app/parts/parityWords.ts';
import { bytesWords } from '#core/num/bytesWords.ts';
import { ParityPanel } from '#app/parts/ParityPanel.tsx';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import { deviceFit } from '#core/models/known/deviceFit.ts';
import type { ModelManifest } from '#core/models/manifest.ts';

interface ModelCardProps {
  readonly manifest: ModelManifest;
  /** What stands for it in a run; see `sourceAt`. */
  readonly address: string;
  readonly bytes: number;
  readonly largestTensorBytes?: number | undefined;
  readonly source: string;
  /** Files and how each is proven. */
  readonly details?: ReactNode;
  readonly actions?: ReactNode;
}

/** A model that is here: what it is, whose it is, where it would run, and the way to use it. */
export function ModelCard({ manifest, address, bytes, largestTensorBytes, source, details, actions }: ModelCardProps) {
  const bench = useWorkbench();
  const navigate = useNavigate();
  const { probe, device, model, modelState } = engineStore();
  const { whole, text } = volumetricStore();
  const loaded = [model, whole, text].find((it) => it?.modelId === manifest.id);
  const fit = probe && deviceFit({ precision: manifest.precision, largestTensorBytes }, gpuOffer(probe, device));
  const use = async (): Promise<void> => {
    if (await takeModel(bench, address, manifest.family)) await navigate({ to: '/segment' });
  };
  const parity = makerSentence(manifest.parity ?? []);
  return (
    <Paper withBorder p="md" component="article" aria-label={manifest.name} data-testid="model" data-model={manifest.id}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2} miw={0}>
          <Text fw={600}>{manifest.name}</Text>
          <Text size="xs" c="dimmed">Family {manifest.family}, {manifest.precision}, {bytesWords(bytes)}; {promptWords(manifest.promptKinds)}.</Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>Licence {manifest.licence ?? 'not said'}; from {source}.</Text>
          {parity && <Text size="xs" c="dimmed">{parity}</Text>}
          <Text size="xs" data-testid="model-fit" data-runs-on={fit?.runsOn}>{fit ? fit.words : 'The device is being asked what it offers.'}</Text>
          {model?.modelId === manifest.id && <ParityPanel />}
          {details}
        </Stack>
        <Stack gap="xs" align="flex-end" style={{ flexShrink: 0 }}>
          {loaded && <Badge variant="light" color="cyan" c="inherit" tt="none">Loaded{'device' in loaded ? ` on ${loaded.device === 'webgpu' ? 'WebGPU' : 'WASM'}` : ''}</Badge>}
          <Button size="compact-sm" color="cyan.9" disabled={modelState === 'loading'} onClick={() => void use()}>{asksOf(manifest.family) === 'slices' ? 'Use on Segment' : 'Use for whole volumes'}</Button>
          {actions}
        </Stack>
      </Group>
    </Paper>
  );
}
