import { decode } from '#core/models/isoPrompt/decode.ts';
import { encode } from '#core/models/isoPrompt/encode.ts';
import type { PromptableModel } from '#core/models/promptable.ts';

/** The bundled demonstration model; public/models/iso-prompt holds its graphs, tools/train its making. */
export const isoPrompt: PromptableModel = {
  promptKinds: ['point-positive', 'point-negative', 'box', 'scribble', 'previous-mask'],
  encode,
  decode,
};
