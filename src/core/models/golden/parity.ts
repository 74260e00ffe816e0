import { FaultError } from '#core/faults.ts';
import type { Golden, GoldenRun } from '#core/models/golden/golden.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { cosine, overlap, relativeError } from '#core/models/golden/likeness.ts';
import type { PromptableModel, SlicePrompts } from '#core/models/promptable.ts';
import { finiteOutput } from '#core/models/namedTensors.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import { median } from '#core/num/quantiles.ts';

/** One figure beside the limit that it is held to. */
export interface Figure { readonly check: string; readonly value: number; readonly limit: number; readonly holds: boolean }

/** What a model's maker measured of the exported graphs against the same reference, on which device and runtime. */
export type MakerFigure = NonNullable<ModelManifest['parity']>[number];

/** A model with its two graphs on some device. */
export interface Loaded {
  readonly model: PromptableModel;
  readonly encoder: Session;
  readonly decoder: Session;
  readonly precision: string;
}

/** What a test changes to see a check fail. */
export interface Mutation {
  /** The answer before is not given. */
  readonly forgets?: boolean;
  readonly prompts?: (prompts: SlicePrompts) => SlicePrompts;
}

/** Relative error in fp32; other precisions are held to the cosine. */
const EXACT = 1e-4;
const COSINE = 0.999;
/** On so large a share of a picture's values one 8-bit step of difference is allowed. */
const PIXELS_OFF = 1e-3;
const IOU = { exact: 0.999, rounded: 0.99 };

/**
 * A model on a device against its golden, figure by figure: prepared picture, embedding, logits and masks. The
 * embedding's cosine is given for every precision; in fp32 the relative error is what decides.
 */
export async function* parityFigures({ model, encoder, decoder, precision }: Loaded, golden: Golden, mutation: Mutation = {}): AsyncGenerator<Figure> {
  const isExact = precision === 'fp32';
  const near = (check: string, got: Float32Array, want: Float32Array): Figure => {
    const value = isExact ? relativeError(got, want) : cosine(got, want);
    return isExact ? { check: `${check}, relative`, value, limit: EXACT, holds: value <= EXACT } : { check: `${check}, cosine`, value, limit: COSINE, holds: value >= COSINE };
  };
  if (golden.pixels && model.prepared) yield preparedFigure(model.prepared(golden.slice, golden.window), golden.pixels);
  const embedding = await model.encode(encoder, golden.slice, golden.window);
  const got = finiteOutput(embedding.tensors, golden.embedding.name).data;
  if (isExact) {
    const value = cosine(got, golden.embedding.data);
    yield { check: 'embedding, cosine', value, limit: COSINE, holds: value >= COSINE };
  }
  yield near('embedding', got, golden.embedding.data);
  for (const run of golden.runs) {
    const [best] = await model.decode(decoder, embedding, golden.slice, mutation.prompts ? mutation.prompts(run.prompts) : run.prompts, mutation.forgets ? undefined : memoryOf(run, golden, model));
    if (!best) throw new FaultError('golden-unreadable', { where: run.name, expected: 'prompts that the model answers', came: 'no answer' });
    yield near(`logits of ${run.name}`, finiteOutput({ memory: best.memory }, 'memory').data, run.logits);
    const limit = isExact ? IOU.exact : IOU.rounded;
    const levels = run.medianOnSlice === null ? undefined : model.levels?.(best.memory, golden.slice);
    const above = levels ? run.medianOnSlice ?? 0 : 0;
    const { data, threshold } = levels ?? { data: best.mask.data, threshold: 0 };
    const value = overlap(data, threshold + above, run.onSlice, above);
    yield { check: `mask of ${run.name}${levels ? ' at the median' : ''}, IoU`, value, limit, holds: value >= limit };
  }
}

/** The reference's answer to the run before, as the family keeps it. */
function memoryOf({ previous }: GoldenRun, { runs, slice }: Golden, model: PromptableModel): Tensor | undefined {
  const before = runs.find(({ name }) => name === previous);
  if (!before) return undefined;
  const side = Math.sqrt(before.logits.length);
  const dims = model.levels ? [1, 1, side, side] : [1, 1, slice.height, slice.width];
  return { type: 'float32', dims, data: before.logits };
}

/** The share of numbers that are off; one step of an 8-bit picture is allowed on a thousandth of them. */
function preparedFigure({ tensor, step }: { readonly tensor: Tensor; readonly step: number }, want: Float32Array): Figure {
  const got = tensor.data;
  const check = 'pixels off, share';
  if (got.length !== want.length) return { check, value: 1, limit: PIXELS_OFF, holds: false };
  let off = 0, worst = 0;
  for (let at = 0; at < want.length; at++) {
    const apart = Math.abs(Number(got[at]) - want[at]);
    worst = Math.max(worst, apart);
    if (apart > 1e-5) off++;
  }
  const value = off / want.length;
  return { check, value, limit: PIXELS_OFF, holds: value <= PIXELS_OFF && worst <= step * 1.01 };
}

/** Gives way to whoever waits for the device, then does the work. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** Median milliseconds of runs after the first: up to `most`, fewer where they would take longer than `withinMs` together. */
export async function warmTimes({ model, encoder, decoder }: Loaded, { slice, window, runs }: Golden, turn: Turn, most = 5, withinMs = 4000): Promise<{ readonly encodeMs: number; readonly decodeMs: number; readonly repeats: number }> {
  const encodes: number[] = [], decodes: number[] = [];
  const spentMs = () => [...encodes, ...decodes].reduce((sum, it) => sum + it, 0);
  do {
    await turn(async () => {
      const startedAt = performance.now();
      const embedding = await model.encode(encoder, slice, window);
      const encodedAt = performance.now();
      await model.decode(decoder, embedding, slice, runs[0].prompts);
      encodes.push(encodedAt - startedAt);
      decodes.push(performance.now() - encodedAt);
    });
  } while (encodes.length < most && spentMs() < withinMs);
  return { encodeMs: median(encodes), decodeMs: median(decodes), repeats: encodes.length };
}
