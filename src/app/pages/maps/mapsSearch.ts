import * as v from 'valibot';

/** A value that makes no sense is left out, never an error. */
const lenient = <T extends v.GenericSchema>(schema: T) => v.optional(v.fallback(v.optional(schema), undefined));
const text = lenient(v.pipe(v.string(), v.nonEmpty()));

/** All that the Error maps page shows, so that a link reproduces it; what is absent has its default. */
export const MapsSearch = v.object({
  attribute: text,
  cuts: lenient(v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1), v.maxLength(12), v.check((cuts) => cuts.every((cut, i) => i === 0 || cut > cuts[i - 1])))),
  /** First and second group; maps of differences show second minus first. */
  first: text,
  second: text,
  organ: text,
  run: text,
  show: lenient(v.picklist(['signed', 'outside', 'inside'])),
  toleranceMm: lenient(v.pipe(v.number(), v.gtValue(0), v.maxValue(25))),
  modality: lenient(v.picklist(['CT', 'MR', 'unknown', 'together'])),
  adjust: lenient(v.array(v.string())),
  strata: text,
  statistic: lenient(v.picklist(['max-t', 'tfce', 'cluster'])),
  sided: lenient(v.picklist(['two-sided', 'greater', 'less'])),
  permutations: lenient(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(100_000))),
  seed: lenient(v.pipe(v.number(), v.integer())),
  /** Every organ and run instead of one. */
  view: lenient(v.literal('all')),
  /** The bin whose subjects are listed. */
  bin: lenient(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(511))),
});

export type MapsSearch = v.InferOutput<typeof MapsSearch>;
