import type { LayoutName } from '#core/cohort/layouts/layout.ts';
import type { Figure, MakerFigure } from '#core/models/golden/parity.ts';

/** What a list shows of a cohort without reading it. */
export interface CohortSummary {
  readonly id: string;
  readonly name: string;
  readonly layout: LayoutName | 'bundle';
  readonly subjects: number;
  readonly cases: number;
  readonly savedAt: string;
}

/** `text` is what formatCohort wrote, whose shape has migrations of its own. */
export interface CohortRecord extends CohortSummary { readonly text: string }

/**
 * Where the files of a cohort are: a folder or zip on the disk that the browser remembers (permission is asked again), a
 * copy in the browser's own storage, or nowhere after this visit, because files were picked and cannot be remembered.
 */
export type CohortFolder = { readonly cohortId: string } & (
  | { readonly kind: 'handle'; readonly handle: FileSystemDirectoryHandle | FileSystemFileHandle }
  | { readonly kind: 'copy' }
  | { readonly kind: 'session' }
);

/** What a reviewer wrote about a case: free text and tags such as "motion", "wrong reference". */
export interface CaseNote {
  /** A saved cohort's id, or the name of a result table that has none. */
  readonly cohortId: string;
  readonly caseId: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly changedAt: string;
}

/** How a model agreed with its golden on a device of this browser, with all that the figures depend on. */
export interface ParityRecord {
  readonly model: { readonly id: string; readonly name: string; readonly precision: string };
  readonly sha256: Readonly<Record<string, string>> & { readonly encoder: string };
  readonly device: 'webgpu' | 'wasm';
  /** The graphics adapter, or why there was none. */
  readonly adapter: string;
  readonly threads: number;
  /** Why this device was taken, as the screen said it. */
  readonly reason: string;
  readonly onnxruntime: string;
  readonly program: string;
  /** What the reference ran on, by package. */
  readonly reference: Readonly<Record<string, string>>;
  readonly figures: readonly Figure[];
  /** The same as the model's maker measured them; absent in records of before they were kept. */
  readonly maker?: readonly MakerFigure[];
  readonly holds: boolean;
  /** First runs after loading, and medians of `repeats` later ones. */
  readonly timesMs: { readonly coldEncode: number; readonly coldDecode: number; readonly warmEncode: number; readonly warmDecode: number; readonly repeats: number };
  readonly checkedAt: string;
}
