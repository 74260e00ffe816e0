import type { PromptKind } from '#core/models/promptable.ts';
import type { GraphFacts } from '#core/models/known/matchModel.ts';

/** ScribblePrompt's U-Net, which is one graph: five channels of a square of 128 pixels to one. */
export const SCRIBBLE_PROMPT = {
  id: 'scribble-prompt',
  title: 'ScribblePrompt\'s U-Net',
  promptKinds: ['point-positive', 'point-negative', 'box', 'scribble', 'previous-mask'] satisfies PromptKind[],
  licence: 'Apache-2.0',
  source: 'https://github.com/halleewong/ScribblePrompt',
} as const;

const EDGE = 128;

/** Whether a file is that graph, by the shapes of its one input and its one output. */
export function isScribblePrompt({ inputs, outputs }: GraphFacts): boolean {
  const isSquare = (dims: readonly (number | string)[] | undefined, channels: number) => dims?.length === 4 && dims[1] === channels && dims[2] === EDGE && dims[3] === EDGE;
  return inputs.length === 1 && outputs.length === 1 && isSquare(inputs[0].dims, 5) && isSquare(outputs[0].dims, 1);
}
