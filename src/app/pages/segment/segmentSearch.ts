import * as v from 'valibot';

const number = (low: number, high: number) => v.optional(v.fallback(v.optional(v.pipe(v.number(), v.minValue(low), v.maxValue(high))), undefined));
const text = v.optional(v.fallback(v.optional(v.pipe(v.string(), v.nonEmpty())), undefined));
const choice = <const T extends readonly string[]>(options: T) => v.optional(v.fallback(v.optional(v.picklist(options)), undefined));

/** What of the Segment page can be shared in its address. A value that makes no sense is left out, never an error. */
export const SegmentSearch = v.object({
  /** Same-origin path of an image, its reference mask and the file that names its labels. */
  image: text,
  reference: text,
  names: text,
  /** A case of the synthetic cohort, and the run whose result is looked at. */
  case: text,
  run: text,
  /** The stored run whose case it is, where it is the user's own. */
  record: text,
  /** A synthetic subject, when no image is named. */
  sex: choice(['female', 'male']),
  age: number(18, 95),
  bmi: number(15, 50),
  modality: choice(['CT', 'MR']),
  site: choice(['A', 'B', 'C', 'D']),
  seed: number(0, 2 ** 32 - 1),
  organ: text,
  /** A place on the organ by its bin of the error maps, where the crosshair is to go. */
  bin: number(0, 511),
  layout: choice(['axial', 'coronal', 'sagittal', 'multiplanar', 'render']),
  /** Crosshair, in voxels of the canonical array. */
  i: number(0, 65535),
  j: number(0, 65535),
  k: number(0, 65535),
});

export type SegmentSearch = v.InferOutput<typeof SegmentSearch>;
