import { defineCall } from '#engine/protocol/call.ts';
import type { LibraryEntry } from '#storage/modelLibrary.ts';

export interface ImportProgress { readonly stage: 'read' | 'store'; readonly doneBytes: number; readonly totalBytes: number }

/** Files of one model into the library: with their manifest, or described by what they say of themselves. */
export const importModelCall = defineCall<{ readonly files: readonly File[] }, LibraryEntry, ImportProgress>('import-model');

/** Gives a downloaded model the manifest that it came without. `said` is the id of the known model that it is meant to be. */
export const describeModelCall = defineCall<{ readonly id: string; readonly said?: string | undefined }, LibraryEntry, ImportProgress>('describe-model');
