import * as v from 'valibot';
import type { Cohort } from '#core/cohort/subject.ts';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';

/** Number of the shape that is written now. Each change of shape adds one step to MIGRATIONS and never alters an old one. */
export const COHORT_VERSION = 1;

export type SavedShape = Readonly<Record<string, unknown>>;
/** Step n takes what version n wrote to version n + 1. */
export type Migrations = Readonly<Record<number, (saved: SavedShape) => SavedShape>>;

/** None yet: no shape but the first has been written. */
const MIGRATIONS: Migrations = {};

/** Takes a saved shape from its version to `current`, step by step. Throws where a step is missing. */
export function migrated(saved: SavedShape, from: number, current: number, migrations: Migrations): SavedShape {
  let shape = saved;
  for (let version = from; version < current; version++) {
    const step = migrations[version];
    if (step === undefined) throw new Error(`no migration from version ${version}`);
    shape = step(shape);
  }
  return shape;
}

const provenance = v.object({ path: v.string(), sizeBytes: v.exactOptional(v.number()), row: v.exactOptional(v.number()) });
/** A covariate as files hold it. */
export const covariateShape = v.variant('kind', [
  v.object({ kind: v.literal('number'), value: v.pipe(v.number(), v.finite()), limit: v.exactOptional(v.picklist(['at least', 'at most'])) }),
  v.object({ kind: v.literal('category'), value: v.string() }),
  v.object({
    kind: v.literal('missing'), text: v.exactOptional(v.string()),
    reason: v.picklist(['empty', 'marked missing', 'unreadable', 'implausible', 'rows disagree', 'not in the table']),
  }),
]);
const cohortShape = v.object({
  name: v.string(),
  subjects: v.array(v.object({ id: v.string(), covariates: v.record(v.string(), covariateShape), provenance: v.array(provenance) })),
  cases: v.array(v.object({
    id: v.string(), subjectId: v.string(), modality: v.picklist(['CT', 'MR', 'unknown']), images: v.array(provenance),
    references: v.array(v.object({ organ: v.string(), file: provenance, labelValues: v.exactOptional(v.array(v.number())) })),
    split: v.exactOptional(v.string()),
  })),
});

/** The cohort as text that `parseCohort` of this and every later version reads. */
export function formatCohort(cohort: Cohort): string {
  return JSON.stringify({ isodice: 'cohort', version: COHORT_VERSION, ...cohort });
}

/** A saved cohort of any version up to this one. */
export function parseCohort(text: string): Result<Cohort> {
  return attemptNow(() => {
    const saved = parsed(text);
    const written = saved['version'];
    if (saved['isodice'] !== 'cohort' || typeof written !== 'number' || !Number.isInteger(written) || written < 1) {
      throw new FaultError('cohort-unreadable', { expected: 'a cohort with its version', came: text.slice(0, 40) });
    }
    if (written > COHORT_VERSION) throw new FaultError('cohort-newer', { expected: `version ${COHORT_VERSION} or older`, came: `version ${written}` });
    const checked = v.safeParse(cohortShape, migrated(saved, written, COHORT_VERSION, MIGRATIONS));
    if (!checked.success) {
      const [issue] = checked.issues;
      throw new FaultError('cohort-unreadable', { where: v.getDotPath(issue) ?? 'cohort', expected: issue.expected ?? 'another value', came: issue.received });
    }
    return checked.output;
  });
}

function parsed(text: string): SavedShape {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FaultError('cohort-unreadable', { expected: 'JSON', came: text.slice(0, 40) });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FaultError('cohort-unreadable', { expected: 'an object', came: text.slice(0, 40) });
  return { ...value };
}
