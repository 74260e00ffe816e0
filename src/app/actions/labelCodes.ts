import type { Label, LabelMap } from '#core/volume/volume.ts';
import type { Structure } from '#app/stores/caseStore.ts';

const MOST = 255;

/**
 * Structures of a reference with the byte that stands for each in the viewer: the label's own value where all values
 * fit a byte, else numbers in order; those beyond the 255th are not painted (code 0).
 */
export function referenceStructures(labels: readonly Label[]): readonly Structure[] {
  const fits = labels.every(({ value }) => value <= MOST);
  return labels.map(({ value, name }, at) => ({ value, name, origin: 'reference', code: fits ? value : at < MOST ? at + 1 : 0 }));
}

/** A label map as the structures' codes, x fastest as it came. */
export function toCodes(data: LabelMap['data'], structures: readonly Structure[]): Uint8Array {
  if (data instanceof Uint8Array && structures.every(({ value, code }) => value === code)) return data;
  const codes = new Map(structures.map(({ value, code }) => [value, code]));
  return Uint8Array.from(data, (value) => codes.get(value) ?? 0);
}
