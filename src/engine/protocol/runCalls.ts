import { defineCall } from '#engine/protocol/call.ts';
import type { CaseAnswer, CaseStage } from '#engine/protocol/caseCalls.ts';
import type { CohortSource } from '#engine/protocol/cohortCalls.ts';
import type { Device, ModelSource } from '#engine/protocol/modelCalls.ts';

export interface RunRequest {
  readonly runId: string;
  readonly model: ModelSource;
  readonly source: CohortSource;
  readonly device?: Device | undefined;
  /** Cases at a time; as many as the processor and the device allow where absent. */
  readonly workers?: number | undefined;
}

/** The lock that a tab holds from when a run is queued in it until the run ends. */
export function runLock(runId: string): string {
  return `isodice-run-${runId}`;
}

export interface RunProgress {
  /** Waiting for a run before it; starting its workers; or going. */
  readonly phase: 'waiting' | 'starting' | 'going';
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  /** Of this visit; null until it is known. */
  readonly casesPerMinute: number | null;
  readonly remainingSeconds: number | null;
  readonly current: readonly { readonly caseId: string; readonly stage: string }[];
}

export interface RunEnd { readonly done: number; readonly failed: number; readonly total: number }

export interface RepeatRequest extends RunRequest {
  readonly caseId: string;
  /** Of a protocol of clicks: how many, so that the mask is that of the run after so many. */
  readonly clicks?: number | undefined;
}

/** Computes what a stored run gave for one case again, its mask too, and stores nothing. */
export const repeatCaseCall = defineCall<RepeatRequest, CaseAnswer, { readonly stage: CaseStage }>('repeat-case');

/** Goes on with a stored run until its last case. Cancelling the call pauses the run: every finished case is kept. */
export const runCall = defineCall<RunRequest, RunEnd, RunProgress>('run');
