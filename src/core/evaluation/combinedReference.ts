import type { EvaluatedOrgan } from '#core/evaluation/evaluationModel.ts';
import type { NamedOrgan } from '#core/evaluation/sidesSwapped.ts';
import type { LabelMap, Volume } from '#core/volume/volume.ts';

export interface CombinedReference { readonly reference: LabelMap; readonly organs: readonly EvaluatedOrgan[] }

/**
 * Masks of organs as one label map, though they may overlap (a kidney and its tumour, a lung and its lobes): each
 * combination of organs that occurs has a value of its own, and an organ is all values that contain it.
 */
export function combinedReference({ grid, source }: Volume, masks: readonly NamedOrgan[]): CombinedReference {
  const data = new Uint16Array(grid.dims[0] * grid.dims[1] * grid.dims[2]);
  /** Organs of each value; 0 is none. */
  const members: (readonly number[])[] = [[]];
  masks.forEach(({ mask }, n) => {
    const withOrgan = new Map<number, number>();
    for (let at = 0; at < data.length; at++) {
      if (mask.data[at] === 0) continue;
      const before = data[at];
      let value = withOrgan.get(before);
      if (value === undefined) {
        value = members.push([...members[before], n]) - 1;
        withOrgan.set(before, value);
      }
      data[at] = value;
    }
  });
  const organs = masks.map(({ organ }, n) => ({ name: organ, values: members.flatMap((it, value) => (it.includes(n) ? [value] : [])) }));
  const labels = members.slice(1).map((it, n) => ({ value: n + 1, name: it.map((organ) => masks[organ].organ).join(' and ') }));
  return { reference: { grid, data, labels, source }, organs };
}
