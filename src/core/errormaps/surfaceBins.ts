import type { WorldPoint } from '#core/volume/grid.ts';

/**
 * The grid of all surface maps: 16 rows, 32 columns, index = column + 32·row.
 * Organs: rows have equal steps of height on the unit sphere (hence equal areas), row 0 superior; columns go around the
 * axis of the body in equal angles from posterior over the patient's right, anterior (between columns 15 and 16) and left
 * back to posterior. Vessels: row 0 is the inferior end, columns are the same angles around the centre line.
 */
export const ROWS = 16;
export const COLUMNS = 32;
export const BINS = ROWS * COLUMNS;

/** Fractional row and column of a direction; a bin's centre has the coordinates of its index. */
export function binCoordinates({ x, y, z }: WorldPoint): { row: number; column: number } {
  const length = Math.hypot(x, y, z);
  const height = length === 0 ? 0 : z / length;
  return { row: ((1 - height) / 2) * ROWS - 0.5, column: columnOfAngle(Math.atan2(-x, y)) };
}

/** Fractional column of an angle from anterior towards the patient's left. */
export function columnOfAngle(angle: number): number {
  return ((angle + Math.PI) / (2 * Math.PI)) * COLUMNS - 0.5;
}

/** The bin a direction falls into. */
export function binOf(direction: WorldPoint): number {
  const { row, column } = binCoordinates(direction);
  return binAt(Math.round(row), Math.round(column));
}

/** Unit direction of a bin's centre. */
export function binDirection(bin: number): WorldPoint {
  const row = Math.floor(bin / COLUMNS), column = bin % COLUMNS;
  const z = 1 - (2 * (row + 0.5)) / ROWS;
  const angle = ((column + 0.5) / COLUMNS) * 2 * Math.PI - Math.PI;
  const r = Math.sqrt(1 - z * z);
  return { x: -r * Math.sin(angle), y: r * Math.cos(angle), z };
}

/** Rows are clipped, columns go round. */
export function binAt(row: number, column: number): number {
  return Math.min(ROWS - 1, Math.max(0, row)) * COLUMNS + (((column % COLUMNS) + COLUMNS) % COLUMNS);
}

/** What kind of surface the grid is laid on. A sphere is closed over its poles, a tube is open at its ends. */
export type BinTopology = 'sphere' | 'tube';

/** Bins that touch each bin by an edge or a corner; over a pole the neighbours are the opposite bin and those beside it. */
export function binNeighbours(topology: BinTopology): readonly (readonly number[])[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const row = Math.floor(bin / COLUMNS), column = bin % COLUMNS;
    const found = new Set<number>();
    for (let down = -1; down <= 1; down++) {
      const over = row + down < 0 || row + down >= ROWS;
      if (over && topology === 'tube') continue;
      for (let across = -1; across <= 1; across++) found.add(binAt(row + down, column + across + (over ? COLUMNS / 2 : 0)));
    }
    found.delete(bin);
    return [...found];
  });
}

/** The values as they would lie on the organ of the other side: left and right exchanged. */
export function mirroredBins<T extends Float32Array | Float64Array | Uint8Array | Int8Array>(values: T): T {
  const out = values.slice() as T;
  for (let bin = 0; bin < BINS; bin++) out[bin] = values[bin - (bin % COLUMNS) + COLUMNS - 1 - (bin % COLUMNS)];
  return out;
}
