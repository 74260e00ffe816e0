import { create } from 'zustand';
import type { ValueScale } from '#charts/kit/valueCodes.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';

/** A map of the Error maps page that can be laid on an organ of the open case. */
export interface GroupMap {
  readonly organ: string;
  readonly topology: BinTopology;
  /** The groups and their difference, a value a bin, on one scale. */
  readonly panels: readonly { readonly title: string; readonly scale: ValueScale; readonly values: ArrayLike<number> }[];
  readonly span: number;
  readonly unit: string;
}

/** The maps that were looked at last, and which of them is laid on the open case. */
export const groupMapStore = create<{ readonly map: GroupMap | null; readonly panel: number; readonly reason: string | null }>()(() => ({ map: null, panel: 0, reason: null }));

/** The difference is shown first, where there is one. */
export function setGroupMap(map: GroupMap): void {
  groupMapStore.setState({ map, panel: map.panels.length - 1, reason: null });
}
