import { bytesWords } from '#core/num/bytesWords.ts';
import { FaultError } from '#core/faults.ts';
import { roundToHalf } from '#core/num/half.ts';
import type { Session } from '#core/models/session.ts';
import { copyRows, cropped, transposed } from '#core/models/block.ts';
import type { TilePass } from '#core/models/nnunet/blend.ts';
import { finish, makePass, runTiles } from '#core/models/nnunet/blend.ts';
import type { Prepared } from '#core/models/nnunet/prepare.ts';
import { resampled } from '#core/models/nnunet/resample.ts';

export interface PredictOptions {
  readonly step: number;
  readonly mirrorAxes: readonly number[];
  readonly memoryBudgetBytes: number;
  /** Label values that are asked for; all where absent. */
  readonly wanted?: readonly number[];
}

/**
 * A prediction under way. Plain data, so that what is done survives a lost device and can go on in another worker.
 * Heads are blended in groups that fit the memory; each group is a pass over all tiles and folds.
 */
export interface Prediction {
  readonly groups: readonly (readonly number[])[];
  readonly folds: number;
  readonly bytes: number;
  group: number;
  fold: number;
  pass: TilePass | null;
  /** Sum of the blended logits of this group's folds that are done. */
  folded: Float32Array | null;
  /** Over the uncropped box: the best logit so far and its label. */
  readonly best: Float32Array;
  readonly labels: Uint16Array;
}

/** Begins a prediction, refused where not even one head fits the budget. */
export function beginPrediction(it: Prepared, folds: number, options: PredictOptions): Prediction {
  if (folds === 0) throw new FaultError('nnunet-fold-missing', { expected: 'at least one fold', came: 'none' });
  const { plans, channels, bounds } = it;
  const padded = channels[0].data.length;
  const inside = bounds.reduce((product, [from, to]) => product * (to - from), 1);
  const fixed = 4 * padded * (channels.length + 1) + inside * (4 + 2 + 8 + 8);
  const perHead = 4 * padded * (folds > 1 ? 2 : 1);
  const fitting = Math.floor((options.memoryBudgetBytes - fixed) / perHead);
  if (fitting < 1) {
    throw new FaultError('prediction-over-memory', { expected: `at most ${bytesWords(options.memoryBudgetBytes)}`, came: `${bytesWords(fixed + perHead)} for ${channels[0].shape.join('×')} and a single class` });
  }
  const heads = neededHeads(it, options.wanted);
  const groups = Array.from({ length: Math.ceil(heads.length / fitting) }, (_, at) => heads.slice(at * fitting, (at + 1) * fitting));
  return {
    groups, folds, bytes: fixed + perHead * Math.min(fitting, heads.length), group: 0, fold: 0, pass: null, folded: null,
    best: new Float32Array(inside).fill(plans.heads === 'regions' ? 0 : -Infinity), labels: new Uint16Array(inside),
  };
}

/** Regions stand each for itself; of classes the largest logit wins, so that each must be seen, though not at once. */
function neededHeads({ plans: { heads, headValues } }: Prepared, wanted: readonly number[] | undefined): readonly number[] {
  const all = [...headValues.keys()];
  return wanted === undefined || heads === 'classes' ? all : all.filter((head) => wanted.includes(headValues[head]));
}


/**
 * Goes on with a prediction to its label map, in the axis order that the case came in. Several sessions are folds: their
 * blended logits are averaged. `onTile` is awaited after each tile; a fault or cancel leaves the prediction where it was.
 * Reference: nnU-Net v2.8 predict_from_raw_data and export_prediction.
 */
export async function continuePrediction(state: Prediction, it: Prepared, folds: readonly Session[], options: PredictOptions, onTile: (done: number, of: number) => Promise<void>): Promise<{ shape: readonly number[]; data: Uint16Array }> {
  const { plans, channels } = it;
  for (; state.group < state.groups.length; state.group++, state.fold = 0, state.folded = null) {
    for (; state.fold < folds.length; state.fold++, state.pass = null) {
      const pass = state.pass ??= makePass(channels[0].shape, { patchSize: plans.patchSize, allHeads: plans.headValues.length, heads: state.groups[state.group], step: options.step, mirrorAxes: options.mirrorAxes });
      const before = (state.group * folds.length + state.fold) * pass.origins.length;
      const all = state.groups.length * folds.length * pass.origins.length;
      await runTiles(pass, channels, folds[state.fold], (done) => onTile(before + done, all));
      state.folded = summed(state.folded, finish(pass));
    }
    if (state.folded !== null) claim(state, it, state.folded, folds.length);
  }
  return uncropped(state, it, options.wanted);
}

/** From beginning to end. */
export function predictLabels(it: Prepared, folds: readonly Session[], options: PredictOptions, onTile: (done: number, of: number) => Promise<void>): Promise<{ shape: readonly number[]; data: Uint16Array }> {
  return continuePrediction(beginPrediction(it, folds.length, options), it, folds, options, onTile);
}

function summed(sum: Float32Array | null, logits: Float32Array): Float32Array {
  if (sum === null) return logits;
  for (let at = 0; at < sum.length; at++) sum[at] = roundToHalf(sum[at] + logits[at]);
  return sum;
}

/** Lets a group's heads, unpadded and resampled to the cropped image, claim the voxels that they win. */
function claim({ groups, group, best, labels }: Prediction, { plans, channels, inside, bounds, fromMm }: Prepared, logits: Float32Array, folds: number): void {
  const padded = channels[0].shape;
  const voxels = channels[0].data.length;
  const cropShape = bounds.map(([from, to]) => to - from);
  if (folds > 1) for (let at = 0; at < logits.length; at++) logits[at] = roundToHalf(logits[at] / folds);
  groups[group].forEach((head, row) => {
    const value = plans.headValues[head];
    const unpadded = cropped({ shape: padded, data: logits.subarray(row * voxels, (row + 1) * voxels) }, inside);
    const { data } = resampled(unpadded, cropShape, plans.spacingMm, fromMm, plans.logitRule);
    for (let at = 0; at < labels.length; at++) {
      const logit = roundToHalf(data[at]);
      if (plans.heads === 'regions') {
        if (logit > 0) labels[at] = value;
      } else if (logit > best[at]) {
        best[at] = logit;
        labels[at] = value;
      }
    }
  });
}

function uncropped({ labels }: Prediction, { plans, shapeBeforeCrop, bounds }: Prepared, wanted: readonly number[] | undefined): { shape: readonly number[]; data: Uint16Array } {
  const full = new Float32Array(shapeBeforeCrop.reduce((a, b) => a * b, 1));
  copyRows(shapeBeforeCrop, bounds, (to, length, from) => full.set(labels.subarray(from, from + length), to));
  const back = transposed({ shape: shapeBeforeCrop, data: full }, plans.transposeBackward);
  const data = new Uint16Array(back.data);
  if (wanted !== undefined) for (let v = 0; v < data.length; v++) if (!wanted.includes(data[v])) data[v] = 0;
  return { shape: back.shape, data };
}
