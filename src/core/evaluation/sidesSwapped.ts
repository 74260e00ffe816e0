import { fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { Mask } from '#core/volume/volume.ts';

/** An organ's mask on the canonical grid, where i increases to the patient's right. */
export interface NamedOrgan { readonly organ: string; readonly mask: Mask }

/** A warning for each pair of organs called left and right of which the left one lies further to the right. */
export function sidesSwapped(organs: readonly NamedOrgan[], where: string): readonly Fault[] {
  const byName = new Map(organs.map((it) => [it.organ.toLowerCase(), it]));
  return organs.flatMap(({ organ, mask }) => {
    if (!/(^|[^a-z])left([^a-z]|$)/i.test(organ)) return [];
    const other = byName.get(organ.toLowerCase().replace('left', 'right'));
    const left = meanI(mask), right = other ? meanI(other.mask) : null;
    return left !== null && right !== null && left > right ? [fault('sides-swapped', { where, came: `${organ} lies to the right of ${other?.organ ?? ''}` })] : [];
  });
}

function meanI({ data, grid: { dims: [nx] } }: Mask): number | null {
  let sum = 0, count = 0;
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    sum += at % nx;
    count++;
  }
  return count === 0 ? null : sum / count;
}
