import { describe, expect, it } from 'vitest';
import golden from '#core/models/isoPrompt/channels.golden.json' with { type: 'json' };
import { promptChannels } from '#core/models/isoPrompt/channels.ts';
import { letterbox, resampleInto, tapsBetween } from '#core/models/isoPrompt/framing.ts';
import { answerOf, probabilitiesOnSlice } from '#core/models/isoPrompt/postprocess.ts';
import { canvasOf } from '#core/models/isoPrompt/preprocess.ts';
import { regionOf } from '#core/models/isoPrompt/region.ts';
import { CHANNELS, CONTEXT_SIZE, FEATURE_SIZE, REGION } from '#core/models/isoPrompt/sizes.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { SliceGeometry } from '#core/volume/slice.ts';

const { stride, tolerance } = golden.certificate;

/** The same waves as golden.py. */
function wave(height: number, width: number, phase: number): Float32Array {
  return Float32Array.from({ length: width * height }, (_, at) => {
    const u = at % width, v = (at - u) / width;
    return 0.5 + 0.35 * Math.sin(0.7 * u + phase) * Math.cos(0.5 * v - phase) + 0.1 * Math.sin((2.1 * u * v) / width);
  });
}

type Stroke = readonly [path: readonly (readonly number[])[], radiusPx: number];

function promptsOf(prompt: { pos: unknown; neg: unknown; box: readonly number[] | null }): SlicePrompts {
  const strokes = (['positive', 'negative'] as const).flatMap((polarity) =>
    ((polarity === 'positive' ? prompt.pos : prompt.neg) as readonly Stroke[]).map(([path, radiusPx]) => ({ path: path.map(([u, v]) => ({ u, v })), radiusPx, polarity })));
  const { box } = prompt;
  return {
    points: strokes.filter((it) => it.path.length === 1).map(({ path: [at], polarity }) => ({ at, polarity })),
    scribbles: strokes.filter((it) => it.path.length > 1),
    ...(box && { box: { uMin: box[0], vMin: box[1], uMax: box[2], vMax: box[3] } }),
  };
}

function furthest(got: Float32Array, expected: readonly number[]): number {
  expect(Math.ceil(got.length / stride)).toBe(expected.length);
  return Math.max(...expected.map((value, n) => Math.abs(value - got[n * stride])));
}

describe.each(golden.cases.map((it, n) => ({ ...it, n })))('the arithmetic of training, case $n', (known) => {
  const slice: SliceGeometry = { plane: 'axial', index: 0, width: known.width, height: known.height, spacingMm: known.spacingMm };
  const image = wave(known.height, known.width, 0.3);
  const prompts = promptsOf(known.prompt);
  const previous = known.previous
    ? image.map((_, at) => 1 / (1 + Math.exp(((at % known.width - 50) ** 2 + (Math.floor(at / known.width) - 50) ** 2 - 300) / 90)))
    : undefined;
  const frame = regionOf(slice, prompts, previous && answerOf(previous, slice, prompts));

  it('looks at the same region', () => {
    expect(frame.xMm).toBeCloseTo(known.frame.xMm, 6);
    expect(frame.yMm).toBeCloseTo(known.frame.yMm, 6);
    expect(frame.sizeMm).toBeCloseTo(known.frame.sizeMm, 6);
  });

  it('draws the same canvas and prompt channels', () => {
    expect(furthest(canvasOf(image, slice), known.canvas)).toBeLessThan(tolerance);
    const channels = promptChannels(image, slice, frame, prompts, previous);
    const size = REGION * REGION;
    const errors = Array.from({ length: CHANNELS }, (_, c) => furthest(channels.slice(c * size, (c + 1) * size), known.channels[c]));
    expect(errors.filter((error) => !(error < tolerance))).toEqual([]);
  });

  it('takes the same context and puts logits back alike', () => {
    const context = new Float32Array(CONTEXT_SIZE * CONTEXT_SIZE);
    resampleInto(wave(FEATURE_SIZE, FEATURE_SIZE, 1.1), 0, FEATURE_SIZE, tapsBetween(letterbox(slice), FEATURE_SIZE, frame, CONTEXT_SIZE), context);
    expect(furthest(context, known.context)).toBeLessThan(tolerance);
    const logits = wave(REGION, REGION, 0.9).map((value) => (value - 0.5) * 12);
    expect(furthest(probabilitiesOnSlice(logits, slice, frame), known.onSlice)).toBeLessThan(tolerance);
  });
});
