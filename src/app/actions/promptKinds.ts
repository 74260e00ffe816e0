import { engineStore } from '#app/stores/engineStore.ts';
import { promptStore } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { fault } from '#core/faults.ts';
import type { PromptKind, SlicePrompts } from '#core/models/promptable.ts';
import type { Polarity, PromptDraft } from '#core/prompts/prompt.ts';
import type { ModelReport } from '#engine/protocol/modelCalls.ts';
import type { Tool } from '#viewer/types.ts';

type Taken = Pick<ModelReport, 'name' | 'promptKinds' | 'refusedKinds' | 'emulatedKinds'>;

/** What each kind is called on the screen. */
export const KIND_WORDS: Readonly<Record<PromptKind, string>> = {
  'point-positive': 'clicks', 'point-negative': 'clicks to leave out', box: 'a box', scribble: 'scribbles', text: 'names', 'previous-mask': 'its answer before',
};

/** Why a model cannot be told this, in a sentence; null where it can, or where no model is loaded yet. */
export function refusalOf(model: Taken | null, kind: PromptKind): string | null {
  if (!model || model.promptKinds.includes(kind)) return null;
  return model.refusedKinds?.[kind] ?? `${model.name} does not take ${KIND_WORDS[kind]}; it takes ${model.promptKinds.map((it) => KIND_WORDS[it]).join(', ')}.`;
}

/** How others than the model itself make this kind into one that it knows; null where it knows it. */
export function emulationOf(model: Taken | null, kind: PromptKind): string | null {
  return model?.emulatedKinds?.[kind] ?? null;
}

/** The kind of prompt that a tool makes; null for tools that make none. */
export function kindOf(tool: Tool, polarity: Polarity): PromptKind | null {
  if (tool === 'point') return polarity === 'positive' ? 'point-positive' : 'point-negative';
  return tool === 'box' || tool === 'scribble' ? tool : null;
}

/** Those of a slice's prompts that a model can be told; the others were given to a model before it. */
export function tellable(model: Taken, { box, points, scribbles }: SlicePrompts): SlicePrompts {
  const takes = (kind: PromptKind) => refusalOf(model, kind) === null;
  return {
    points: points.filter(({ polarity }) => takes(polarity === 'positive' ? 'point-positive' : 'point-negative')),
    scribbles: takes('scribble') ? scribbles : [], ...(box && takes('box') ? { box } : {}),
  };
}

/** Whether the loaded model can be told this prompt; where not, the screen says why. */
export function canTell(draft: PromptDraft): boolean {
  const { model } = engineStore.getState();
  if (draft.kind === 'text') return true;
  const reason = refusalOf(model, kindOf(draft.kind, 'polarity' in draft ? draft.polarity : 'positive') ?? 'box');
  if (reason === null) return true;
  showFault(fault('prompt-not-known', { where: model?.name ?? '', came: reason }));
  return false;
}

/** Takes up a tool, unless the loaded model cannot be told what it makes. */
export function chooseTool(tool: Tool): void {
  const { model } = engineStore.getState();
  const kind = kindOf(tool, 'positive');
  const reason = kind && refusalOf(model, kind);
  if (reason) showFault(fault('prompt-not-known', { where: model?.name ?? '', came: reason }));
  else viewStore.setState({ tool });
}

/** After another model was loaded: a tool and a sign that it cannot be told give way to those that it can. */
export function leaveRefusedTools(model: Taken): void {
  const { tool } = viewStore.getState();
  const kind = kindOf(tool, 'positive');
  if (kind && refusalOf(model, kind)) viewStore.setState({ tool: (['point', 'box', 'scribble'] as const).find((it) => refusalOf(model, kindOf(it, 'positive') ?? 'box') === null) ?? 'navigate' });
  if (refusalOf(model, 'point-negative')) promptStore.setState({ polarity: 'positive' });
}

/** What to do first with this model, in a sentence. */
export function firstStep(model: Taken | null): string {
  const box = refusalOf(model, 'box') === null, click = refusalOf(model, 'point-positive') === null;
  if (box && click) return 'Draw a box (B) or click (P) on a structure.';
  return box ? 'Draw a box (B) round a structure.' : click ? 'Click (P) on a structure.' : 'Draw a scribble (S) on a structure.';
}
