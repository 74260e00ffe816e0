import { create } from 'zustand';
import type { CaseOrigin } from '#app/stores/caseStore.ts';
import type { Fault } from '#core/faults.ts';
import type { FileSource, VolumeAnswers } from '#engine/protocol/volumeCalls.ts';

/** What a file left open, and what is to be opened once it is answered. */
export interface Question {
  readonly fault: Fault;
  readonly source: FileSource;
  readonly answers: VolumeAnswers;
  readonly reference: readonly FileSource[];
  readonly origin: CaseOrigin;
}

export const questionStore = create<{ readonly question: Question | null }>()(() => ({ question: null }));

export function setQuestion(question: Question | null): void {
  questionStore.setState({ question });
}
