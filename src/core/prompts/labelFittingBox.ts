import type { SliceBox } from '#core/prompts/prompt.ts';
import type { Grid } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { sliceGeometry, sliceStrides } from '#core/volume/slice.ts';

interface LabelledGrid { readonly grid: Grid; readonly data: ArrayLike<number> }

/**
 * The label that a box was most likely drawn round: the one whose pixels on the slice agree best (by Dice) with the
 * filled box, so that neither a small vessel inside nor a large neighbour wins. Null where the box holds background only.
 */
export function labelFittingBox({ grid, data }: LabelledGrid, plane: Plane, index: number, box: SliceBox): number | null {
  const { width, height } = sliceGeometry(grid, plane, index);
  const { offset, stepU, stepV } = sliceStrides(grid, plane, index);
  const inside = new Map<number, number>();
  const onSlice = new Map<number, number>();
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const label = data[offset + u * stepU + v * stepV];
      if (label === 0) continue;
      onSlice.set(label, (onSlice.get(label) ?? 0) + 1);
      if (u >= box.uMin && u <= box.uMax && v >= box.vMin && v <= box.vMax) inside.set(label, (inside.get(label) ?? 0) + 1);
    }
  }
  const boxPixels = (box.uMax - box.uMin + 1) * (box.vMax - box.vMin + 1);
  let best: number | null = null;
  let bestDice = 0;
  for (const [label, count] of inside) {
    const dice = (2 * count) / (boxPixels + (onSlice.get(label) ?? 0));
    if (dice > bestDice) [best, bestDice] = [label, dice];
  }
  return best;
}
