import * as v from 'valibot';
import { FaultError } from '#core/faults.ts';
import type { IntensityWindow, SlicePrompts } from '#core/models/promptable.ts';
import type { SliceImage } from '#core/volume/slice.ts';

const box = v.object({ uMin: v.number(), vMin: v.number(), uMax: v.number(), vMax: v.number() });
const point = v.object({ u: v.number(), v: v.number() });
const size = v.pipe(v.number(), v.integer(), v.minValue(1));

const schema = v.object({
  slice: v.object({ width: size, height: size, spacingMm: v.optional(point, { u: 1, v: 1 }) }),
  window: v.object({ low: v.number(), high: v.number() }),
  /** The encoder's output that golden/embedding.f32 holds. */
  embedding: v.optional(v.string(), 'image_embeddings'),
  /** False where the reference's input picture was not kept (golden/pixels.f32). */
  pixels: v.optional(v.boolean(), true),
  runs: v.pipe(v.array(v.object({
    name: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
    clicks: v.array(v.object({ ...point.entries, label: v.picklist([0, 1]) })),
    box: v.nullable(box),
    previous: v.optional(v.nullable(v.string()), null),
    medianOnSlice: v.optional(v.nullable(v.number()), null),
  })), v.minLength(1)),
  /** What the reference ran on, by package. */
  versions: v.record(v.string(), v.string()),
});

/** One question of a golden: clicks and perhaps a box, and how the reference answered. */
export interface GoldenRun {
  readonly name: string;
  readonly prompts: SlicePrompts;
  /** The reference's own levels on the slice at which a random network's mask is half on; null where its own threshold cuts a mask that means something. */
  readonly medianOnSlice: number | null;
  /** The run whose answer this one goes on from. */
  readonly previous: string | null;
  /** The answer in the family's own frame, as the candidate's memory holds it. */
  readonly logits: Float32Array;
  /** Row-major levels of the slice, less their threshold: the mask is on above 0. */
  readonly onSlice: Float32Array;
}

/** What a reference made of one slice: its picture, its embedding and its answers; tools/export and tools/verify write it. */
export interface Golden {
  readonly slice: SliceImage;
  readonly window: IntensityWindow;
  readonly pixels: Float32Array | null;
  readonly embedding: { readonly name: string; readonly data: Float32Array };
  readonly runs: readonly GoldenRun[];
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Reads a golden of a model's folder: golden.json and little-endian 32-bit floats beside it (`read('slice.f32')`).
 * Throws FaultError 'golden-unreadable' with the place that does not fit.
 */
export async function readGolden(text: string, read: (file: string) => Promise<Uint8Array>): Promise<Golden> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new FaultError('golden-unreadable', { where: 'golden.json', expected: 'JSON', came: String(error) });
  }
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new FaultError('golden-unreadable', { where: `golden.json ${v.getDotPath(issue) ?? ''}`.trim(), expected: issue.expected ?? issue.message, came: issue.received });
  }
  const { slice, window, embedding, pixels, runs, versions } = parsed.output;
  const count = slice.width * slice.height;
  const answers: GoldenRun[] = [];
  for (const { name, clicks, box: corners, previous, medianOnSlice } of runs) {
    answers.push({
      name, previous, medianOnSlice,
      logits: await floats(`${name}.f32`, read), onSlice: await floats(`${name}-slice.f32`, read, count),
      prompts: { scribbles: [], points: clicks.map(({ u, v: row, label }) => ({ at: { u, v: row }, polarity: label === 1 ? 'positive' : 'negative' })), ...(corners ? { box: corners } : {}) },
    });
  }
  return {
    window, versions, runs: answers,
    slice: { plane: 'axial', index: 0, ...slice, data: await floats('slice.f32', read, count) },
    pixels: pixels ? await floats('pixels.f32', read) : null,
    embedding: { name: embedding, data: await floats('embedding.f32', read) },
  };
}

async function floats(file: string, read: (file: string) => Promise<Uint8Array>, count?: number): Promise<Float32Array> {
  const bytes = await read(file);
  const isWhole = bytes.length > 0 && bytes.length % 4 === 0 && (count === undefined || bytes.length === 4 * count);
  if (!isWhole) throw new FaultError('golden-unreadable', { where: file, expected: count === undefined ? 'whole 32-bit floats' : `${4 * count} bytes`, came: `${bytes.length} bytes` });
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
