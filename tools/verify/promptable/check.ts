import type { ModelManifest } from '#core/models/manifest.ts';
import { checkGraphTensors, graphOf } from '#core/models/manifest.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import { onSlice } from '#core/models/sam/postprocess.ts';
import { pixels } from '#core/models/sam/preprocess.ts';
import { makeSam } from '#core/models/sam/sam.ts';
import { samSettings } from '#core/models/sam/settings.ts';
import { finiteOutput } from '#core/models/sam/tensors.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import { relativeError } from '../volumetric/checks.ts';
import type { GoldenRun, PromptableFolder } from './folder.ts';

/** One figure beside the limit that it is held to. */
export interface Figure { readonly check: string; readonly value: number; readonly limit: number; readonly holds: boolean }

/** What a test changes to see a check fail. */
export interface Mutation {
  readonly manifest?: (manifest: ModelManifest) => ModelManifest;
  /** The answer before is not given. */
  readonly forgets?: boolean;
  readonly prompts?: (prompts: SlicePrompts) => SlicePrompts;
}

const EXACT = 1e-4;
const COSINE = 0.999;

/** Preparation, embedding, logits and masks of a folder against its goldens, on sessions of any device. */
export async function checkFolder(folder: PromptableFolder, encoder: Session, decoder: Session, mutation: Mutation = {}): Promise<Figure[]> {
  const manifest = mutation.manifest ? mutation.manifest(folder.manifest) : folder.manifest;
  for (const [role, session] of [['encoder', encoder], ['decoder', decoder]] as const) checkGraphTensors(graphOf(manifest, role), session.inputs, session.outputs);
  const settings = samSettings(manifest);
  const model = makeSam(manifest);
  const isHalf = manifest.precision === 'fp16';
  const near = (check: string, got: Float32Array, want: Float32Array): Figure => {
    const value = isHalf ? cosine(got, want) : relativeError(got, want);
    return isHalf ? { check: `${check}, cosine`, value, limit: COSINE, holds: value >= COSINE } : { check: `${check}, relative`, value, limit: EXACT, holds: value <= EXACT };
  };
  const prepared = pixels(folder.slice, folder.window, settings).data as Float32Array;
  const figures = [preparedFigure(prepared, folder.pixels, settings.normalise.kind === 'mean-std' ? 1 / Math.min(...settings.normalise.std) : 1 / 255)];
  const embedding = await model.encode(encoder, folder.slice, folder.window);
  figures.push(near('embedding', finiteOutput(embedding.tensors, 'image_embeddings').data, folder.embedding));
  for (const run of folder.runs) {
    const [best] = await model.decode(decoder, embedding, folder.slice, mutation.prompts ? mutation.prompts(run.prompts) : run.prompts, mutation.forgets ? undefined : memoryOf(run, folder, settings.lowResolution));
    const logits = best.memory.data as Float32Array;
    figures.push(near(`logits of ${run.name}`, logits, run.logits));
    const [height, width] = best.memory.dims.slice(-2);
    const { data, threshold } = onSlice(logits, { width, height }, folder.slice, settings);
    const value = overlap(data, threshold, run);
    const limit = isHalf ? 0.99 : 0.999;
    figures.push({ check: `mask of ${run.name} at the median, IoU`, value, limit, holds: value >= limit });
  }
  return figures;
}

function memoryOf({ previous }: GoldenRun, { runs }: PromptableFolder, side: number): Tensor | undefined {
  const before = runs.find(({ name }) => name === previous);
  return before && { type: 'float32', dims: [1, 1, side, side], data: before.logits };
}

/** The share of numbers that are off; one step of an 8-bit picture is allowed on a thousandth of them. */
function preparedFigure(got: Float32Array, want: Float32Array, step: number): Figure {
  const limit = 1e-3;
  if (got.length !== want.length) return { check: 'pixels off, share', value: 1, limit, holds: false };
  let off = 0, worst = 0;
  for (let at = 0; at < want.length; at++) {
    const apart = Math.abs(got[at] - want[at]);
    worst = Math.max(worst, apart);
    if (apart > 1e-5) off++;
  }
  return { check: 'pixels off, share', value: off / want.length, limit, holds: off / want.length <= limit && worst <= step * 1.01 };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let both = 0, first = 0, second = 0;
  for (let at = 0; at < a.length; at++) {
    both += a[at] * b[at];
    first += a[at] * a[at];
    second += b[at] * b[at];
  }
  return both / Math.sqrt(first * second);
}

function overlap(data: Float32Array, threshold: number, { onSlice: want, medianOnSlice }: GoldenRun): number {
  let both = 0, either = 0;
  for (let at = 0; at < want.length; at++) {
    const isGot = data[at] - threshold > medianOnSlice, isWant = want[at] > medianOnSlice;
    both += Number(isGot && isWant);
    either += Number(isGot || isWant);
  }
  return either === 0 ? 1 : both / either;
}
