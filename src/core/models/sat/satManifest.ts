import * as v from 'valibot';
import { FaultError } from '#core/faults.ts';
import type { ModelManifest } from '#core/models/manifest.ts';

const triple = v.pipe(v.array(v.pipe(v.number(), v.gtValue(0))), v.length(3));
const sideFile = v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'a file name without folders'));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'));

const schema = v.object({
  spacingMm: triple,
  patchSize: v.pipe(triple, v.check((sizes) => sizes.every(Number.isInteger), 'whole voxels')),
  /** What the network was trained at; absent where that is `patchSize`. */
  nativePatchSize: v.optional(triple),
  overlap: v.pipe(v.number(), v.minValue(0), v.ltValue(1)),
  /** Standard deviation of the blending weights, as a fraction of the patch. */
  gaussianSigma: v.pipe(v.number(), v.gtValue(0)),
  intensity: v.object({
    ct: v.object({ clip: v.tuple([v.number(), v.number()]) }),
    other: v.object({ percentiles: v.tuple([v.number(), v.number()]) }),
  }),
  modalities: v.record(v.string(), v.number()),
  vocabulary: v.object({
    file: sideFile, vectors: sideFile,
    sha256: v.object({ file: digest, vectors: digest }),
  }),
  /** How well this export agrees with the published network at its native patch. */
  parity: v.optional(v.object({ against: v.string(), cases: v.number(), diceMean: v.number() })),
});

/** A SAT model's own numbers. Axes are x to the right, y to the front, z up. */
export type SatSettings = v.InferOutput<typeof schema>;

/** Reads the key `sat` of a manifest. Throws FaultError 'manifest-unreadable' with the first place that does not fit. */
export function satSettings(manifest: ModelManifest): SatSettings {
  const parsed = v.safeParse(schema, manifest['sat']);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new FaultError('manifest-unreadable', { where: `${manifest.id} sat ${v.getDotPath(issue) ?? ''}`.trim(), expected: issue.expected ?? issue.message, came: issue.received });
}

/** Whether the export looks at less of the body at once than the network was trained to. */
export function isReducedPatch({ patchSize, nativePatchSize }: SatSettings): boolean {
  return nativePatchSize !== undefined && patchSize.some((n, axis) => n < nativePatchSize[axis]);
}
