import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import type { CaseHere, MapsAnswer } from '#core/evaluation/compareMaps.ts';
import type { MapsCohort, MapsQuestion } from '#core/evaluation/mapsQuestion.ts';
import type { Grid } from '#core/volume/grid.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import { defineCall } from '#engine/protocol/call.ts';

/** Maps that a run in this browser left with its results: of an organ after a step of its protocol, for these cases in this order. */
export interface StoredRunMaps { readonly kind: 'run'; readonly record: string; readonly step: number; readonly organ: string; readonly caseIds: readonly string[] }

/** Stored maps of one run and organ: at an address of the same origin, with a run of this browser, or the bytes themselves; or of a left organ and its right one, mirrored. */
export type MapsSource = OneSource | { readonly kind: 'both-sides'; readonly left: OneSource; readonly right: OneSource };
export type OneSource = StoredRunMaps | { readonly kind: 'url'; readonly url: string } | { readonly kind: 'codes'; readonly codes: Int8Array };

export interface LoadMaps {
  /** What other calls name them by. */
  readonly key: string;
  readonly source: MapsSource;
  readonly cases: number;
}

export interface MapsProgress { readonly done: number; readonly total: number }

export interface CompareMaps extends MapsCohort {
  readonly key: string;
  readonly topology: BinTopology;
  readonly question: MapsQuestion;
}

export interface ErrorsHere extends MapsCohort {
  readonly key: string;
  readonly question: Pick<MapsQuestion, 'grouping' | 'groups' | 'measure' | 'modality'>;
  readonly bins: readonly number[];
  readonly most: number;
}

export interface OrganOf {
  readonly subject: PhantomSubject;
  readonly organ: string;
  readonly topology: BinTopology;
}

/** Where an organ's bins lie in one body: x, y, z (RAS, mm) bin after bin, NaN where it has none; and the grid of its scan. */
export interface OrganPlaces { readonly grid: Grid; readonly placesMm: Float32Array; readonly centreMm: readonly [number, number, number] }

/** Reads stored maps once; maps of the same key are kept. */
export const loadMapsCall = defineCall<LoadMaps, { readonly mapped: number }>('load-maps');
/** Means of two groups and their difference over all permutations. */
export const compareMapsCall = defineCall<CompareMaps, MapsAnswer, MapsProgress>('compare-maps');
/** Signed distances of every case in mm as NumPy's .npy: cases × 16 × 32, float32, NaN where masked. */
export const exportMapsCall = defineCall<{ readonly key: string }, Uint8Array<ArrayBuffer>>('export-maps');
export const errorsHereCall = defineCall<ErrorsHere, readonly CaseHere[]>('errors-here');
/** The organ of a synthetic body, to show maps on. */
export const phantomOrganCall = defineCall<OrganOf, OrganPlaces>('phantom-organ');
