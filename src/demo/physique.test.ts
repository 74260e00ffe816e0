import { expect, test } from 'vitest';
import { makeRandom } from '#core/num/random.ts';
import type { Physique } from '#demo/physique.ts';
import { physique } from '#demo/physique.ts';
import type { PhantomSubject } from '#demo/subject.ts';

const man: PhantomSubject = { seed: 0, sex: 'male', ageYears: 45, bmi: 26, modality: 'CT', site: 'A' };
const woman: PhantomSubject = { ...man, sex: 'female' };

/** Mean over 200 seeds. */
function mean(subject: PhantomSubject, of: (body: Physique) => number): number {
  let sum = 0;
  for (let seed = 0; seed < 200; seed++) sum += of(physique({ ...subject, seed }, makeRandom(`test/${seed}`)));
  return sum / 200;
}

test.each<[string, (body: Physique) => number, PhantomSubject, PhantomSubject]>([
  ['men are taller', (b) => b.heightCm, woman, man],
  ['men have more visceral fat', (b) => b.visceralFatCm2, woman, man],
  ['women have more subcutaneous fat', (b) => b.subcutaneousFatCm2, man, woman],
  ['visceral fat grows with age', (b) => b.visceralFatCm2, { ...man, ageYears: 25 }, { ...man, ageYears: 70 }],
  ['both fats grow with BMI', (b) => Math.min(b.visceralFatCm2, b.subcutaneousFatCm2), man, { ...man, bmi: 34 }],
  ['men have larger livers', (b) => b.liverMl, woman, man],
  ['livers shrink with age', (b) => b.liverMl, { ...man, ageYears: 80 }, { ...man, ageYears: 40 }],
  ['livers grow with body size', (b) => b.liverMl, { ...man, bmi: 20 }, { ...man, bmi: 32 }],
  ['kidneys shrink with age', (b) => b.kidneyMl.left, { ...man, ageYears: 80 }, { ...man, ageYears: 40 }],
  ['spleens shrink with age', (b) => b.spleenMl, { ...man, ageYears: 80 }, { ...man, ageYears: 40 }],
  ['the aorta widens with age', (b) => b.aortaRadiusMm, { ...man, ageYears: 30 }, { ...man, ageYears: 75 }],
  ['men have wider aortas', (b) => b.aortaRadiusMm, woman, man],
  ['the aorta calcifies with age', (b) => b.calcifiedShare, man, { ...man, ageYears: 75 }],
  ['livers are fatter with BMI', (b) => b.liverFat, man, { ...man, bmi: 36 }],
  ['muscle is lost with age', (b) => b.muscle, { ...man, ageYears: 80 }, { ...man, ageYears: 35 }],
  ['bone thins with age', (b) => b.boneDensity, { ...woman, ageYears: 80 }, { ...woman, ageYears: 35 }],
])('%s', (_, of, less, more) => {
  expect(mean(more, of)).toBeGreaterThan(mean(less, of) * 1.01);
});

test('the left kidney is the larger on average', () => {
  expect(mean(man, (b) => b.kidneyMl.left)).toBeGreaterThan(mean(man, (b) => b.kidneyMl.right));
});

test('a given height is kept, and weight follows from BMI', () => {
  const body = physique({ ...man, heightCm: 180, bmi: 25 }, makeRandom(1));
  expect(body.heightCm).toBe(180);
  expect(body.weightKg).toBeCloseTo(81, 10);
});
