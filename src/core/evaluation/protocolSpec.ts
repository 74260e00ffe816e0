import * as v from 'valibot';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';

const everyNth = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1);
const slices = {
  plane: v.optional(v.picklist(['axial', 'coronal', 'sagittal']), 'axial'),
  /** Only slices whose index divides by this are asked, and the measures are of those slices. */
  everyNth,
  /** Each slice by its own prompt, or outward from the middle one, the next box from the last mask. */
  way: v.optional(v.picklist(['each', 'propagated']), 'each'),
};
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20));

/** How a cohort is prompted when nobody sits before it: settings that alone decide the prompts, with the seed. */
export const ProtocolSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('box'), marginPx: v.optional(v.pipe(v.number(), v.minValue(0)), 1), jitterMm: v.optional(v.pipe(v.number(), v.minValue(0)), 0), ...slices }),
  v.strictObject({ kind: v.literal('point'), ...slices }),
  v.strictObject({ kind: v.literal('random-points'), count, ...slices }),
  v.strictObject({ kind: v.literal('clicks'), budget: count, ...slices }),
  v.strictObject({ kind: v.literal('text') }),
  v.strictObject({ kind: v.literal('none') }),
]);
export type ProtocolSpec = v.InferOutput<typeof ProtocolSchema>;
/** A protocol that asks a 2D model slice by slice. */
export type SliceProtocol = Exclude<ProtocolSpec, { readonly kind: 'text' | 'none' }>;

export function parseProtocol(json: unknown): Result<ProtocolSpec> {
  return attemptNow(() => {
    const parsed = v.safeParse(ProtocolSchema, json);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    throw new FaultError('protocol-invalid', { where: v.getDotPath(issue) ?? 'protocol', expected: issue.expected ?? 'another value', came: issue.received });
  });
}

/** A short name that differs where the prompts differ. */
export function protocolId(spec: ProtocolSpec): string {
  if (spec.kind === 'text' || spec.kind === 'none') return spec.kind;
  const what = {
    box: () => (spec.kind === 'box' && spec.jitterMm > 0 ? `box-jitter-${spec.jitterMm}mm` : 'box'),
    point: () => 'point',
    'random-points': () => `points-${spec.kind === 'random-points' ? spec.count : 1}`,
    clicks: () => `clicks-${spec.kind === 'clicks' ? spec.budget : 1}`,
  }[spec.kind]();
  return [what, ...(spec.way === 'propagated' ? ['propagated'] : []), ...(spec.plane === 'axial' ? [] : [spec.plane])].join('-');
}

/** How many masks a protocol gives for each organ: one after each click, one where there are no clicks to count. */
export function stepsOf(spec: ProtocolSpec): number {
  return spec.kind === 'clicks' ? spec.budget : 1;
}

/** A sentence for the screen. */
export function protocolLabel(spec: ProtocolSpec): string {
  if (spec.kind === 'none') return 'The whole volume, without prompts.';
  if (spec.kind === 'text') return 'The organ\'s name.';
  const prompt = {
    box: () => (spec.kind === 'box' ? `The expert's box with a margin of ${spec.marginPx} px${spec.jitterMm > 0 ? `, each side shifted at random with a standard deviation of ${spec.jitterMm} mm` : ''}` : ''),
    point: () => 'One click at the deepest point of the expert\'s mask',
    'random-points': () => `${spec.kind === 'random-points' ? spec.count : 1} clicks at random in the expert's mask`,
    clicks: () => `One click, then corrections at the largest error, up to ${spec.kind === 'clicks' ? spec.budget : 1} clicks`,
  }[spec.kind]();
  const nth = spec.everyNth === 1 ? `every ${spec.plane} slice` : `every ${ordinal(spec.everyNth)} ${spec.plane} slice, and measures are of these slices`;
  return spec.way === 'each' ? `${prompt}, on ${nth}.` : `${prompt} on the middle slice, then outward with the box of the last mask, on ${nth}.`;
}

function ordinal(n: number): string {
  return n === 2 ? 'second' : n === 3 ? 'third' : `${n}th`;
}
