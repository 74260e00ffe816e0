import type { CohortCase } from '#core/cohort/subject.ts';
import type { CaseBlock, RunProtocol } from '#core/evaluation/runSpec.ts';
import { defineCall } from '#engine/protocol/call.ts';
import type { PickedFile } from '#engine/protocol/cohortCalls.ts';

/** One case to evaluate. Files are read where they are used; only their handles travel. */
export interface CaseRequest {
  readonly modelId: string;
  readonly case: CohortCase;
  readonly files: readonly PickedFile[];
  readonly organs: readonly string[];
  readonly protocol: RunProtocol;
  readonly seed: number;
  readonly masks: 'kept' | 'dropped';
}

export type CaseAnswer = Pick<CaseBlock, 'organ' | 'step' | 'status' | 'columns' | 'maps' | 'notices'> & {
  /** The prediction as gzipped NIfTI on the original grid; null where masks are not kept. */
  readonly mask: Uint8Array<ArrayBuffer> | null;
};

export type CaseStage = 'reading' | 'predicting' | 'measuring' | 'writing';

export const evaluateCaseCall = defineCall<CaseRequest, CaseAnswer, { readonly stage: CaseStage }>('evaluate-case');
