import { FaultError } from '#core/faults.ts';
import type { PromptKind, SlicePrompts } from '#core/models/promptable.ts';
import type { PictureSize } from '#core/models/resize/picture.ts';
import type { Token } from '#core/models/sam/promptTokens.ts';
import { LABEL, clickTokens, cornerTokens, needTokens } from '#core/models/sam/promptTokens.ts';
import type { SamSettings } from '#core/models/sam/settings.ts';
import { strokeLogits } from '#core/models/sam/strokeLogits.ts';
import { finiteOutput } from '#core/models/namedTensors.ts';
import type { Tensor } from '#core/models/session.ts';

/** What a decoder is asked: prompts, how slice pixels scale to the frame, the slice's own size, and the answer before. */
export interface Question {
  readonly prompts: SlicePrompts;
  readonly scale: PictureSize;
  readonly slice: PictureSize;
  readonly previous: Tensor | undefined;
  readonly settings: SamSettings;
}

/** The tensors of one way to export a decoder, beside those that the encoder left. */
export interface Convention {
  readonly masks: string;
  readonly scores: string;
  /** Prompt kinds that the export cannot take, and why. */
  /** How a scribble, of which SAM knows nothing, is told to it. */
  readonly scribble: string;
  readonly refused: Partial<Readonly<Record<PromptKind, string>>>;
  feeds(question: Question): Record<string, Tensor>;
  /** How many prompt tokens count for Meta's choice among several answers. */
  tokens(question: Question): number;
}

const POINTS = 'told to the model as up to five clicks along each stroke';
const POINTS_AND_MASK = `${POINTS}, and drawn into the logits that it takes as its answer before`;

const float = (dims: readonly number[], data: readonly number[] | Float32Array): Tensor => ({ type: 'float32', dims, data: Float32Array.from(data) });
const long = (dims: readonly number[], data: readonly number[]): Tensor => ({ type: 'int64', dims, data: BigInt64Array.from(data, BigInt) });
const coordinates = (tokens: readonly Token[]) => tokens.flatMap(({ x, y }) => [x, y]);
const labels = (tokens: readonly Token[]) => tokens.map(({ label }) => label);

/** The answer before in the decoder's low resolution, with scribbles drawn into it, and whether there is either. */
function memory({ previous, prompts, scale, settings }: Question): { mask_input: Tensor; has_mask_input: Tensor } {
  const { lowResolution: n } = settings;
  if (previous && previous.data.length !== n * n) throw new FaultError('model-tensors-differ', { where: 'mask_input', expected: `${n} × ${n} logits`, came: `${previous.data.length} values` });
  const before = previous && finiteOutput({ previous }, 'previous').data;
  const known = strokeLogits(prompts, { ...settings, scale }, before) ?? before;
  return { mask_input: float([1, 1, n, n], known ?? new Float32Array(n * n)), has_mask_input: float([1], [known ? 1 : 0]) };
}

/** A box's two corners in the frame, as the manifest places them. */
function framedCorners({ prompts, scale, slice, settings: { corners, frame } }: Question): Token[] {
  if (corners === undefined) return cornerTokens(prompts, scale);
  const longest = frame / Math.max(slice.width, slice.height);
  return cornerTokens(prompts, { width: longest, height: longest }).map(({ x, y, label }) => ({ x: Math.trunc(x), y: Math.trunc(y), label }));
}

/** Clicks and corners; the point that stands for none where there is no box, as Meta's prompt encoder pads. */
function metaTokens(question: Question): Token[] {
  const corners = framedCorners(question);
  return [...clickTokens(question.prompts, question.scale), ...(corners.length > 0 ? corners : [{ x: 0, y: 0, label: LABEL.none }])];
}

const meta: Convention = {
  masks: 'low_res_masks', scores: 'iou_predictions', refused: {}, scribble: POINTS_AND_MASK,
  tokens: (question) => metaTokens(question).length,
  feeds(question) {
    const tokens = metaTokens(question);
    needTokens(tokens.filter(({ label }) => label !== LABEL.none), 'a click, a scribble or a box');
    const { width, height } = question.slice;
    return { point_coords: float([1, tokens.length, 2], coordinates(tokens)), point_labels: float([1, tokens.length], labels(tokens)), orig_im_size: float([2], [height, width]), ...memory(question) };
  },
};

const transformers: Convention = {
  masks: 'pred_masks', scores: 'iou_scores', scribble: POINTS,
  refused: {
    box: 'This export knows clicks only: its prompt encoder has no input for a box, and corners given as points would be read as nothing.',
    'previous-mask': 'This export has no input for the answer before.',
  },
  tokens: () => 0,
  feeds({ prompts, scale }) {
    const tokens = clickTokens(prompts, scale);
    needTokens(tokens, 'a click (this export takes no box)');
    return { input_points: float([1, 1, tokens.length, 2], coordinates(tokens)), input_labels: long([1, 1, tokens.length], labels(tokens)) };
  },
};

const efficientsam: Convention = {
  masks: 'output_masks', scores: 'iou_predictions', scribble: POINTS,
  refused: { 'point-negative': 'EfficientSAM was trained without negative clicks: its prompt encoder ignores them.', 'previous-mask': 'This export has no input for the answer before.' },
  tokens: () => 0,
  feeds({ prompts, slice, settings }) {
    const here = { width: 1, height: 1 };
    const tokens = [...clickTokens(prompts, here).filter(({ label }) => label === LABEL.positive), ...cornerTokens(prompts, here)];
    needTokens(tokens, 'a positive click or a box');
    if (settings.mostPoints && tokens.length > settings.mostPoints) throw new FaultError('prompt-too-many', { expected: `at most ${settings.mostPoints} points, two of them for a box`, came: String(tokens.length) });
    return {
      batched_point_coords: float([1, 1, tokens.length, 2], coordinates(tokens)), batched_point_labels: float([1, 1, tokens.length], labels(tokens)),
      orig_im_size: long([2], [slice.height, slice.width]),
    };
  },
};

const samexporterSam2: Convention = {
  masks: 'masks', scores: 'iou_predictions', refused: {}, scribble: POINTS_AND_MASK,
  tokens: () => 0,
  feeds(question) {
    const tokens = [...clickTokens(question.prompts, question.scale), ...framedCorners(question)];
    needTokens(tokens, 'a click, a scribble or a box');
    return { point_coords: float([1, tokens.length, 2], coordinates(tokens)), point_labels: float([1, tokens.length], labels(tokens)), ...memory(question) };
  },
};

const onnxCommunitySam2: Convention = {
  masks: 'pred_masks', scores: 'iou_scores', scribble: POINTS, refused: { 'previous-mask': 'This export has no input for the answer before.' },
  tokens: () => 0,
  feeds(question) {
    const clicks = clickTokens(question.prompts, question.scale), corners = framedCorners(question);
    needTokens([...clicks, ...corners], 'a click, a scribble or a box');
    return {
      input_points: float([1, 1, clicks.length, 2], coordinates(clicks)), input_labels: long([1, 1, clicks.length], labels(clicks)),
      input_boxes: float([1, corners.length / 2, 4], coordinates(corners)),
    };
  },
};

export const CONVENTIONS: Readonly<Record<SamSettings['decoder'], Convention>> = {
  meta, transformers, efficientsam, 'samexporter-sam2': samexporterSam2, 'onnx-community-sam2': onnxCommunitySam2,
};
