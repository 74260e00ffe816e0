import type { Rgb } from '#viewer/types.ts';

const rgb = (r: number, g: number, b: number): Rgb => ({ r, g, b });

/** One colour per role while a single organ is shown (Okabe-Ito sky blue and yellow: far apart for every eye). */
export const ROLE_COLORS = { reference: rgb(86, 180, 233), prediction: rgb(240, 228, 66) } as const;

/** The error view: distinguishable with red-green and blue-yellow deficiency, never red against green. */
export const ERROR_COLORS = { truePositive: rgb(0, 158, 142), falsePositive: rgb(230, 131, 0), falseNegative: rgb(220, 50, 200) } as const;

export const PROMPT_COLORS = { positive: rgb(94, 214, 140), negative: rgb(255, 92, 92), candidate: rgb(240, 228, 66), hover: rgb(255, 255, 255) } as const;

/** What the app's legend of the error view says, in drawing order. */
export const ERROR_LEGEND = [
  { id: 'true-positive', name: 'Agreement', meaning: 'in prediction and expert', color: ERROR_COLORS.truePositive },
  { id: 'false-positive', name: 'Too much', meaning: 'in prediction only', color: ERROR_COLORS.falsePositive },
  { id: 'false-negative', name: 'Missed', meaning: 'in expert only', color: ERROR_COLORS.falseNegative },
] as const;

/** Colour of a label value among several: hues by the golden angle, so that neighbours in number differ, at one lightness. */
export function labelColor(value: number): Rgb {
  const hue = (value * 137.508) % 360;
  const chroma = value % 2 === 0 ? 0.62 : 0.85;
  const channel = (shift: number) => {
    const k = (shift + hue / 30) % 12;
    return Math.round(255 * (0.58 - chroma * 0.42 * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return rgb(channel(0), channel(8), channel(4));
}

export function cssColor(color: Rgb, alpha = 1): string {
  return `rgb(${color.r} ${color.g} ${color.b} / ${alpha})`;
}
