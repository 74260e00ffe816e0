import type { CovariateValue } from '#core/cohort/covariate.ts';
import { NOT_IN_TABLE } from '#core/cohort/covariate.ts';
import type { Grouping } from '#core/cohort/grouping.ts';
import { groupOf, UNKNOWN_GROUP } from '#core/cohort/grouping.ts';
import type { ResultCase, ResultSubject } from '#core/cohort/resultTable.ts';
import type { MapTable } from '#core/errormaps/binEstimates.ts';
import { unpackSignedMm } from '#core/errormaps/compactMap.ts';
import type { MapBank } from '#core/errormaps/mapBank.ts';
import type { MapMeasure } from '#core/errormaps/mapMeasure.ts';
import { measured } from '#core/errormaps/mapMeasure.ts';
import type { MapStatistic, Sidedness } from '#core/errormaps/mapStatistics.ts';
import type { Covariate } from '#core/errormaps/reducedModel.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';

/** In place of a second group: everybody whose group is known and is not the first. */
export const OTHERS = 'all others';

/** What somebody wants to know of the maps of one run and organ. */
export interface MapsQuestion {
  readonly grouping: Grouping;
  /** First and second group; differences are second minus first. */
  readonly groups: readonly [string, string];
  readonly measure: MapMeasure;
  /** Cases of this modality alone; of all where absent. */
  readonly modality?: 'CT' | 'MR' | 'unknown' | undefined;
  /** Covariates of the subjects that the difference is adjusted for. */
  readonly covariates: readonly string[];
  /** Subjects change places only within groups of this covariate. */
  readonly stratifyBy?: string | undefined;
  readonly statistic: MapStatistic;
  readonly sided: Sidedness;
  readonly permutations: number;
  readonly seed: number;
}

/** Whose maps they are. */
export interface MapsCohort { readonly subjects: readonly ResultSubject[]; readonly cases: readonly ResultCase[] }

export interface LeftOut { readonly reason: 'no-map' | 'covariate-missing'; readonly covariate?: string; readonly subjects: number }

export interface QuestionTable {
  readonly table: MapTable;
  /** The row's subject, as an index into the cohort's. */
  readonly subjects: Int32Array;
  readonly strata?: Int32Array;
  readonly leftOut: readonly LeftOut[];
}

/** 0 in the first group, 1 in the second, −1 in neither. */
export function sideOf({ grouping, groups: [first, second] }: Pick<MapsQuestion, 'grouping' | 'groups'>, { covariates }: ResultSubject): 0 | 1 | -1 {
  const label = groupOf(grouping, covariates[grouping.covariate] ?? NOT_IN_TABLE);
  if (label === first) return 0;
  return label === second || (second === OTHERS && label !== UNKNOWN_GROUP) ? 1 : -1;
}

/**
 * One row for each subject of the two groups that has a map and every covariate. A subject with several cases counts once:
 * its cases are averaged bin by bin.
 */
export function questionTable(bank: MapBank, { subjects, cases }: MapsCohort, question: MapsQuestion): QuestionTable {
  const sides = subjects.map((subject) => sideOf(question, subject));
  const casesOf = subjects.map((): number[] => []);
  cases.forEach(({ subject, modality }, at) => { if (question.modality === undefined || modality === question.modality) casesOf[subject].push(at); });
  const asked = [...subjects.keys()].filter((subject) => sides[subject] >= 0 && casesOf[subject].length > 0);
  const maps = new Map(asked.map((subject) => [subject, subjectMap(bank, casesOf[subject], question.measure)]));
  const mapped = asked.filter((subject) => maps.get(subject)?.some((value) => !Number.isNaN(value)));
  const leftOut: LeftOut[] = [];
  if (mapped.length < asked.length) leftOut.push({ reason: 'no-map', subjects: asked.length - mapped.length });

  const valueOf = (subject: number, covariate: string): CovariateValue => subjects[subject].covariates[covariate] ?? NOT_IN_TABLE;
  let kept = mapped;
  for (const covariate of question.covariates) {
    const known = kept.filter((subject) => valueOf(subject, covariate).kind !== 'missing');
    if (known.length < kept.length) leftOut.push({ reason: 'covariate-missing', covariate, subjects: kept.length - known.length });
    kept = known;
  }
  const values = new Float32Array(kept.length * BINS);
  kept.forEach((subject, row) => { values.set(maps.get(subject) ?? [], row * BINS); });
  const { stratifyBy } = question;
  return {
    subjects: Int32Array.from(kept), leftOut,
    table: {
      subjects: kept.length, bins: BINS, values, group: Uint8Array.from(kept, (subject) => sides[subject]),
      covariates: question.covariates.flatMap((name) => covariateColumns(name, kept.map((subject) => valueOf(subject, name)))),
    },
    ...(stratifyBy === undefined ? {} : { strata: numbered(kept.map((subject) => levelOf(valueOf(subject, stratifyBy)))) }),
  };
}

function subjectMap(bank: MapBank, cases: readonly number[], measure: MapMeasure): Float32Array {
  const sum = new Float32Array(BINS), count = new Uint32Array(BINS);
  for (const at of cases) {
    const signedMm = unpackSignedMm(bank.subarray(at * BINS, (at + 1) * BINS));
    for (let bin = 0; bin < BINS; bin++) {
      if (Number.isNaN(signedMm[bin])) continue;
      sum[bin] += measured(signedMm[bin], measure);
      count[bin]++;
    }
  }
  return sum.map((value, bin) => (count[bin] === 0 ? Number.NaN : value / count[bin]));
}

/** Numbers as they are; categories as one column for each level but the first. */
function covariateColumns(name: string, values: readonly CovariateValue[]): readonly Covariate[] {
  const numbers = values.map((it) => (it.kind === 'number' ? it.value : Number.NaN));
  if (!numbers.some((it) => Number.isNaN(it))) return [{ name, values: Float64Array.from(numbers) }];
  const levels = values.map(levelOf);
  const names = [...new Set(levels)].sort((a, b) => a.localeCompare(b, 'en'));
  // One level only is a constant, which the model refuses by its name.
  return (names.length > 1 ? names.slice(1) : names).map((level) => ({ name: `${name} ${level}`, values: Float64Array.from(levels, (it) => (it === level ? 1 : 0)) }));
}

/** Subjects without a value are a stratum of their own. */
function levelOf(value: CovariateValue): string {
  return value.kind === 'missing' ? UNKNOWN_GROUP : String(value.value);
}

function numbered(levels: readonly string[]): Int32Array {
  const names = [...new Set(levels)];
  return Int32Array.from(levels, (level) => names.indexOf(level));
}
