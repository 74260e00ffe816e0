import { CHECK } from '#core/models/onnx/checkNetwork.ts';
import type { PromptableModel } from '#core/models/promptable.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import { modelImplementations } from '#engine/models/modelImplementations.ts';
import { serve } from '#engine/protocol/serve.ts';

const run = async (session: Session, given: readonly number[]): Promise<Tensor> => {
  const results = await session.run({ [CHECK.input]: { type: 'float32', dims: [1, 2], data: Float32Array.from(given) } });
  return results[CHECK.output];
};

/** A model that is over in a moment even on an emulated graphics card: it marks the one pixel that is clicked, if its network answers rightly. */
const toy: PromptableModel = {
  promptKinds: ['point-positive'],
  encode: async (encoder, slice) => ({ tensors: { y: await run(encoder, CHECK.given) }, slice }),
  async decode(decoder, { tensors }, { plane, index, width, height, spacingMm }, { points: [point] }) {
    const memory = await run(decoder, [Number(tensors.y.data[0]) / CHECK.expected[0], CHECK.given[1]]);
    const data = new Uint8Array(width * height);
    if (memory.data[0] === CHECK.expected[0]) data[Math.round(point.at.u) + width * Math.round(point.at.v)] = 1;
    return [{ mask: { plane, index, width, height, spacingMm, data }, memory }];
  },
};

serve(self, modelImplementations({ toy: () => toy }));
