import type { ConfounderCell, ConfounderMap } from '#core/evaluation/confounderMap.ts';

export const CELL_HEIGHT = 30;
/** Differences from here on deserve adjustment; the colour is full at 1. */
export const UNBALANCED = 0.2;

export interface PlacedCell { readonly cell: ConfounderCell; readonly x: number; readonly y: number; readonly share: number | null; /** Differs, and is not adjusted for where that attribute is compared. */ readonly isOpen: boolean }

export interface ConfounderLayout { readonly left: number; readonly top: number; readonly cellWidth: number; readonly cells: readonly PlacedCell[] }

export function confounderHeight({ covariates }: Pick<ConfounderMap, 'covariates'>): number {
  return 26 + CELL_HEIGHT * Math.max(1, covariates.length) + 6;
}

/** Attributes from left to right, covariates from top to bottom. `attribute` is the one compared, `adjusted` what it is adjusted for. */
export function confounderLayout({ attributes, covariates, cells }: ConfounderMap, { width, attribute, adjusted }: { readonly width: number; readonly attribute: string; readonly adjusted: readonly string[] }): ConfounderLayout {
  const left = Math.min(130, width * 0.3), top = 26;
  const cellWidth = (width - left) / Math.max(1, attributes.length);
  return {
    left, top, cellWidth,
    cells: cells.map((cell) => ({
      cell, x: left + cellWidth * attributes.indexOf(cell.attribute), y: top + CELL_HEIGHT * covariates.indexOf(cell.covariate),
      share: cell.difference === null ? null : Math.min(1, cell.difference),
      isOpen: cell.attribute === attribute && cell.difference !== null && cell.difference >= UNBALANCED && !adjusted.includes(cell.covariate),
    })),
  };
}

/** The mark in a direction: left and right along an attribute's neighbours, up and down along its covariates; the same mark where there is none. */
export function neighbour(cells: readonly PlacedCell[], index: number, key: string): number {
  const from = cells[index];
  const ahead = (it: PlacedCell): number => ({ ArrowLeft: from.x - it.x, ArrowRight: it.x - from.x, ArrowUp: from.y - it.y, ArrowDown: it.y - from.y }[key] ?? -1);
  const aside = (it: PlacedCell): number => (key === 'ArrowLeft' || key === 'ArrowRight' ? Math.abs(it.y - from.y) : Math.abs(it.x - from.x));
  const found = cells.map((it, at) => ({ at, ahead: ahead(it), aside: aside(it) })).filter((it) => it.ahead > 0).sort((a, b) => a.aside - b.aside || a.ahead - b.ahead);
  return found[0]?.at ?? index;
}
