import type { Fault } from '#core/faults.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import type { CohortCase } from '#core/cohort/subject.ts';

export type LayoutName = 'nnunet' | 'totalsegmentator' | 'amos' | 'kits' | 'bids' | 'plain';

/** A case as file names tell it; `subjectId` is the name to look for in the table. */
export type FoundCase = CohortCase;

/** A file that was not taken, and why. */
export interface Refusal {
  readonly path: string;
  readonly fault: Fault;
}

export interface LayoutReading {
  readonly cases: readonly FoundCase[];
  readonly refused: readonly Refusal[];
  readonly faults: readonly Fault[];
}

/** How data sets lay out their files. All work on names; only small side files are read. */
export interface Layout {
  readonly name: LayoutName;
  /** What in the names shows this layout, for people; undefined where nothing does. */
  evidence(files: readonly FileEntry[]): string | undefined;
  read(files: readonly FileEntry[], signal?: AbortSignal): Promise<LayoutReading>;
  /** Name of its own table of subjects. */
  readonly table: RegExp;
}

export const IMAGE_ENDING = '(?:nii(?:\\.gz)?|nrrd|mha|png)';
