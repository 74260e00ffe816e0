import { answerStore, repaint } from '#app/stores/answerStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { board, promptStore } from '#app/stores/promptStore.ts';
import { latestOnly } from '#app/actions/latestOnly.ts';
import { kindOf, refusalOf } from '#app/actions/promptKinds.ts';
import type { SlicePlace } from '#app/actions/segment.ts';
import { askFor } from '#app/actions/segment.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { Polarity } from '#core/prompts/prompt.ts';
import { slicePrompts } from '#core/models/slicePrompts.ts';
import type { SlicePoint } from '#core/volume/grid.ts';

interface Hover extends SlicePlace { readonly bench: Workbench; readonly at: SlicePoint; readonly polarity: Polarity }

let wanted: Hover | null = null;

/** Shows what a click here would give. Only the latest place is answered, and an answer for a place left behind is not shown. */
export function hoverPrompt(hover: Hover): void {
  wanted = hover;
  preview(hover);
}

export function endHover({ voxels }: Workbench): void {
  wanted = null;
  preview.forget();
  if (!voxels.hover) return;
  voxels.hover = null;
  repaint();
}

const preview = latestOnly(async (hover: Hover): Promise<void> => {
  const { bench, plane, index, at, polarity } = hover;
  if (answerStore.getState().state === 'computing' || promptStore.getState().draft || refusalOf(engineStore.getState().model, kindOf('point', polarity) ?? 'box')) return;
  const prompts = slicePrompts(board().prompts, plane, index);
  const request = askFor(bench, hover, { ...prompts, points: [...prompts.points, { at, polarity }] }, 'hover');
  if (!request) return;
  const outcome = await bench.engine.segment(request);
  if (outcome.state !== 'done' || wanted === null || wanted.plane !== plane || wanted.index !== index) return;
  bench.voxels.hover = outcome.value.candidates[0].mask;
  repaint();
});
