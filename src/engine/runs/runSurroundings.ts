import type { SourceFiles } from '#engine/cohorts/sourceFiles.ts';
import type { CohortSource } from '#engine/protocol/cohortCalls.ts';
import type { RunRequest } from '#engine/protocol/runCalls.ts';
import type { Evaluator } from '#engine/runs/executeRun.ts';
import type { MaskFiles } from '#storage/maskFiles.ts';
import type { StorageDesk } from '#storage/storageDesk.ts';

/** Evaluators that were started for one run, and the way to end them. */
export interface EvaluatorPool { readonly evaluators: readonly Evaluator[]; close(): void }

export interface RunSurroundings {
  storage(): Promise<StorageDesk>;
  readonly masks: MaskFiles;
  openSource(source: CohortSource): Promise<SourceFiles>;
  startEvaluators(request: RunRequest, cases: number, signal: AbortSignal): Promise<EvaluatorPool>;
  /** Runs work while nobody else has this name, in this or any other tab; answers 'taken' where somebody has. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T | 'taken'>;
}
