import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { BUNDLED, loadModel } from '#app/actions/loadModel.ts';
import { ModelChoice } from '#app/pages/segment/ModelChoice.tsx';
import { ParityPanel } from '#app/parts/ParityPanel.tsx';
import { Section } from '#app/parts/Section.tsx';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { answerStore } from '#app/stores/answerStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';

/** Which network answers, where it runs, how long it takes; and the way to bring another. */
export function ModelPanel() {
  const bench = useWorkbench();
  const { model, modelState, facts, device } = engineStore();
  const timings = answerStore((it) => it.timings);
  return (
    <Section title="Model" aside={(
      <FileButton multiple accept=".onnx,.json,.f32" onChange={(files) => { if (files.length > 0) void loadModel(bench, { kind: 'files', files }); }}>
        {(props) => <Button {...props} size="compact-xs" variant="subtle" color="gray">Open…</Button>}
      </FileButton>
    )}>
      <ModelChoice />
      {model ? (
        <Stack gap={2}>
          <Text size="sm" fw={600}>{model.name}</Text>
          {facts.map((sentence) => <Text key={sentence} size="xs" c="dimmed">{sentence}</Text>)}
          <Text size="xs" c="dimmed" data-testid="model-device" data-device={model.device}>
            {model.device === 'webgpu' ? 'WebGPU' : `WASM, ${device.runtime?.threads ?? 1} threads`}, {model.precision}
            {timings && `; encode ${timings.embedding === 'cached' ? 'kept' : timings.embedding === 'stored' ? 'from storage, half precision' : `${Math.round(timings.encodeMs)} ms`}, decode ${Math.round(timings.decodeMs)} ms`}
          </Text>
          <ParityPanel />
        </Stack>
      ) : (
        <Group justify="space-between" wrap="nowrap">
          <Text size="xs" c="dimmed">{device.state === 'failed' ? device.reason : modelState === 'loading' ? 'The model is being loaded.' : 'No model is loaded.'}</Text>
          <Button size="compact-xs" variant="default" disabled={modelState === 'loading'} onClick={() => void loadModel(bench, BUNDLED)}>Load</Button>
        </Group>
      )}
    </Section>
  );
}
