import { FaultError } from '#core/faults.ts';
import { roundToHalf } from '#core/num/half.ts';
import type { Session } from '#core/models/session.ts';
import type { Block } from '#core/models/block.ts';
import { copyRows, cropped } from '#core/models/block.ts';
import { flipped, importanceMap, mirrorings, tileOrigins } from '#core/models/nnunet/tiles.ts';

export interface TileOptions {
  readonly patchSize: readonly number[];
  /** What the network answers, and which of that this pass blends. */
  readonly allHeads: number;
  readonly heads: readonly number[];
  /** Fraction of the patch from one tile to the next; nnU-Net's default is 0.5. */
  readonly step: number;
  /** Axes over which the answer is averaged; each doubles the time. */
  readonly mirrorAxes: readonly number[];
}

/** A sliding-window pass that can be stopped between tiles and taken up again, on another session if need be. */
export interface TilePass {
  readonly options: TileOptions;
  readonly shape: readonly number[];
  readonly origins: readonly (readonly [number, number, number])[];
  /** Σ importance·logit of the pass's heads and, once `finish` ran, the blended logits; head-major. Rounded to half after each tile, as nnU-Net does. */
  readonly sums: Float32Array;
  readonly weights: Float32Array;
  readonly importance: Float32Array;
  /** Tiles done; the next to do. */
  done: number;
}

export function makePass(shape: readonly number[], options: TileOptions): TilePass {
  const voxels = shape[0] * shape[1] * shape[2];
  return {
    options, shape, origins: tileOrigins(shape, options.patchSize, options.step), importance: importanceMap(options.patchSize),
    sums: new Float32Array(voxels * options.heads.length), weights: new Float32Array(voxels), done: 0,
  };
}

/**
 * Runs the tiles that are left. `onTile` is awaited after each, so that a worker can report and yield; a fault or a
 * cancel in it leaves the pass where it was, with its finished tiles kept.
 */
export async function runTiles(pass: TilePass, channels: readonly Block[], session: Session, onTile: (done: number, of: number) => Promise<void>): Promise<void> {
  while (pass.done < pass.origins.length) {
    const origin = pass.origins[pass.done];
    const bounds = origin.map((from, axis) => [from, from + pass.options.patchSize[axis]] as const);
    const patch = concatenated(channels.map((channel) => cropped(channel, bounds).data));
    const logits = await mirroredAnswer(pass.options, patch, channels.length, session);
    addTile(pass, bounds, logits);
    pass.done += 1;
    await onTile(pass.done, pass.origins.length);
  }
}

/** Divides by the weights; the pass's sums are then the blended logits. */
export function finish(pass: TilePass): Float32Array {
  const voxels = pass.weights.length;
  for (let head = 0; head < pass.options.heads.length; head++) {
    for (let at = 0; at < voxels; at++) pass.sums[head * voxels + at] = roundToHalf(pass.sums[head * voxels + at] / pass.weights[at]);
  }
  return pass.sums;
}

async function mirroredAnswer(options: TileOptions, patch: Float32Array, channels: number, session: Session): Promise<Float32Array> {
  const input = session.inputs[0].name;
  const output = session.outputs[0].name;
  const passes = mirrorings(options.mirrorAxes);
  let sum: Float32Array | undefined;
  for (const axes of passes) {
    const data = flipped(patch, options.patchSize, axes);
    const answer = (await session.run({ [input]: { type: 'float32', dims: [1, channels, ...options.patchSize], data } }))[output];
    const wanted = [1, options.allHeads, ...options.patchSize];
    if (answer.dims.join() !== wanted.join()) throw new FaultError('model-tensors-differ', { expected: `${output} of ${wanted.join('×')}`, came: answer.dims.join('×') });
    const logits = flipped(answer.data as Float32Array, options.patchSize, axes);
    if (sum === undefined) sum = passes.length === 1 ? logits : logits.slice();
    else for (let at = 0; at < sum.length; at++) sum[at] += logits[at];
  }
  if (sum === undefined) throw new Error('no mirroring, not even none');
  return passes.length === 1 ? sum : sum.map((value) => value / passes.length);
}

function addTile(pass: TilePass, bounds: readonly (readonly [number, number])[], logits: Float32Array): void {
  const voxels = pass.weights.length;
  const patchVoxels = pass.importance.length;
  for (let at = 0; at < logits.length; at++) {
    if (!Number.isFinite(logits[at])) throw new FaultError('model-not-finite', { expected: 'finite logits', came: String(logits[at]), where: `tile at ${bounds.map(([from]) => from).join(', ')}` });
  }
  copyRows(pass.shape, bounds, (to, length, from) => {
    for (let i = 0; i < length; i++) pass.weights[to + i] = roundToHalf(pass.weights[to + i] + pass.importance[from + i]);
    for (const [row, head] of pass.options.heads.entries()) {
      const sums = row * voxels + to;
      const here = head * patchVoxels + from;
      for (let i = 0; i < length; i++) pass.sums[sums + i] = roundToHalf(pass.sums[sums + i] + logits[here + i] * pass.importance[from + i]);
    }
  });
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0];
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
