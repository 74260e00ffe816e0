import { create } from 'zustand';

/** A case of a run of the user's own: the stored run, its name in the table, and the organ that is looked at. */
export interface OwnCase { readonly record: string; readonly run: string; readonly caseId: string; readonly organ?: string | undefined }

/** A case that is asked for and whose files cannot be read before a person allows it; null where none waits. */
export const accessStore = create<{ readonly waiting: { readonly cohortId: string; readonly asked: OwnCase } | null }>()(() => ({ waiting: null }));
