import * as v from 'valibot';
import { FaultError } from '#core/faults.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import type { KernelName } from '#core/models/resize/kernels.ts';
import { KERNELS } from '#core/models/resize/kernels.ts';

const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const triple = v.tuple([v.number(), v.number(), v.number()]);
const kernel = v.picklist(Object.keys(KERNELS) as KernelName[]);
const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

const schema = v.object({
  /** Edge of the square that the encoder sees. */
  frame: size,
  /** Edge of the decoder's answer, and of the previous answer that it takes. */
  lowResolution: size,
  /** The model's own window: in HU on CT; elsewhere percentiles of the voxels that are not 0. It maps to 0…255 in whole steps. */
  windows: v.object({
    CT: v.object({ low: v.number(), high: v.number() }),
    MR: v.object({ percentiles: v.tuple([percent, percent]) }),
  }),
  /** `fractions`: what becomes of fractions of a step; kept where absent. 'none' leaves resizing to the graph. */
  resize: v.variant('rule', [
    v.object({ rule: v.picklist(['longest-side', 'stretch']), kernel, fractions: v.optional(v.literal('truncate')) }),
    v.object({ rule: v.literal('none') }),
  ]),
  /** 'mean-std' in steps of 0…255; 'unit' divides by 255; 'min-max' takes the resized picture's own range to 0…1. */
  normalise: v.variant('kind', [
    v.object({ kind: v.literal('mean-std'), mean: triple, std: triple }),
    v.object({ kind: v.literal('unit') }),
    v.object({ kind: v.literal('min-max') }),
  ]),
  pad: v.optional(v.object({ side: v.literal('bottom-right'), value: v.number(), when: v.picklist(['before-normalise', 'after-normalise']) })),
  /** Whose names and meanings the decoder's tensors have. */
  decoder: v.picklist(['meta', 'transformers', 'efficientsam', 'samexporter-sam2', 'onnx-community-sam2']),
  /** A box's corners in the frame: both axes by the longest side's scale, fractions cut off; as clicks are placed where absent. */
  corners: v.optional(v.literal('whole-by-longest-side')),
  /**
   * 'first': the model answers once; 'several': by Meta's rule the first after three tokens of prompt, else the best of
   * the others, and so for a box alone too; 'first-for-box': the first wherever there is a box, else as 'several';
   * 'best-of-others': never the first of four, which such a model was not trained to give.
   */
  answers: v.picklist(['first', 'several', 'first-for-box', 'best-of-others']),
  /** From the decoder's logits to the mask, in order. The threshold is 0, or ½ after 'sigmoid'. */
  postprocess: v.pipe(v.array(v.picklist(['frame', 'crop', 'sigmoid', 'resize', 'threshold'])), v.check((steps) => steps.at(-1) === 'threshold', 'threshold as the last step')),
  /** At most so many points, corners of a box among them; no limit where absent. */
  mostPoints: v.optional(size),
});

/** What a promptable model of SAM's kin says of itself beyond the common manifest. */
export type SamSettings = v.InferOutput<typeof schema>;

/** Reads the key `promptable` of a manifest. Throws FaultError 'manifest-unreadable' with the first place that does not fit. */
export function samSettings(manifest: ModelManifest): SamSettings {
  const parsed = v.safeParse(schema, manifest['promptable']);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new FaultError('manifest-unreadable', { where: `${manifest.id} promptable ${v.getDotPath(issue) ?? ''}`.trim(), expected: issue.expected ?? issue.message, came: issue.received });
}
