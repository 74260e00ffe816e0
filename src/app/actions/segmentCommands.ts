import { promptStore } from '#app/stores/promptStore.ts';
import { setKeyHelp } from '#app/stores/shellStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { acceptSlice, removeAccepted } from '#app/actions/accept.ts';
import type { Command } from '#app/actions/command.ts';
import { promptAtCrosshair } from '#app/actions/draw.ts';
import { redo, rejectSlice, removePrompt, togglePrompts, undo } from '#app/actions/editPrompts.ts';
import { cycleCandidate } from '#app/actions/segment.ts';
import { chooseTool } from '#app/actions/promptKinds.ts';
import { goToWorst, sliceOf, stepSlice, switchPolarity, widenBrush } from '#app/actions/tools.ts';
import { chooseLayout } from '#app/actions/viewerEvents.ts';
import { beginTextPrompt } from '#app/actions/loadVolumetric.ts';
import { segmentWholeVolume } from '#app/actions/wholeVolume.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { Layout, Tool } from '#viewer/types.ts';

type OverlayName = 'reference' | 'prediction' | 'error';

/** Everything that the Segment page can do without a pointer. */
export function segmentCommands(bench: Workbench): readonly Command[] {
  const tool = (id: Tool, label: string, key?: string): Command => ({ id: `tool-${id}`, group: 'Tools', label, ...(key ? { keys: [key] } : {}), run: () => chooseTool(id) });
  const layout = (id: Layout, label: string, key: string): Command => ({
    id: `layout-${id}`, group: 'View', label, keys: [key],
    run: () => chooseLayout(bench, id),
  });
  const overlay = (id: OverlayName, label: string, key: string): Command => ({
    id: `overlay-${id}`, group: 'View', label, keys: [key],
    run: () => viewStore.setState((it) => ({ [id]: { ...it[id], visibility: it[id].visibility === 'shown' ? 'hidden' : 'shown' } })),
  });
  return [
    tool('point', 'Point', 'p'), tool('box', 'Box', 'b'), tool('scribble', 'Scribble', 's'), tool('navigate', 'Navigate', 'm'), tool('window', 'Drag the display window', 'w'), tool('pan', 'Pan'),
    { id: 'text', group: 'Whole volume', label: 'Ask for a structure by name', keys: ['t'], run: () => void beginTextPrompt(bench) },
    { id: 'whole-volume', group: 'Whole volume', label: 'Segment the whole volume with the model that is loaded', run: () => void segmentWholeVolume(bench) },
    { id: 'polarity', group: 'Tools', label: 'Switch between positive and negative', keys: ['x'], run: switchPolarity },
    { id: 'at-crosshair', group: 'Tools', label: 'Use the tool at the crosshair (a box: one corner, then the other)', keys: ['.'], run: () => promptAtCrosshair(bench) },
    { id: 'accept', group: 'Answer', label: 'Accept', keys: ['Enter'], run: () => void acceptSlice(bench) },
    { id: 'reject', group: 'Answer', label: 'Reject', keys: ['Escape'], run: () => void rejectSlice(bench) },
    { id: 'delete', group: 'Answer', label: 'Delete the selected prompt, or this slice\'s accepted mask', keys: ['Delete', 'Backspace'], run: () => void deleteHere(bench) },
    { id: 'undo', group: 'Answer', label: 'Undo', keys: ['mod+z'], run: () => void undo(bench) },
    { id: 'redo', group: 'Answer', label: 'Redo', keys: ['mod+shift+z', 'mod+y'], run: () => void redo(bench) },
    { id: 'candidate', group: 'Answer', label: 'Next candidate', keys: ['c'], run: () => void cycleCandidate(bench, 1) },
    { id: 'hide', group: 'View', label: 'Hide or show prompts and the waiting mask', keys: ['v'], run: togglePrompts },
    { id: 'slice-up', group: 'Slices', label: 'Next slice', keys: ['PageUp', 'ArrowUp'], run: () => stepSlice(1) },
    { id: 'slice-down', group: 'Slices', label: 'Previous slice', keys: ['PageDown', 'ArrowDown'], run: () => stepSlice(-1) },
    { id: 'worst', group: 'Slices', label: 'Worst slice, then the next worst', keys: ['n'], run: () => goToWorst(1) },
    { id: 'worst-back', group: 'Slices', label: 'Previous worst slice', keys: ['shift+n'], run: () => goToWorst(-1) },
    layout('axial', 'Axial', '1'), layout('coronal', 'Coronal', '2'), layout('sagittal', 'Sagittal', '3'), layout('multiplanar', 'All three', '4'), layout('render', '3D', '5'),
    overlay('reference', 'Expert mask', 'r'), overlay('prediction', 'Prediction', 'a'), overlay('error', 'Errors: agreement, too much, missed', 'e'),
    { id: 'brush-more', group: 'Tools', label: 'Wider scribble', keys: [']'], run: () => widenBrush(1) },
    { id: 'brush-less', group: 'Tools', label: 'Narrower scribble', keys: ['['], run: () => widenBrush(-1) },
    { id: 'convention', group: 'View', label: 'Switch between radiological and neurological', run: () => viewStore.setState((it) => ({ convention: it.convention === 'radiological' ? 'neurological' : 'radiological' })) },
    { id: 'interpolation', group: 'View', label: 'Switch between smooth and pixels', run: () => viewStore.setState((it) => ({ interpolation: it.interpolation === 'linear' ? 'nearest' : 'linear' })) },
    { id: 'crosshair', group: 'View', label: 'Crosshair', keys: ['h'], run: () => viewStore.setState((it) => ({ crosshairVisibility: it.crosshairVisibility === 'shown' ? 'hidden' : 'shown' })) },
    { id: 'reset-view', group: 'View', label: 'Fit the image', keys: ['f'], run: () => bench.viewer?.resetView() },
    { id: 'help', group: 'View', label: 'Keys', keys: ['?'], run: () => setKeyHelp('open') },
  ];
}

function deleteHere(bench: Workbench): Promise<void> {
  const { selected } = promptStore.getState();
  const { plane, crosshair } = viewStore.getState();
  if (selected === null) return removeAccepted(bench, { plane, index: sliceOf(crosshair, plane) });
  promptStore.setState({ selected: null });
  return removePrompt(bench, selected);
}
