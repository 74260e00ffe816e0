import { board, promptStore } from '#app/stores/promptStore.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { givePrompt, replacePrompts } from '#app/actions/editPrompts.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { BoxPrompt, Polarity, PromptDraft } from '#core/prompts/prompt.ts';
import { boxBetween } from '#core/prompts/prompt.ts';
import type { Prompts } from '#core/prompts/promptEdits.ts';
import { movePrompt, resizeBox } from '#core/prompts/promptEdits.ts';
import type { SlicePoint } from '#core/volume/grid.ts';
import { voxelToSlice } from '#core/volume/slice.ts';
import type { GlyphHit, ViewerEvent } from '#viewer/types.ts';

type Stroke = Extract<ViewerEvent, { kind: 'press' | 'drag' | 'release' }>;

/** What was under the pointer when the button went down; decides for the whole stroke. */
let grabbed: GlyphHit | null = null;

/** One stroke of the pointer with a prompt tool: a new prompt, or the move of one that was grabbed. */
export function draw(bench: Workbench, stroke: Stroke, polarity: Polarity): void {
  if (stroke.kind === 'press') {
    grabbed = stroke.hit ?? null;
    promptStore.setState({ selected: grabbed?.promptId ?? null, draft: null });
  }
  if (grabbed) {
    const moved = movedPrompts(grabbed, stroke);
    promptStore.setState({ moved: stroke.kind === 'release' ? null : moved });
    if (stroke.kind === 'release' && moved) void replacePrompts(bench, grabbed.part === 'body' ? 'Move prompt' : 'Resize box', moved);
    return;
  }
  const draft = draftOf(stroke, polarity);
  if (stroke.kind !== 'release') return promptStore.setState({ draft });
  promptStore.setState({ draft: null });
  if (draft) void givePrompt(bench, draft);
}

function draftOf({ start, at, kind }: Stroke, polarity: Polarity): PromptDraft | null {
  const { tool } = viewStore.getState();
  const { plane, index } = start;
  switch (tool) {
    case 'point': return { kind: 'point', plane, index, at: start.point, polarity };
    case 'box': {
      const box = boxBetween(start.point, at.point);
      return box && { kind: 'box', plane, index, box };
    }
    case 'scribble': {
      const { draft, brushRadiusPx } = promptStore.getState();
      const path = kind !== 'press' && draft?.kind === 'scribble' ? draft.path : [start.point];
      return { kind: 'scribble', plane, index, path: extended(path, at.point), radiusPx: brushRadiusPx, polarity };
    }
    case 'navigate': case 'window': case 'pan': return null;
  }
}

/** Points nearer than half a pixel to the last say nothing new. */
function extended(path: readonly SlicePoint[], point: SlicePoint): readonly SlicePoint[] {
  const last = path[path.length - 1];
  return Math.hypot(point.u - last.u, point.v - last.v) < 0.5 ? path : [...path, point];
}

/** The prompts with the grabbed one where the pointer has it, in whole pixels; null while it has not moved. */
function movedPrompts({ promptId, part }: GlyphHit, { start, at }: Stroke): Prompts | null {
  const { prompts } = board();
  const by = { du: Math.round(at.point.u - start.point.u), dv: Math.round(at.point.v - start.point.v) };
  if (by.du === 0 && by.dv === 0) return null;
  const prompt = prompts.find(({ id }) => id === promptId);
  if (part === 'body' || prompt?.kind !== 'box') return movePrompt(prompts, promptId, by);
  const box = cornerMoved(prompt, part, by);
  return box && resizeBox(prompts, promptId, box);
}

function cornerMoved({ box }: BoxPrompt, part: Exclude<GlyphHit['part'], 'body'>, { du, dv }: { du: number; dv: number }) {
  const [u, v] = part.split('-');
  return boxBetween(
    { u: box.uMin + (u === 'uMin' ? du : 0), v: box.vMin + (v === 'vMin' ? dv : 0) },
    { u: box.uMax + (u === 'uMax' ? du : 0), v: box.vMax + (v === 'vMax' ? dv : 0) },
  );
}

/** The tool's prompt at the crosshair, for hands on the keyboard. A box takes two: its first corner waits as the draft. */
export function promptAtCrosshair(bench: Workbench): void {
  const { open } = caseStore.getState();
  const { tool, plane, crosshair } = viewStore.getState();
  const { polarity, brushRadiusPx, draft } = promptStore.getState();
  if (!open) return;
  viewStore.setState({ crosshairVisibility: 'shown' });
  const { index, point } = voxelToSlice(open.grid, plane, crosshair);
  if (tool === 'point') void givePrompt(bench, { kind: 'point', plane, index, at: point, polarity });
  if (tool === 'scribble') void givePrompt(bench, { kind: 'scribble', plane, index, path: [point], radiusPx: brushRadiusPx, polarity });
  if (tool !== 'box') return;
  const corner = draft?.kind === 'box' && draft.plane === plane && draft.index === index ? draft.box : null;
  const box = corner && boxBetween({ u: corner.uMin, v: corner.vMin }, point);
  promptStore.setState({ draft: corner ? null : { kind: 'box', plane, index, box: { uMin: point.u, uMax: point.u, vMin: point.v, vMax: point.v } } });
  if (box) void givePrompt(bench, { kind: 'box', plane, index, box });
}
