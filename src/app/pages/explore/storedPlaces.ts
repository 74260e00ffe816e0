import type { cohortStore } from '#app/stores/cohortStore.ts';
import type { ResultsPlace } from '#app/stores/resultsStore.ts';
import type { runsStore } from '#app/stores/runsStore.ts';

export interface StoredPlace {
  readonly value: string;
  /** Null where there is nothing to choose yet. */
  readonly place: ResultsPlace | null;
  readonly label: string;
  readonly description: string;
}

type Stored = Pick<ReturnType<typeof cohortStore.getState>, 'saved' | 'results'> & Pick<ReturnType<typeof runsStore.getState>, 'runs' | 'finished'>;

/** One name for each place: a bundle's cohort and its table have the same id. */
export function placeValue(place: 'bundled' | Pick<Exclude<ResultsPlace, 'bundled'>, 'kind' | 'id'>): string {
  return place === 'bundled' ? place : `${place.kind} ${place.id}`;
}

/** All results that can be chosen: those of the program, of each cohort's stored runs, of each file. */
export function storedPlaces({ saved, results, runs, finished }: Stored): readonly StoredPlace[] {
  return [
    { value: placeValue('bundled'), place: 'bundled', label: 'The cohort that comes with IsoDice', description: 'synthetic subjects' },
    ...saved.map(({ id, name, subjects }): StoredPlace => {
      const records = runs.filter(({ id: run, spec }) => spec.cohortId === id && (finished[run] ?? 0) > 0).map((it) => it.id);
      return {
        value: placeValue({ kind: 'cohort', id }), label: name, description: records.length === 0 ? `${subjects} subjects, no finished case of any run` : `${subjects} subjects, ${counted(records.length, 'run')}`,
        place: records.length === 0 ? null : { kind: 'cohort', id, name, records },
      };
    }),
    ...results.map(({ id, name, rows, runs: models }): StoredPlace => ({
      value: placeValue({ kind: 'results', id }), label: name, description: `from a file: ${rows.toLocaleString('en')} rows, ${counted(models, 'model')}`, place: { kind: 'results', id, name },
    })),
  ];
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
