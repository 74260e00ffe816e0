/**
 * Areas in mm² of the surface elements ("surfels") that the 256 ways to fill a 2×2×2 neighbourhood of voxels stand for.
 * Bit x + 2y + 4z of a code is the voxel at offset (x, y, z). A surfel is the piece of surface that separates filled from
 * empty corners of the cube through those eight voxel centres, cutting edges half-way, as in marching cubes (Lorensen and
 * Cline 1987). Areas agree with the table of google-deepmind/surface-distance, but are derived here:
 *
 * - the side with fewer filled corners is the one that is cut off, so codes and their complements are alike;
 * - corners joined by cube edges are cut off together, others apart;
 * - the cut edges of one such piece make one loop. Loops of five and six points are not flat, and are cut into triangles
 *   in the way whose area on the unit cube is largest, which keeps their flat parts whole. The choice is made on the
 *   unit cube, so it is the same for every spacing and fits the symmetries of the cube.
 */
export function surfelAreas(spacingMm: readonly [number, number, number]): Float64Array {
  return Float64Array.from(triangleTable(), (triangles) => triangles.reduce((sum, it) => sum + area(it, spacingMm), 0));
}

type Point = readonly [number, number, number];
type Triangle = readonly [Point, Point, Point];
/** The cut through the cube edge that leaves this corner along the axis of this bit. */
interface Cut { readonly corner: number; readonly axis: 1 | 2 | 4 }

const AXES = [1, 2, 4] as const;
const UNIT = [1, 1, 1] as const;

let table: readonly (readonly Triangle[])[] | undefined;

function triangleTable(): readonly (readonly Triangle[])[] {
  table ??= Array.from({ length: 256 }, (_, code) => {
    const minority = bits(code) > 4 ? code ^ 255 : code;
    return pieces(minority).flatMap((corners) => triangulate(loopAround(corners)));
  });
  return table;
}

function bits(code: number): number {
  let count = 0;
  for (let rest = code; rest > 0; rest &= rest - 1) count++;
  return count;
}

/** The filled corners, grouped by the cube edges that join them. */
function pieces(code: number): Set<number>[] {
  const found: Set<number>[] = [];
  for (let corner = 0; corner < 8; corner++) {
    if (((code >> corner) & 1) === 0 || found.some((piece) => piece.has(corner))) continue;
    const piece = new Set([corner]);
    for (const member of piece) {
      for (const axis of AXES) if ((code >> (member ^ axis)) & 1) piece.add(member ^ axis);
    }
    found.push(piece);
  }
  return found;
}

/** Midpoints of the cut edges in the order in which the faces of the cube join them. */
function loopAround(corners: ReadonlySet<number>): Point[] {
  const cuts: Cut[] = [...corners].flatMap((corner) => AXES.filter((axis) => !corners.has(corner ^ axis)).map((axis) => ({ corner, axis })));
  const isSame = (a: Cut, b: Cut) => a.corner === b.corner && a.axis === b.axis;
  const neighbours = (cut: Cut) => AXES.filter((axis) => axis !== cut.axis).map((across) => acrossFace(corners, cut, across));
  const loop = [cuts[0]];
  while (loop.length < cuts.length) {
    const next = neighbours(loop[loop.length - 1]).find((cut) => !loop.some((seen) => isSame(seen, cut)));
    if (!next) throw new Error('the cut edges of a connected piece make one loop');
    loop.push(next);
  }
  return loop.map(midpoint);
}

/** The cut that this one is joined to in the face spanned by its own axis and the axis `across`. */
function acrossFace(corners: ReadonlySet<number>, { corner, axis }: Cut, across: 1 | 2 | 4): Cut {
  if (!corners.has(corner ^ across)) return { corner, axis: across };
  if (!corners.has(corner ^ across ^ axis)) return { corner: corner ^ across, axis };
  return { corner: corner ^ across ^ axis, axis: across };
}

function midpoint({ corner, axis }: Cut): Point {
  const along = (bit: 1 | 2 | 4) => (axis === bit ? 0.5 : (corner & bit) > 0 ? 1 : 0);
  return [along(1), along(2), along(4)];
}

function triangulate(loop: readonly Point[]): readonly Triangle[] {
  let best: readonly Triangle[] = [];
  let largest = -1;
  for (const triangles of triangulations(loop, 0, loop.length - 1)) {
    const total = triangles.reduce((sum, it) => sum + area(it, UNIT), 0);
    if (total > largest + 1e-9) [best, largest] = [triangles, total];
  }
  return best;
}

/** Every way to cut the polygon between two of its corners into triangles. */
function triangulations(loop: readonly Point[], from: number, to: number): readonly Triangle[][] {
  if (to - from < 2) return [[]];
  const all: Triangle[][] = [];
  for (let between = from + 1; between < to; between++) {
    for (const left of triangulations(loop, from, between)) {
      for (const right of triangulations(loop, between, to)) all.push([...left, [loop[from], loop[between], loop[to]], ...right]);
    }
  }
  return all;
}

function area([a, b, c]: Triangle, [sx, sy, sz]: readonly [number, number, number]): number {
  const ux = (b[0] - a[0]) * sx, uy = (b[1] - a[1]) * sy, uz = (b[2] - a[2]) * sz;
  const vx = (c[0] - a[0]) * sx, vy = (c[1] - a[1]) * sy, vz = (c[2] - a[2]) * sz;
  return Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
}
