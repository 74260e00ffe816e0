import type { IDBPObjectStore, StoreNames } from 'idb';
import type { Database, Tables } from '#storage/database.ts';
import { keysOf } from '#storage/database.ts';
import type { CaseNote } from '#storage/records.ts';
import { stored } from '#storage/stored.ts';

export interface CaseNotes {
  get(cohortId: string, caseId: string): Promise<CaseNote | null>;
  all(cohortId: string): Promise<readonly CaseNote[]>;
  /** A note without text and tags is removed. */
  put(note: Omit<CaseNote, 'changedAt'>): Promise<void>;
}

export function makeCaseNotes(database: Database): CaseNotes {
  return {
    get: (cohortId, caseId) => stored(caseId, async () => (await database.get('notes', [cohortId, caseId])) ?? null),
    all: (cohortId) => stored('notes', () => database.getAll('notes', keysOf(cohortId))),
    put: (note) => stored(note.caseId, async () => {
      const tags = [...new Set(note.tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
      if (note.text.trim() === '' && tags.length === 0) await database.delete('notes', [note.cohortId, note.caseId]);
      else await database.put('notes', { ...note, tags, changedAt: new Date().toISOString() });
    }),
  };
}

type InWork<Store extends StoreNames<Tables>> = IDBPObjectStore<Tables, ArrayLike<StoreNames<Tables>>, Store, 'readwrite'>;
interface NamedInWork { readonly cohorts: InWork<'cohorts'>; readonly results: InWork<'results'> }

/** Whether a cohort or a table of results is called so now: notes under the name are about that. */
export async function isNamed({ cohorts, results }: NamedInWork, name: string): Promise<boolean> {
  return (await cohorts.getAll()).some((it) => it.name === name) || (await results.getAll()).some(({ table }) => table.name === name);
}

/** Notes follow the renamed table or cohort that they are about, and stay under the old name too where another has it. What is there already stays. */
export async function moveNotes(notes: InWork<'notes'>, named: NamedInWork, from: string, to: string): Promise<void> {
  if (from === to) return;
  const isShared = await isNamed(named, from);
  for (const note of await notes.getAll(keysOf(from))) {
    if (!await notes.get([to, note.caseId])) await notes.put({ ...note, cohortId: to });
    if (!isShared) await notes.delete([from, note.caseId]);
  }
}
