import { Alert, Button, Checkbox, FileButton, Group, Menu, Progress, Select, Stack, Table, Text } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import { useRef } from 'react';
import { BUNDLED_VOLUMETRIC, bundledSource, loadVolumetric } from '#app/actions/loadVolumetric.ts';
import { modelFacts } from '#app/actions/modelFacts.ts';
import { chooseTarget } from '#app/actions/tools.ts';
import { cancelWholeVolume, clearWholeVolume, segmentWholeVolume } from '#app/actions/wholeVolume.ts';
import { proportion } from '#app/parts/decimal.ts';
import { Section } from '#app/parts/Section.tsx';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { TextPrompt } from '#app/pages/segment/TextPrompt.tsx';
import { experimentalWords, timingWords, volumetricWords } from '#app/pages/segment/volumetricWords.ts';
import { caseStore, structureName } from '#app/stores/caseStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import type { VolumetricReport } from '#engine/protocol/volumetricCalls.ts';

/** Models that segment a whole image at once, or structures of it by name, and how well they did. */
export function WholeVolumePanel() {
  const bench = useWorkbench();
  const { whole, text, state, run, timing, mirroring, answers } = volumetricStore();
  const open = caseStore((it) => it.open);
  return (
    <Section title="Whole volume" aside={<OpenModel />}>
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <Select flex={1} miw={0} size="xs" aria-label="Whole-volume model" placeholder="Choose a model" disabled={state !== 'idle'} value={BUNDLED_VOLUMETRIC.find(({ id }) => id === whole?.modelId)?.id ?? null}
          data={BUNDLED_VOLUMETRIC.filter(({ id }) => id !== 'iso-text').map(({ id, label }) => ({ value: id, label }))}
          onChange={(id) => { const bundled = BUNDLED_VOLUMETRIC.find((it) => it.id === id); if (bundled) void loadVolumetric(bench, bundledSource(bundled.id)); }} />
        {state === 'running'
          ? <Button size="xs" variant="default" onClick={cancelWholeVolume}>Cancel</Button>
          : <Button size="xs" disabled={!open || !whole || state !== 'idle'} onClick={() => void segmentWholeVolume(bench)}>Segment</Button>}
      </Group>
      {run && <Stack gap={2}>
        <Progress value={run.of > 0 ? (100 * run.done) / run.of : 0} size="sm" aria-label={run.title} />
        <Text size="xs" c="dimmed">{run.title}{run.of > 0 ? `: ${run.done} of ${run.of}` : ' …'}</Text>
      </Stack>}
      {whole && whole.mirrorAxes.length > 0 && (
        <Checkbox size="xs" label={`Mirror and average (${2 ** whole.mirrorAxes.length} times as long)`} checked={mirroring === 'on'}
          onChange={(event) => volumetricStore.setState({ mirroring: event.currentTarget.checked ? 'on' : 'off' })} />
      )}
      <TextPrompt />
      {answers.length > 0 && <Answers />}
      {timing && <Text size="xs" c="dimmed" data-testid="volumetric-timing">{timingWords(timing)}</Text>}
      {whole && <ModelWords report={whole} />}
      {text && <ModelWords report={text} />}
    </Section>
  );
}

/** A model of one's own: an nnU-Net folder as nnU-Net writes it with its ONNX files, or a SAT folder; zipped or not. */
function OpenModel() {
  const bench = useWorkbench();
  const folder = useRef<HTMLInputElement>(null);
  const load = (files: readonly File[]) => { if (files.length > 0) void loadVolumetric(bench, { source: { kind: 'files', files } }); };
  return (
    <>
      <input ref={folder} type="file" hidden aria-label="Folder of a whole-volume model" {...{ webkitdirectory: '' }} onChange={(event) => load([...(event.currentTarget.files ?? [])])} />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target><Button size="compact-xs" variant="subtle" color="gray" rightSection={<IconChevronDown size={12} />}>Open…</Button></Menu.Target>
        <Menu.Dropdown>
          <FileButton multiple accept=".zip,.onnx,.json,.bin" onChange={load}>{(props) => <Menu.Item {...props} closeMenuOnClick={false}>Zip or files…</Menu.Item>}</FileButton>
          <Menu.Item onClick={() => folder.current?.click()}>Folder…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** What is worth knowing of a model, folded away; an experiment says so unfolded. */
function ModelWords({ report }: { readonly report: VolumetricReport }) {
  const experimental = experimentalWords(report);
  return (
    <Stack gap={4}>
      {experimental && <Alert color="orange" p={6}><Text size="xs">{experimental}</Text></Alert>}
      <details>
        <Text component="summary" size="xs" style={{ cursor: 'pointer' }}>{report.name}: what it is, how it runs here</Text>
        <Stack gap={2} pt={4}>
          {[...modelFacts(report.manifest), ...volumetricWords(report)].map((sentence) => <Text key={sentence} size="xs" c="dimmed">{sentence}</Text>)}
          {report.configurations.length > 1 && <Configurations report={report} />}
        </Stack>
      </details>
    </Stack>
  );
}

/** The plans' configurations: the one that is loaded, those that can be, and why the others cannot. */
function Configurations({ report }: { readonly report: VolumetricReport }) {
  const bench = useWorkbench();
  const from = volumetricStore((it) => it.wholeFrom);
  return report.configurations.map(({ name, refusal }) => (
    <Group key={name} gap={6} wrap="nowrap" align="flex-start">
      <Text size="xs" c="dimmed" flex={1}>{name}: {name === report.configuration ? 'loaded.' : refusal ?? 'can be loaded.'}</Text>
      {name !== report.configuration && refusal === undefined && from && <Button size="compact-xs" variant="default" onClick={() => void loadVolumetric(bench, { ...from, configuration: name })}>Load</Button>}
    </Group>
  ));
}

/** What was found, each structure with its agreement and size; a click segments that one further by hand. */
function Answers() {
  const bench = useWorkbench();
  const answers = volumetricStore((it) => it.answers);
  return (
    <Stack gap={4}>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={4} fz="xs" data-testid="volumetric-answers" style={{ fontVariantNumeric: 'tabular-nums' }}>
        <Table.Thead><Table.Tr><Table.Th>Structure</Table.Th><Table.Th ta="right">Dice</Table.Th><Table.Th ta="right">ml</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {answers.map(({ value, name, dice, volumeMl }) => (
            <Table.Tr key={value}>
              <Table.Td><Button size="compact-xs" variant="subtle" onClick={() => chooseTarget(bench, value)}>{structureName({ name })}</Button></Table.Td>
              <Table.Td ta="right"><data value={dice ?? ''}>{proportion(dice)}</data></Table.Td>
              <Table.Td ta="right">{volumeMl.toFixed(0)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed">Dice over the whole volume against the expert, accepted slices included. {answers.length} {answers.length === 1 ? 'structure' : 'structures'} of one image.</Text>
        <Button size="compact-xs" variant="default" style={{ flexShrink: 0 }} onClick={() => void clearWholeVolume(bench)}>Clear</Button>
      </Group>
    </Stack>
  );
}
