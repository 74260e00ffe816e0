import { isoPrompt } from '#core/models/isoPrompt/isoPrompt.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import type { PromptableModel } from '#core/models/promptable.ts';
import { makeSam } from '#core/models/sam/sam.ts';
import { makeScribblePrompt } from '#core/models/scribblePrompt/scribblePrompt.ts';

/** The families that the worker can run, by the name that a manifest gives. A new family is one line here. */
export type Families = Readonly<Record<string, (manifest: ModelManifest) => PromptableModel>>;

export const FAMILIES: Families = {
  'iso-prompt': () => isoPrompt,
  sam: makeSam,
  'scribble-prompt': makeScribblePrompt,
};
