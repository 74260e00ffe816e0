import type { Random } from '#core/num/random.ts';
import type { CtPhase, MrContrast, SiteName } from '#demo/subject.ts';

/**
 * Four invented sites. They differ in dose (noise), reconstruction kernel (blur), slice thickness and in which
 * contrast they prefer; the directions are those of practice (thicker slices and softer kernels lower the noise),
 * the magnitudes are chosen for the demonstration.
 */
export interface Site {
  readonly name: SiteName;
  /** CT noise in HU at 300 mm effective diameter, before the kernel's and the thickness's smoothing is normalised. */
  readonly ctNoiseHu: number;
  /** MR noise as a share of the brightest common tissue. */
  readonly mrNoise: number;
  /** Full width at half maximum of the in-plane blur. */
  readonly kernelFwhmMm: number;
  readonly sliceThicknessMm: number;
  readonly phases: readonly (readonly [CtPhase, number])[];
  readonly contrasts: readonly (readonly [MrContrast, number])[];
  /** Strength of the MR receive-field shading: relative standard deviation. */
  readonly shading: number;
}

export const SITES: Readonly<Record<SiteName, Site>> = {
  A: {
    name: 'A', ctNoiseHu: 11, mrNoise: 0.018, kernelFwhmMm: 2.4, sliceThicknessMm: 3, shading: 0.08,
    phases: [['portal', 0.7], ['native', 0.2], ['arterial', 0.1]],
    contrasts: [['T1', 0.6], ['T2', 0.25], ['T1fatsat', 0.15]],
  },
  B: {
    name: 'B', ctNoiseHu: 15, mrNoise: 0.025, kernelFwhmMm: 1.8, sliceThicknessMm: 3, shading: 0.12,
    phases: [['portal', 0.5], ['native', 0.35], ['arterial', 0.15]],
    contrasts: [['T1', 0.5], ['T2', 0.25], ['T1fatsat', 0.25]],
  },
  C: {
    name: 'C', ctNoiseHu: 19, mrNoise: 0.035, kernelFwhmMm: 2.8, sliceThicknessMm: 5, shading: 0.16,
    phases: [['native', 0.6], ['portal', 0.4]],
    contrasts: [['T1', 0.5], ['T2', 0.5]],
  },
  D: {
    name: 'D', ctNoiseHu: 26, mrNoise: 0.05, kernelFwhmMm: 3.4, sliceThicknessMm: 6, shading: 0.2,
    phases: [['native', 0.8], ['portal', 0.2]],
    contrasts: [['T1', 0.7], ['T2', 0.3]],
  },
};

/** One of the weighted choices. */
export function weightedPick<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.next() * total;
  for (const [value, weight] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  return choices[choices.length - 1][0];
}
