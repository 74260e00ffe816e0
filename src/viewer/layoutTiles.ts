import type { Plane } from '#core/volume/slice.ts';
import type { Layout } from '#viewer/types.ts';

/** A tile: what it shows and where, in fractions of the canvas: left, top, width, height. */
export interface LayoutTile { readonly view: Plane | 'render'; readonly position: readonly [number, number, number, number] }

/** Space between tiles, as a fraction of the canvas. */
const GAP = 0.002;

/** Two by two on ordinary screens, side by side on very wide ones, stacked on very tall ones. */
export function layoutTiles(layout: Layout, aspect: number): readonly LayoutTile[] {
  if (layout !== 'multiplanar') return [{ view: layout, position: [0, 0, 1, 1] }];
  const views = ['axial', 'coronal', 'sagittal', 'render'] as const;
  if (aspect > 3) return views.map((view, at) => ({ view, position: cell(at / 4, 0, 0.25, 1) }));
  if (aspect < 0.4) return views.map((view, at) => ({ view, position: cell(0, at / 4, 1, 0.25) }));
  return [
    { view: 'axial', position: cell(0, 0, 0.5, 0.5) },
    { view: 'coronal', position: cell(0.5, 0, 0.5, 0.5) },
    { view: 'render', position: cell(0, 0.5, 0.5, 0.5) },
    { view: 'sagittal', position: cell(0.5, 0.5, 0.5, 0.5) },
  ];
}

function cell(left: number, top: number, width: number, height: number): [number, number, number, number] {
  return [left + GAP / 2, top + GAP / 2, width - GAP, height - GAP];
}
