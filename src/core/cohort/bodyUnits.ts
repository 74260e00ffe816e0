import { fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';

export type HeightUnit = 'cm' | 'm' | 'inch';
export type WeightUnit = 'kg' | 'lb';

const CM_PER: Readonly<Record<HeightUnit, number>> = { cm: 1, m: 100, inch: 2.54 };
const KG_PER: Readonly<Record<WeightUnit, number>> = { kg: 1, lb: 0.453_592_37 };

export type HeightReading = { readonly holds: 'height'; readonly unit: HeightUnit; readonly faults: readonly Fault[] } | { readonly holds: 'bmi'; readonly faults: readonly Fault[] };

/** The unit of a height column by its name, else by its median: metres below 3, BMI up to 48, inches up to 84, else centimetres. */
export function readHeightColumn(name: string, values: readonly number[], where: string): HeightReading {
  const named = /(^|[^a-z])cm([^a-z]|$)/i.test(name) ? 'cm' : /(^|[^a-z])(in|inch|inches)([^a-z]|$)/i.test(name) ? 'inch' : /(^|[^a-z])m([^a-z]|$)/i.test(name) ? 'm' : undefined;
  const middle = median(values);
  if (middle === undefined) return { holds: 'height', unit: named ?? 'cm', faults: [] };
  const looksLike = middle < 3 ? 'm' : middle <= 48 ? 'bmi' : middle <= 84 ? 'inch' : 'cm';
  if (looksLike === 'bmi') return { holds: 'bmi', faults: [fault('height-holds-bmi', { where: `${where}, column ${name}`, expected: 'heights', came: `a median of ${middle}` })] };
  if (named) return { holds: 'height', unit: named, faults: [] };
  const faults = looksLike === 'cm' ? [] : [fault('unit-assumed', { where: `${where}, column ${name}`, came: `a median of ${middle}, taken as ${looksLike === 'm' ? 'metres' : 'inches'}` })];
  return { holds: 'height', unit: looksLike, faults };
}

export function weightUnitOf(name: string): WeightUnit {
  return /(^|[^a-z])(lb|lbs|pounds?)([^a-z]|$)/i.test(name) ? 'lb' : 'kg';
}

export const PLAUSIBLE = { bmi: [8, 100], heightCm: [30, 250], weightKg: [0.4, 400] } as const;

export function isPlausible(what: keyof typeof PLAUSIBLE, value: number): boolean {
  return value >= PLAUSIBLE[what][0] && value <= PLAUSIBLE[what][1];
}

export function heightCmOf(value: number, unit: HeightUnit): number {
  return value * CM_PER[unit];
}

export function weightKgOf(value: number, unit: WeightUnit): number {
  return value * KG_PER[unit];
}

/** kg/m², to two decimals. */
export function bmiOf(weightKg: number, heightCm: number): number {
  return Math.round((weightKg / (heightCm / 100) ** 2) * 100) / 100;
}

export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
