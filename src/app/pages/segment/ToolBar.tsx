import { ActionIcon, Divider, Group, SegmentedControl, Slider, Tooltip } from '@mantine/core';
import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs';
import IconArrowForwardUp from '@tabler/icons-react/dist/esm/icons/IconArrowForwardUp.mjs';
import IconContrast2 from '@tabler/icons-react/dist/esm/icons/IconContrast2.mjs';
import IconHandMove from '@tabler/icons-react/dist/esm/icons/IconHandMove.mjs';
import IconHandStop from '@tabler/icons-react/dist/esm/icons/IconHandStop.mjs';
import IconLetterT from '@tabler/icons-react/dist/esm/icons/IconLetterT.mjs';
import IconPlusMinus from '@tabler/icons-react/dist/esm/icons/IconPlusMinus.mjs';
import IconPointFilled from '@tabler/icons-react/dist/esm/icons/IconPointFilled.mjs';
import IconScribble from '@tabler/icons-react/dist/esm/icons/IconScribble.mjs';
import IconShape from '@tabler/icons-react/dist/esm/icons/IconShape.mjs';
import type { ComponentType } from 'react';
import { redo, undo } from '#app/actions/editPrompts.ts';
import { beginTextPrompt } from '#app/actions/loadVolumetric.ts';
import { chooseTool, emulationOf, kindOf, refusalOf } from '#app/actions/promptKinds.ts';
import { switchPolarity } from '#app/actions/tools.ts';
import { chooseLayout } from '#app/actions/viewerEvents.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { promptStore } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { redoName, undoName } from '#core/prompts/history.ts';
import type { Layout, Tool } from '#viewer/types.ts';

const TOOLS: readonly { readonly tool: Tool; readonly label: string; readonly icon: ComponentType<{ size?: number | string }> }[] = [
  { tool: 'point', label: 'Point (P)', icon: IconPointFilled },
  { tool: 'box', label: 'Box (B)', icon: IconShape },
  { tool: 'scribble', label: 'Scribble (S)', icon: IconScribble },
  { tool: 'navigate', label: 'Navigate (M)', icon: IconHandStop },
  { tool: 'pan', label: 'Pan', icon: IconHandMove },
  { tool: 'window', label: 'Window (W): drag', icon: IconContrast2 },
];

const LAYOUTS: { value: Layout; label: string }[] = [
  { value: 'axial', label: 'Axial' }, { value: 'coronal', label: 'Coronal' }, { value: 'sagittal', label: 'Sagittal' },
  { value: 'multiplanar', label: 'All' }, { value: 'render', label: '3D' },
];

/** One tool owns the pointer; beside it the sign of the next prompt, undo and redo, and the layout. */
export function ToolBar() {
  const bench = useWorkbench();
  const tool = viewStore((it) => it.tool);
  const layout = viewStore((it) => it.layout);
  const polarity = promptStore((it) => it.polarity);
  const history = promptStore((it) => it.history);
  const brushRadiusPx = promptStore((it) => it.brushRadiusPx);
  const model = engineStore((it) => it.model);
  const noNegative = refusalOf(model, 'point-negative');
  const takenBack = undoName(history);
  const doneAgain = redoName(history);
  return (
    <Group gap={6} px="sm" py={6} role="toolbar" aria-label="Tools" wrap="nowrap">
      {TOOLS.map(({ tool: mine, label, icon: Icon }) => {
        const kind = kindOf(mine, 'positive');
        const refusal = kind && refusalOf(model, kind), emulation = kind && emulationOf(model, kind);
        const said = refusal ? `${label}: ${refusal}` : emulation ? `${label}: emulated, ${emulation}` : label;
        return (
          <Tooltip key={mine} label={said} multiline maw={320}>
            <ActionIcon {...(tool === mine ? { variant: 'filled' } : { variant: 'subtle', color: 'gray' })} size="lg" aria-label={said} aria-pressed={tool === mine} {...(refusal ? { 'data-disabled': true, 'aria-disabled': true } : {})}
              onClick={() => chooseTool(mine)}><Icon size={18} /></ActionIcon>
          </Tooltip>
        );
      })}
      <Tooltip label="Ask by name (T)">
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Ask by name (T)" onClick={() => void beginTextPrompt(bench)}><IconLetterT size={18} /></ActionIcon>
      </Tooltip>
      <Divider orientation="vertical" />
      <Tooltip label={noNegative ?? `Next prompt is ${polarity} (X); hold Shift or Alt for the other`} multiline maw={320}>
        <ActionIcon {...(noNegative ? { 'data-disabled': true, 'aria-disabled': true } : {})} variant={polarity === 'negative' ? 'filled' : 'subtle'} color={polarity === 'negative' ? 'orange' : 'gray'} size="lg" aria-label={noNegative ? `Negative prompts: ${noNegative}` : 'Negative prompts'} aria-pressed={polarity === 'negative'}
          onClick={switchPolarity}><IconPlusMinus size={18} /></ActionIcon>
      </Tooltip>
      <Divider orientation="vertical" />
      <Tooltip label={takenBack ? `Undo: ${takenBack}` : 'Nothing to undo'}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Undo" disabled={!takenBack} onClick={() => void undo(bench)}><IconArrowBackUp size={18} /></ActionIcon>
      </Tooltip>
      <Tooltip label={doneAgain ? `Redo: ${doneAgain}` : 'Nothing to redo'}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Redo" disabled={!doneAgain} onClick={() => void redo(bench)}><IconArrowForwardUp size={18} /></ActionIcon>
      </Tooltip>
      {tool === 'scribble' && <Slider w={90} size="xs" min={0.5} max={20} step={0.5} label={(value) => `${value} px`} thumbLabel="Radius of the scribble ([ and ])" value={brushRadiusPx} onChange={(value) => promptStore.setState({ brushRadiusPx: value })} />}
      <SegmentedControl ml="auto" size="xs" aria-label="Layout" data={LAYOUTS} value={layout} onChange={(value) => chooseLayout(bench, value)} />
    </Group>
  );
}
