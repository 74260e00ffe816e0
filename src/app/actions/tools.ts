import { promptStore } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { refusalOf } from '#app/actions/promptKinds.ts';
import { refreshVolumeAgreement } from '#app/actions/agreement.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { caseStore, setTarget } from '#app/stores/caseStore.ts';
import { agreementStore } from '#app/stores/answerStore.ts';
import { sliceCount, planeAxes } from '#core/volume/slice.ts';
import type { VoxelPoint } from '#core/volume/grid.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { Plane } from '#core/volume/slice.ts';

const AXIS = ['i', 'j', 'k'] as const;

export function switchPolarity(): void {
  if (refusalOf(engineStore.getState().model, 'point-negative') !== null && promptStore.getState().polarity === 'positive') return;
  promptStore.setState(({ polarity }) => ({ polarity: polarity === 'positive' ? 'negative' : 'positive' }));
}

/** Radius of the scribble in slice pixels, half to 20. */
export function widenBrush(by: number): void {
  promptStore.setState(({ brushRadiusPx }) => ({ brushRadiusPx: Math.min(20, Math.max(0.5, brushRadiusPx + by)) }));
}

/** The slice of a plane on which the crosshair lies. */
export function sliceOf(crosshair: VoxelPoint, plane: Plane): number {
  return crosshair[AXIS[planeAxes(plane)[2]]];
}

/** Moves the crosshair to this slice of the plane in use, no further than its ends. */
export function goToSlice(index: number): void {
  const { open } = caseStore.getState();
  const { plane, crosshair } = viewStore.getState();
  if (!open) return;
  const at = Math.min(sliceCount(open.grid, plane) - 1, Math.max(0, index));
  viewStore.setState({ crosshair: { ...crosshair, [AXIS[planeAxes(plane)[2]]]: at } });
}

export function stepSlice(by: number): void {
  const { crosshair, plane } = viewStore.getState();
  goToSlice(sliceOf(crosshair, plane) + by);
}

/** Goes to the predicted slice with the lowest Dice; from there on to the next lowest, and round again. */
export function goToWorst(step: 1 | -1): void {
  const { profile } = agreementStore.getState();
  const { crosshair, plane } = viewStore.getState();
  const worst = profile.flatMap(({ dice, predictionVoxels }, index) => (dice !== null && predictionVoxels > 0 ? [{ index, dice }] : []))
    .toSorted((a, b) => a.dice - b.dice || a.index - b.index);
  if (worst.length === 0) return;
  const here = worst.findIndex(({ index }) => index === sliceOf(crosshair, plane));
  goToSlice(worst[(here === -1 ? 0 : here + step + worst.length) % worst.length].index);
}

/** Chooses what is segmented, by hand. */
export function chooseTarget(bench: Workbench, value: number): void {
  setTarget(value, 'chosen');
  refreshVolumeAgreement(bench);
}

/** Selects a prompt and shows the slice that it is on. */
export function goToPrompt(prompt: Prompt): void {
  promptStore.setState({ selected: prompt.id });
  if (prompt.kind === 'text') return;
  viewStore.setState(({ plane, layout }) => ({ plane: prompt.plane, layout: layout === plane ? prompt.plane : layout }));
  goToSlice(prompt.index);
}
