import type { BoxPrompt, Prompt, PromptDraft, PromptVisibility, SliceBox } from '#core/prompts/prompt.ts';
import type { SlicePoint } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { isOnSlice } from '#core/prompts/prompt.ts';

/** Prompts in the order in which they were given. Every operation leaves its input as it was. */
export type Prompts = readonly Prompt[];

/** One more than the highest number in use, so that an id is never given twice within a list. */
export function nextId(prompts: Prompts): string {
  const highest = prompts.reduce((top, { id }) => Math.max(top, Number(id.slice(1)) || 0), 0);
  return `p${highest + 1}`;
}

/** Adds a prompt; a box takes the place of the slice's earlier box, because a model is given one. */
export function addPrompt(prompts: Prompts, draft: PromptDraft): Prompts {
  const kept = draft.kind === 'box' ? prompts.filter((it) => !(it.kind === 'box' && isOnSlice(it, draft.plane, draft.index))) : prompts;
  return [...kept, { ...draft, id: nextId(prompts), visibility: 'shown' }];
}

export function deletePrompt(prompts: Prompts, id: string): Prompts {
  return prompts.filter((it) => it.id !== id);
}

export function setPromptVisibility(prompts: Prompts, id: string, visibility: PromptVisibility): Prompts {
  return prompts.map((it) => (it.id === id ? { ...it, visibility } : it));
}

/** Shifts a prompt on its slice by this many pixels; a text prompt has no place and stays. */
export function movePrompt(prompts: Prompts, id: string, by: { readonly du: number; readonly dv: number }): Prompts {
  return prompts.map((it) => (it.id === id ? moved(it, by) : it));
}

/** Gives a box other bounds (a corner was dragged). */
export function resizeBox(prompts: Prompts, id: string, box: SliceBox): Prompts {
  return prompts.map((it) => (it.id === id && it.kind === 'box' ? { ...it, box } satisfies BoxPrompt : it));
}

/** Takes away all prompts of one slice; text prompts and other slices stay. */
export function clearSlice(prompts: Prompts, plane: Plane, index: number): Prompts {
  return prompts.filter((it) => !isOnSlice(it, plane, index));
}

function moved(prompt: Prompt, { du, dv }: { readonly du: number; readonly dv: number }): Prompt {
  const shift = ({ u, v }: SlicePoint): SlicePoint => ({ u: u + du, v: v + dv });
  switch (prompt.kind) {
    case 'point': return { ...prompt, at: shift(prompt.at) };
    case 'scribble': return { ...prompt, path: prompt.path.map(shift) };
    case 'box': {
      const { uMin, vMin, uMax, vMax } = prompt.box;
      return { ...prompt, box: { uMin: uMin + du, vMin: vMin + dv, uMax: uMax + du, vMax: vMax + dv } };
    }
    case 'text': return prompt;
  }
}
