import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { BINS, COLUMNS, ROWS } from '#core/errormaps/surfaceBins.ts';

/** A closed surface; triangles wind anticlockwise seen from outside. */
export interface OrganMesh {
  /** x, y, z (mm, patient axes) of each vertex. */
  readonly points: Float32Array;
  /** Vertex indices, three a triangle. */
  readonly triangles: Uint32Array;
  /** The bin that each vertex lies in. */
  readonly bins: Uint16Array;
}

/** Vertices between the centres of neighbouring bins: colours then change within a quarter of a bin. */
const FINE = 4;

/** The surface through the places of the bins (x, y, z bin after bin, none missing), closed at both ends by a point in the middle. */
export function organMesh(placesMm: ArrayLike<number>, topology: BinTopology): OrganMesh {
  const rows = (ROWS - 1) * FINE + 1, columns = COLUMNS * FINE;
  const poles = [rows * columns, rows * columns + 1];
  const points = new Float32Array(3 * (rows * columns + 2));
  const bins = new Uint16Array(rows * columns + 2);
  for (let r = 0; r < rows; r++) {
    const row = Math.min(ROWS - 2, Math.floor(r / FINE)), down = r / FINE - row;
    for (let c = 0; c < columns; c++) {
      const column = Math.floor(c / FINE), across = c / FINE - column;
      const corners = [row * COLUMNS + column, row * COLUMNS + ((column + 1) % COLUMNS), (row + 1) * COLUMNS + column, (row + 1) * COLUMNS + ((column + 1) % COLUMNS)];
      const weights = [(1 - down) * (1 - across), (1 - down) * across, down * (1 - across), down * across];
      const at = r * columns + c;
      for (let axis = 0; axis < 3; axis++) points[3 * at + axis] = weights.reduce((sum, weight, n) => sum + weight * placesMm[3 * corners[n] + axis], 0);
      bins[at] = Math.round(r / FINE) * COLUMNS + (Math.round(c / FINE) % COLUMNS);
    }
  }
  // The pole of an organ lies half a row beyond the centres of the last; a vessel ends flat.
  const beyond = topology === 'sphere' ? 0.5 : 0;
  poles.forEach((pole, end) => {
    const row = end * (ROWS - 1) * COLUMNS;
    for (let axis = 0; axis < 3; axis++) {
      const mean = (from: number) => Array.from({ length: COLUMNS }, (_, c) => placesMm[3 * (from + c) + axis]).reduce((sum, it) => sum + it, 0) / COLUMNS;
      points[3 * pole + axis] = mean(row) + beyond * (mean(row) - mean(row + (end === 0 ? COLUMNS : -COLUMNS)));
    }
    bins[pole] = row;
  });
  return { points, triangles: triangles(rows, columns, topology === 'sphere'), bins };
}

/** Rows of an organ run downwards and those of a vessel upwards, so the same corners wind the other way. */
function triangles(rows: number, columns: number, isDownwards: boolean): Uint32Array {
  const out: number[] = [];
  const add = (a: number, b: number, c: number) => { if (isDownwards) out.push(a, b, c); else out.push(a, c, b); };
  for (let c = 0; c < columns; c++) {
    const next = (c + 1) % columns;
    add(rows * columns, c, next);
    for (let r = 0; r < rows - 1; r++) {
      const a = r * columns + c, b = r * columns + next;
      add(a, a + columns, b);
      add(b, a + columns, b + columns);
    }
    add((rows - 1) * columns + c, rows * columns + 1, (rows - 1) * columns + next);
  }
  return Uint32Array.from(out);
}

/** Red, green, blue, opacity of every vertex from one colour a bin. */
export function vertexColours({ bins }: Pick<OrganMesh, 'bins'>, ofBin: ArrayLike<number>): Uint8Array {
  if (ofBin.length !== 3 * BINS) throw new RangeError(`${ofBin.length} colour values for ${BINS} bins`);
  const out = new Uint8Array(4 * bins.length);
  bins.forEach((bin, at) => out.set([ofBin[3 * bin], ofBin[3 * bin + 1], ofBin[3 * bin + 2], 255], 4 * at));
  return out;
}
