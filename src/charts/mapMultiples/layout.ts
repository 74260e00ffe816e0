import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { COLUMNS, ROWS } from '#core/errormaps/surfaceBins.ts';
import { ALL_BINS, binColour, drawnRow } from '#charts/surfaceMap/layout.ts';
import type { MapPanel } from '#charts/surfaceMap/layout.ts';

/** The map of one organ by one run among many. */
export interface MapMultiple {
  readonly row: string;
  readonly column: string;
  readonly topology: BinTopology;
  /** Null while it is computed, or where `note` says why there is none. */
  readonly panel: Pick<MapPanel, 'scale' | 'values' | 'regions'> | null;
  /** The finding in few words, beneath the map. */
  readonly note: string;
  /** All of it in a sentence, for those who do not see the picture. */
  readonly sentence: string;
}

export interface MultiplesLayout { readonly cellWidth: number; readonly bin: number; readonly left: number; readonly top: number; readonly rowHeight: number; readonly height: number }

const LEFT = 84, TOP = 22, GAP = 14, NOTE = 26, LEGEND = 34;

/** Rows of organs, columns of runs; a cell is as wide as the columns leave room for, at most 190 px. */
export function multiplesLayout(width: number, rows: number, columns: number): MultiplesLayout {
  const cellWidth = Math.min(190, (width - LEFT) / columns - GAP);
  const bin = cellWidth / COLUMNS;
  const rowHeight = bin * ROWS + NOTE;
  return { cellWidth, bin, left: LEFT, top: TOP, rowHeight, height: TOP + rows * rowHeight + LEGEND };
}

export function cellLeft({ left, cellWidth }: MultiplesLayout, column: number): number {
  return left + column * (cellWidth + GAP);
}

/** Steps of the colour scale: bins of one step are one path, so that many maps stay light. */
const LEVELS = 20;

/** The map as few filled paths, one a colour; bins without a value are left out. */
export function levelPaths({ values, scale }: Pick<MapPanel, 'values' | 'scale'>, span: number, bin: number, topology: BinTopology): readonly { readonly colour: string; readonly path: string }[] {
  const paths = new Map<number, string>();
  for (const at of ALL_BINS) {
    if (Number.isNaN(values[at])) continue;
    const level = Math.round(Math.max(-1, Math.min(1, values[at] / span)) * LEVELS);
    const x = round((at % COLUMNS) * bin), y = round(drawnRow(at, topology) * bin), side = round(bin + 0.5);
    paths.set(level, `${paths.get(level) ?? ''}M${x},${y}h${side}v${side}h${-side}z`);
  }
  return [...paths].sort(([a], [b]) => a - b).map(([level, path]) => ({ path, colour: binColour((level / LEVELS) * span, scale, span) ?? 'none' }));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
