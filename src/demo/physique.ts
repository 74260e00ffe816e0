import type { Random } from '#core/num/random.ts';
import type { PhantomSubject } from '#demo/subject.ts';

/** The numbers by which a subject's anatomy is built. Sources of the directions are in README.md, by field. */
export interface Physique {
  readonly heightCm: number;
  readonly weightKg: number;
  /** Body surface area, m² (Mosteller 1987). */
  readonly bsaM2: number;
  /** Cross-section at the navel, cm². */
  readonly subcutaneousFatCm2: number;
  readonly visceralFatCm2: number;
  /** Scale of the skeleton against a man of 176 cm, across and along the body. */
  readonly frame: number;
  readonly trunk: number;
  /** 1 in a fit man of 30; falls with age, lower in women. */
  readonly muscle: number;
  readonly liverMl: number;
  readonly spleenMl: number;
  readonly kidneyMl: { readonly left: number; readonly right: number };
  readonly aortaRadiusMm: number;
  /** Lateral bend of the aorta's path. */
  readonly aortaBendMm: number;
  /** Share of the aortic wall that is calcified. */
  readonly calcifiedShare: number;
  /** Steatosis: 0 none to 1 severe. */
  readonly liverFat: number;
  /** 1 in youth, falling with age: trabecular density. */
  readonly boneDensity: number;
}

/** Cross-section of organs and gut without fat in a man of 176 cm. */
export const LEAN_CAVITY_CM2 = 262;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** What this subject is built like: expectation from sex, age, height and BMI, times the seed's own variation. */
export function physique(subject: PhantomSubject, random: Random): Physique {
  const { sex, ageYears: age, bmi } = subject;
  const male = sex === 'male';
  const spread = (sd: number) => Math.exp(random.clippedNormal(0, sd));
  const drawnHeight = (male ? 177 : 163.5) + random.clippedNormal(0, male ? 7 : 6.5) - 0.06 * Math.max(0, age - 40);
  const heightCm = subject.heightCm ?? drawnHeight;
  const weightKg = bmi * (heightCm / 100) ** 2;
  const bsaM2 = Math.sqrt((heightCm * weightKg) / 3600);
  const visceralShare = clamp((male ? 0.42 : 0.26) * spread(0.22) + (male ? 0.004 : 0.0035) * (age - 45), 0.1, 0.6);
  const frame = (heightCm / 176) ** 0.8 * (male ? 1 : 0.95) * spread(0.025);
  const muscle = (male ? 1 : 0.82) * (1 - 0.006 * Math.max(0, age - 35)) * clamp(1 + 0.008 * (bmi - 24), 0.85, 1.15) * spread(0.08);
  const leanCm2 = (LEAN_CAVITY_CM2 + 150 * muscle) * frame * frame;
  const sectionCm2 = (1450 * weightKg) / heightCm;
  const fatCm2 = Math.max(0.15 * sectionCm2, sectionCm2 - leanCm2);
  const ageing = (from: number, perYear: number) => 1 - perYear * Math.max(0, age - from);
  const liverFat = clamp(0.05 + 0.028 * (bmi - 25) + (male ? 0.05 : 0) + random.clippedNormal(0, 0.12), 0, 1);
  const kidneyMl = (male ? 86 : 79) * bsaM2 * ageing(50, 0.007) * spread(0.1);
  return {
    heightCm, weightKg, bsaM2,
    subcutaneousFatCm2: fatCm2 * (1 - visceralShare),
    visceralFatCm2: fatCm2 * visceralShare,
    frame,
    trunk: (heightCm / 174) * spread(0.025),
    muscle,
    liverMl: clamp(1267 * bsaM2 - 794, 700, 2600) * ageing(45, 0.005) * (1 + 0.15 * liverFat) * spread(0.1),
    spleenMl: (male ? 118 : 106) * bsaM2 * ageing(40, 0.006) * spread(0.25),
    kidneyMl: { left: kidneyMl * 1.03 * spread(0.05), right: kidneyMl * 0.98 * spread(0.05) },
    aortaRadiusMm: (male ? 9.6 : 8.3) * Math.sqrt(bsaM2 / 1.9) * (1 + 0.0045 * (age - 45)) * spread(0.06),
    aortaBendMm: random.clippedNormal(0, 1) * (2 + 0.12 * Math.max(0, age - 45)),
    calcifiedShare: clamp(0.012 * (age - 50) * spread(0.5), 0, 0.6),
    liverFat,
    boneDensity: clamp(ageing(30, male ? 0.008 : 0.0095), 0.35, 1) * spread(0.1),
  };
}
