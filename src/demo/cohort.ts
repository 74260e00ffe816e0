import type { Random } from '#core/num/random.ts';
import { makeRandom } from '#core/num/random.ts';
import { weightedPick } from '#demo/sites.ts';
import type { PhantomSex, PhantomSubject, SiteName } from '#demo/subject.ts';

/** Number of subjects of the bundled cohort. */
export const COHORT_SIZE = 1056;

/** Phantom seeds of the bundled and of the training cohorts; exports for training stay below both. */
export const COHORT_SEEDS = { bundled: 500_000_000, training: 600_000_000 } as const;

export type MissingReason = 'not recorded' | 'declined to answer' | 'entry implausible, removed';

/** A covariate as the cohort's table has it: the phantom itself was of course built from the true value. */
export type Recorded<T> = { readonly state: 'known'; readonly value: T } | { readonly state: 'missing'; readonly reason: MissingReason };

export interface CohortMember {
  readonly id: string;
  /** The truth, from which `makePhantom` makes the scan. */
  readonly subject: PhantomSubject;
  /** What the table knows. */
  readonly recorded: { readonly sex: Recorded<PhantomSex>; readonly ageYears: Recorded<number>; readonly bmi: Recorded<number> };
}

/** Share of covariate values that the table lacks, completely at random. */
const MISSING_SHARE = 0.02;

/** The bundled cohort, or one like it: `seed` and `size` alone decide, and a longer cohort begins with the shorter one. */
export function makeCohort(seed = 1, size = COHORT_SIZE): CohortMember[] {
  return Array.from({ length: size }, (_, n) => {
    const random = makeRandom(`cohort/${seed}/${n}`);
    const person = drawPerson(random);
    const subject = { ...person, bmi: drawBmi(random, person), seed: COHORT_SEEDS.bundled + 100_000 * seed + n };
    const recorded = random.fork('recorded');
    return {
      id: `PH-${String(n + 1).padStart(4, '0')}`,
      subject,
      recorded: { sex: record(recorded, subject.sex), ageYears: record(recorded, subject.ageYears), bmi: record(recorded, subject.bmi) },
    };
  });
}

export type TrainingBalance = 'balanced' | 'unbalanced';

/** WHO bands of BMI and how often each is trained on. */
const BMI_BANDS = [[0, 25], [25, 30], [30, Infinity]] as const;
const BAND_SHARES: Readonly<Record<TrainingBalance, readonly number[]>> = { balanced: [1, 1, 1], unbalanced: [0.6, 0.37, 0.03] };

/**
 * Subjects to train on, none of them in any bundled cohort. The unbalanced cohort has few with a BMI of 30 or more, the
 * balanced one a third; the n-th subjects of both are the same but for BMI, so that nothing else differs.
 */
export function makeTrainingCohort(balance: TrainingBalance, seed = 1, size = 400): PhantomSubject[] {
  return Array.from({ length: size }, (_, n) => {
    const random = makeRandom(`training/${seed}/${n}`);
    const person = drawPerson(random);
    const [low, high] = weightedPick(random.fork('band'), BMI_BANDS.map((band, i) => [band, BAND_SHARES[balance][i]] as const));
    const draws = random.fork('bmi');
    let bmi = drawBmi(draws, person);
    while (bmi < low || bmi >= high) bmi = drawBmi(draws, person);
    return { ...person, bmi, seed: COHORT_SEEDS.training + 100_000 * seed + n };
  });
}

type Person = Omit<PhantomSubject, 'bmi' | 'seed'>;

/** Sex, age, height by sex and age, modality, and a site that depends on age. */
function drawPerson(random: Random): Person {
  const sex: PhantomSex = random.chance(0.51) ? 'female' : 'male';
  const ageYears = drawAge(random);
  const male = sex === 'male';
  const heightCm = Math.round((male ? 177 : 163.5) - 0.06 * Math.max(0, ageYears - 40) + random.clippedNormal(0, male ? 7 : 6.5, 2.5));
  return { sex, ageYears, heightCm, modality: random.chance(0.5) ? 'CT' : 'MR', site: drawSite(random, ageYears) };
}

/** Adults of 18 to 89: broad over working age, thinning towards old age. */
function drawAge(random: Random): number {
  for (;;) {
    const age = Math.round(random.normal(50, 17));
    if (age >= 18 && age <= 89) return age;
  }
}

/**
 * Log-normal, so skewed to the heavy side; wider in women; the mean climbs to the sixties and falls after seventy-five.
 * Directions as in national surveys; the magnitudes are those of a European adult population in round numbers.
 */
function drawBmi(random: Random, { sex, ageYears }: Person): number {
  const male = sex === 'male';
  const typical = (male ? 25.6 : 24.6) + 0.07 * (Math.min(ageYears, 65) - 45) - 0.06 * Math.max(0, ageYears - 75);
  for (;;) {
    const bmi = Math.round(10 * typical * Math.exp(random.normal(0, male ? 0.145 : 0.18))) / 10;
    if (bmi >= 16 && bmi <= 45) return bmi;
  }
}

/** The confounding: the noisy sites C and D with thick slices scan the old more often, site A the young. */
function drawSite(random: Random, ageYears: number): SiteName {
  const decades = (ageYears - 50) / 10;
  return weightedPick(random, [['A', 0.36 * Math.exp(-0.35 * decades)], ['B', 0.3], ['C', 0.2 * Math.exp(0.2 * decades)], ['D', 0.14 * Math.exp(0.45 * decades)]]);
}

function record<T>(random: Random, value: T): Recorded<T> {
  if (!random.chance(MISSING_SHARE)) return { state: 'known', value };
  return { state: 'missing', reason: weightedPick(random, [['not recorded', 0.6], ['declined to answer', 0.25], ['entry implausible, removed', 0.15]]) };
}
