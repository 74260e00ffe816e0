import { contours, geoPath, geoTransform, max } from 'd3';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { binDirection, binOf, BINS, COLUMNS, ROWS } from '#core/errormaps/surfaceBins.ts';
import { divergingColour, sequentialColour } from '#charts/kit/palette.ts';

/** One map to draw: a value per bin, NaN where there is none (hatched). */
export interface MapPanel {
  readonly title: string;
  /** Signed values diverge from white; shares climb from 0. */
  readonly scale: 'signed' | 'share';
  readonly values: ArrayLike<number>;
  /** Bins to outline together, each list one region. */
  readonly regions: readonly (readonly number[])[];
}

export interface PanelBox { readonly left: number; readonly top: number; readonly cell: number }

export interface SurfaceMapLayout {
  readonly panels: readonly PanelBox[];
  readonly width: number;
  readonly panelWidth: number;
  readonly panelHeight: number;
  readonly height: number;
  /** Side of a projection's square, 0 where there are none. */
  readonly disc: number;
}

const GAP = 36, TOP = 40, LABELS = 18, LEGEND = 40, DISC_LABEL = 16;

/** Boxes of the panels side by side (below one another where that leaves less than 200 px each), projections under each. */
export function surfaceMapLayout(width: number, count: number, topology: BinTopology): SurfaceMapLayout {
  const across = Math.min(count, Math.max(1, Math.floor((width + GAP) / (200 + GAP))));
  const panelWidth = (width - GAP * (across - 1) - 2 * LABELS) / across;
  const cell = panelWidth / COLUMNS;
  const panelHeight = cell * ROWS;
  const disc = topology === 'sphere' ? panelWidth / 6 : 0;
  const block = TOP + panelHeight + LABELS + (disc === 0 ? 0 : disc + DISC_LABEL) + 8;
  const panels = Array.from({ length: count }, (_, n) => ({ left: LABELS + (n % across) * (panelWidth + GAP), top: TOP + Math.floor(n / across) * block, cell }));
  return { panels, width, panelWidth, panelHeight, disc, height: Math.ceil(count / across) * block + LEGEND };
}

/** Row on the drawing, from the top: the upper end is above in both kinds of map. */
export function drawnRow(bin: number, topology: BinTopology): number {
  const row = Math.floor(bin / COLUMNS);
  return topology === 'tube' ? ROWS - 1 - row : row;
}

/** The bin at a place of a panel; clipped to it. */
export function binAtPlace(x: number, y: number, cell: number, topology: BinTopology): number {
  const column = Math.min(COLUMNS - 1, Math.max(0, Math.floor(x / cell)));
  const row = Math.min(ROWS - 1, Math.max(0, Math.floor(y / cell)));
  return (topology === 'tube' ? ROWS - 1 - row : row) * COLUMNS + column;
}

/** The bin beside one in the direction of an arrow key: columns go round, rows end. */
export function binBeside(bin: number, key: string, topology: BinTopology): number {
  const row = Math.floor(bin / COLUMNS), column = bin % COLUMNS;
  const up = topology === 'tube' ? 1 : -1;
  const clipped = (it: number) => Math.min(ROWS - 1, Math.max(0, it)) * COLUMNS + column;
  switch (key) {
    case 'ArrowLeft': return row * COLUMNS + ((column + COLUMNS - 1) % COLUMNS);
    case 'ArrowRight': return row * COLUMNS + ((column + 1) % COLUMNS);
    case 'ArrowUp': return clipped(row + up);
    case 'ArrowDown': return clipped(row - up);
    default: return bin;
  }
}

/** Largest magnitude over all panels, rounded up to two digits: the one scale of all of them. */
export function sharedSpan(panels: readonly Pick<MapPanel, 'values'>[]): number {
  const most = max(panels.flatMap(({ values }) => Array.from(values, Math.abs)).filter(Number.isFinite)) ?? 0;
  if (most === 0) return 1;
  const step = 10 ** (Math.floor(Math.log10(most)) - 1);
  return Number((Math.ceil(most / step - 1e-9) * step).toPrecision(2));
}

/** A value's colour, or null where there is none. */
export function binColour(value: number, scale: MapPanel['scale'], span: number): string | null {
  if (Number.isNaN(value)) return null;
  return scale === 'signed' ? divergingColour(value / span) : sequentialColour(Math.min(1, Math.max(0, value / span)));
}

/** Grid points per bin side: outlines then run along the bins' edges. */
const FINE = 6;

/** SVG path round a region's bins, in units of the panel. */
export function regionPath(bins: readonly number[], cell: number, topology: BinTopology): string {
  const inside = new Set(bins);
  const w = COLUMNS * FINE, h = ROWS * FINE;
  const values = Array.from({ length: w * h }, (_, at) => Number(inside.has(binAtPlace((at % w) / FINE, Math.floor(at / w) / FINE, 1, topology))));
  const [shape] = contours().size([w, h]).smooth(false).thresholds([0.5])(values);
  const scaled = geoTransform({ point(x, y) { this.stream.point((x / FINE) * cell, (y / FINE) * cell); } });
  return (geoPath(scaled).digits(1)(shape) ?? '');
}

/** The six looks at an organ: axial, coronal and sagittal, each from both sides. `right` and `up` are the picture's axes in the patient. */
export const LOOKS = [
  { name: 'axial, from below', towards: [0, 0, -1], right: [-1, 0, 0], up: [0, 1, 0] },
  { name: 'axial, from above', towards: [0, 0, 1], right: [1, 0, 0], up: [0, 1, 0] },
  { name: 'coronal, from the front', towards: [0, 1, 0], right: [-1, 0, 0], up: [0, 0, 1] },
  { name: 'coronal, from behind', towards: [0, -1, 0], right: [1, 0, 0], up: [0, 0, 1] },
  { name: 'sagittal, from the right', towards: [1, 0, 0], right: [0, 1, 0], up: [0, 0, 1] },
  { name: 'sagittal, from the left', towards: [-1, 0, 0], right: [0, -1, 0], up: [0, 0, 1] },
] as const;

/** Pixels across a projection. */
export const PIXELS = 13;

/** Which bin each pixel of a look shows on the unit sphere, row by row from the top; −1 beside the organ. */
export function projectedBins({ towards, right, up }: (typeof LOOKS)[number]): Int16Array {
  const out = new Int16Array(PIXELS * PIXELS).fill(-1);
  for (let v = 0; v < PIXELS; v++) {
    for (let u = 0; u < PIXELS; u++) {
      const a = (2 * (u + 0.5)) / PIXELS - 1, b = 1 - (2 * (v + 0.5)) / PIXELS;
      if (a * a + b * b > 1) continue;
      const c = Math.sqrt(1 - a * a - b * b);
      const [x, y, z] = [0, 1, 2].map((n) => a * right[n] + b * up[n] + c * towards[n]);
      out[v * PIXELS + u] = binOf({ x, y, z });
    }
  }
  return out;
}

/** Where a bin lies, in words: "anterior, superior and left". */
export function placeWords(bin: number, topology: BinTopology): string {
  const { x, y, z } = binDirection(topology === 'tube' ? (ROWS / 2 - 1) * COLUMNS + (bin % COLUMNS) : bin);
  const parts = [y > 0.38 ? 'anterior' : y < -0.38 ? 'posterior' : '', topology === 'tube' ? '' : z > 0.38 ? 'superior' : z < -0.38 ? 'inferior' : '', x > 0.38 ? 'right' : x < -0.38 ? 'left' : ''].filter(Boolean);
  const side = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}` : parts[0];
  return topology === 'tube' ? `${side} wall, ${Math.round(((Math.floor(bin / COLUMNS) + 0.5) / ROWS) * 100)} % of the way up` : side;
}

/** Letters of the patient's sides over the columns, at fractions of the width. */
export const EDGE_LABELS = [['P', 0], ['R', 0.25], ['A', 0.5], ['L', 0.75], ['P', 1]] as const;

export const ALL_BINS = Array.from({ length: BINS }, (_, bin) => bin);
