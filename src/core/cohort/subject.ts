import type { CovariateValue } from '#core/cohort/covariate.ts';

/** Where a fact came from: a file by its path in the chosen folder or zip, and a row where it is a table (1 is the header). */
export interface Provenance {
  readonly path: string;
  readonly sizeBytes?: number;
  readonly row?: number;
}

/** An organ in a reference: a file of its own, or values of a label map. */
export interface OrganReference {
  readonly organ: string;
  readonly file: Provenance;
  /** Values of the label map that make up the organ; absent where the file is a binary mask. */
  readonly labelValues?: readonly number[];
}

/** One image with its masks. */
export interface CohortCase {
  readonly id: string;
  readonly subjectId: string;
  readonly modality: 'CT' | 'MR' | 'unknown';
  /** One file per channel. */
  readonly images: readonly Provenance[];
  readonly references: readonly OrganReference[];
  /** The data set's own part: training, test, … */
  readonly split?: string;
}

export interface Subject {
  readonly id: string;
  readonly covariates: Readonly<Record<string, CovariateValue>>;
  /** The rows that say so; empty where no table has the subject. */
  readonly provenance: readonly Provenance[];
}

/** Subjects and cases as the pages, runs and audits read them. */
export interface Cohort {
  readonly name: string;
  readonly subjects: readonly Subject[];
  readonly cases: readonly CohortCase[];
}

/** Organs of a cohort's references, in the order in which they first occur. */
export function organsOf(cohort: Cohort): readonly string[] {
  return [...new Set(cohort.cases.flatMap((it) => it.references.map((reference) => reference.organ)))];
}
