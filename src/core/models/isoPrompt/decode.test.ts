import { describe, expect, it } from 'vitest';
import { isoPrompt } from '#core/models/isoPrompt/isoPrompt.ts';
import { REGION } from '#core/models/isoPrompt/sizes.ts';
import type { Embedding, SlicePrompts } from '#core/models/promptable.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';

/** Two bright squares, 8 × 8 at (6, 10) and 5 × 5 at (40, 30), on black. */
function twoSquares(): SliceImage {
  const data = Float32Array.from({ length: 64 * 48 }, (_, at) => {
    const u = at % 64, v = Math.floor(at / 64);
    return (u >= 6 && u < 14 && v >= 10 && v < 18) || (u >= 40 && u < 45 && v >= 30 && v < 35) ? 100 : 0;
  });
  return { plane: 'axial', index: 3, width: 64, height: 48, spacingMm: { u: 1, v: 1 }, data };
}

/** A decoder that takes every bright pixel (channel 0) and keeps what it was given. */
function brightDecoder(score = 0.9): Session & { readonly prompts: Float32Array[] } {
  const prompts: Float32Array[] = [];
  return {
    prompts, inputs: [], outputs: [],
    async run({ prompt }) {
      const data = prompt.data as Float32Array;
      prompts.push(data);
      const image = data.slice(0, REGION * REGION);
      return {
        logits: { type: 'float32', dims: [1, 1, REGION, REGION], data: image.map((value) => (value - 0.5) * 12) },
        score: { type: 'float32', dims: [1, 1], data: Float32Array.of(score) },
      } satisfies Record<string, Tensor>;
    },
    async release() { /* nothing is held */ },
  };
}

async function embeddingOf(slice: SliceImage): Promise<Embedding> {
  const encoder: Session = {
    inputs: [], outputs: [],
    run: async () => ({ features: { type: 'float32', dims: [1, 16, 64, 64], data: new Float32Array(16 * 64 * 64) } }),
    async release() { /* nothing is held */ },
  };
  return isoPrompt.encode(encoder, slice, { low: 0, high: 100 });
}

const nothing: SlicePrompts = { points: [], scribbles: [] };

describe('a decode', () => {
  const slice = twoSquares();

  it('of one click looks from afar and close up, each time again zoomed, and keeps the part that was clicked', async () => {
    const decoder = brightDecoder();
    const answers = await isoPrompt.decode(decoder, await embeddingOf(slice), slice, { ...nothing, points: [{ at: { u: 42, v: 32 }, polarity: 'positive' }] });
    expect(answers).toHaveLength(1);
    const [answer] = answers;
    expect(decoder.prompts).toHaveLength(4);
    const scale = decoder.prompts.map((prompt) => prompt[12 * REGION * REGION]);
    expect(scale[0]).toBe(1);
    expect(scale[2]).toBeCloseTo(0.3);
    expect(scale[1]).toBeLessThan(0.25);
    expect(scale[3]).toBe(scale[1]);
    expect(answer.mask.data.reduce((sum, value) => sum + value, 0)).toBe(25);
    expect(answer.mask.data[40 + 30 * 64]).toBe(1);
    expect(answer.score).toBeCloseTo(0.9);
  });

  it('of a box looks twice at the box, the second time with its first answer', async () => {
    const decoder = brightDecoder();
    const [answer] = await isoPrompt.decode(decoder, await embeddingOf(slice), slice, { ...nothing, box: { uMin: 5, vMin: 9, uMax: 14, vMax: 18 } });
    const before = decoder.prompts.map((prompt) => prompt[4 * REGION * REGION + REGION * (REGION / 2) + REGION / 2]);
    expect(before).toEqual([0, expect.closeTo(1, 1)]);
    expect(answer.mask.data.reduce((sum, value) => sum + value, 0)).toBe(64);
  });

  it('of a box where the model is unsure also reads the box as its dark and as its bright part', async () => {
    const decoder = brightDecoder(0.5);
    const answers = await isoPrompt.decode(decoder, await embeddingOf(slice), slice, { ...nothing, box: { uMin: 3, vMin: 7, uMax: 16, vMax: 20 } });
    expect(decoder.prompts).toHaveLength(6);
    expect(answers).toHaveLength(1);
  });

  it('of a correction starts from the memory of the answer before', async () => {
    const decoder = brightDecoder();
    const embedding = await embeddingOf(slice);
    const prompts: SlicePrompts = { ...nothing, points: [{ at: { u: 10, v: 14 }, polarity: 'positive' }] };
    const [first] = await isoPrompt.decode(decoder, embedding, slice, prompts);
    await isoPrompt.decode(decoder, embedding, slice, { ...prompts, points: [...prompts.points, { at: { u: 30, v: 14 }, polarity: 'negative' }] }, first.memory);
    const [, , , , fifth] = decoder.prompts;
    expect(fifth[4 * REGION * REGION + REGION * (REGION / 2) + REGION / 2]).toBeGreaterThan(0.9);
  });

  it('without anything positive gives no candidate and runs nothing', async () => {
    const decoder = brightDecoder();
    expect(await isoPrompt.decode(decoder, await embeddingOf(slice), slice, { ...nothing, points: [{ at: { u: 1, v: 1 }, polarity: 'negative' }] })).toEqual([]);
    expect(decoder.prompts).toHaveLength(0);
  });
});

it('an answer that is no number is a fault, not an empty mask', async () => {
  const slice = twoSquares();
  const overflowing: Session = { ...brightDecoder(), run: async () => ({ logits: { type: 'float32', dims: [1, 1, REGION, REGION], data: new Float32Array(REGION * REGION).fill(Number.NaN) }, score: { type: 'float32', dims: [1, 1], data: Float32Array.of(1) } }) };
  await expect(isoPrompt.decode(overflowing, await embeddingOf(slice), slice, { points: [{ at: { u: 9, v: 13 }, polarity: 'positive' }], scribbles: [] })).rejects.toThrow(/model-not-finite/);
});
