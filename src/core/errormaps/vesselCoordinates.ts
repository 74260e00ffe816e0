import { apply } from '#core/volume/affine.ts';
import type { WorldPoint } from '#core/volume/grid.ts';
import type { CroppedPair } from '#core/errormaps/croppedPair.ts';
import type { OrganFrame } from '#core/errormaps/organFrame.ts';
import { columnOfAngle, ROWS } from '#core/errormaps/surfaceBins.ts';

/** Stations of the centre line, several to a row. */
const STATIONS = 4 * ROWS;

/**
 * Place on a vessel of each of these points of its surface (x, y, z in the patient one after the other): fractional row along the centre line (0 at the inferior end, equal
 * lengths), fractional column of the angle around it. The centre line is made from the mask: distances inside the mask
 * from its inferior end put the voxels in order, and the line goes through the mean positions of those of like distance,
 * smoothed. Angles are from anterior towards the patient's left, carried along the line without twist.
 */
export function vesselCoordinates(pair: CroppedPair, points: Float64Array, { centre }: OrganFrame): Float64Array {
  const along = distancesInside(pair);
  const line = centreLine(pair, along, centre);
  const out = new Float64Array((2 * points.length) / 3);
  for (let s = 0; 3 * s < points.length; s++) {
    const x = points[3 * s], y = points[3 * s + 1], z = points[3 * s + 2];
    const n = nearestStation(line.points, x, y, z);
    const p = line.points[n], u = line.anterior[n], v = line.left[n];
    const angle = Math.atan2((x - p.x) * v.x + (y - p.y) * v.y + (z - p.z) * v.z, (x - p.x) * u.x + (y - p.y) * u.y + (z - p.z) * u.z);
    out[2 * s] = ((n + 0.5) / line.points.length) * ROWS - 0.5;
    out[2 * s + 1] = columnOfAngle(angle);
  }
  return out;
}

/** Path length in mm inside the mask from its lowest voxels, by 26 neighbours; −1 outside. */
function distancesInside({ reference, grid, spacingMm }: CroppedPair): Float64Array {
  const [nx, ny, nz] = grid.dims;
  const steps: { dx: number; dy: number; dz: number; mm: number }[] = [];
  for (let dz = -1; dz <= 1; dz++) for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) {
    const mm = Math.hypot(dx * spacingMm[0], dy * spacingMm[1], dz * spacingMm[2]);
    if (mm > 0) steps.push({ dx, dy, dz, mm });
  }
  const heightAt = (at: number) => apply(grid.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)))[2];
  let lowest = Infinity;
  for (let at = 0; at < reference.length; at++) if (reference[at]) lowest = Math.min(lowest, heightAt(at));
  const found = new Float64Array(reference.length).fill(-1);
  let front: number[] = [];
  for (let at = 0; at < reference.length; at++) {
    if (reference[at] && heightAt(at) <= lowest + Math.min(...spacingMm) / 2) {
      found[at] = 0;
      front.push(at);
    }
  }
  // Rounds over a front; a voxel that is reached again by a shorter way joins the front once more.
  while (front.length > 0) {
    const next = new Set<number>();
    for (const at of front) {
      const x = at % nx, y = Math.floor(at / nx) % ny, z = Math.floor(at / (nx * ny));
      for (const { dx, dy, dz, mm } of steps) {
        if (x + dx < 0 || y + dy < 0 || z + dz < 0 || x + dx >= nx || y + dy >= ny || z + dz >= nz) continue;
        const to = at + dx + nx * (dy + ny * dz);
        if (reference[to] && (found[to] < 0 || found[to] > found[at] + mm + 1e-9)) {
          found[to] = found[at] + mm;
          next.add(to);
        }
      }
    }
    front = [...next];
  }
  return found;
}

interface CentreLine { readonly points: readonly WorldPoint[]; readonly anterior: readonly WorldPoint[]; readonly left: readonly WorldPoint[] }

function centreLine({ grid }: CroppedPair, along: Float64Array, centre: WorldPoint): CentreLine {
  const [nx, ny] = grid.dims;
  const end = along.reduce((a, b) => Math.max(a, b), 0);
  const sums = Array.from({ length: STATIONS }, () => ({ x: 0, y: 0, z: 0, n: 0 }));
  for (let at = 0; at < along.length; at++) {
    if (along[at] < 0) continue;
    const station = sums[Math.min(STATIONS - 1, Math.floor((along[at] / (end || 1)) * STATIONS))];
    const [x, y, z] = apply(grid.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
    station.x += x;
    station.y += y;
    station.z += z;
    station.n++;
  }
  const met = sums.filter((it) => it.n > 0).map(({ x, y, z, n }) => ({ x: x / n, y: y / n, z: z / n }));
  const points = evenly(smoothed(met.length > 1 ? met : [centre, { ...centre, z: centre.z + 1 }]));
  const tangents = points.map((_, n) => unit(minus(points[Math.min(n + 1, points.length - 1)], points[Math.max(n - 1, 0)])));
  const anterior: WorldPoint[] = [];
  for (const tangent of tangents) {
    const before = anterior.at(-1) ?? { x: 0, y: 1, z: 0 };
    const across = dot(before, tangent);
    anterior.push(unit({ x: before.x - across * tangent.x, y: before.y - across * tangent.y, z: before.z - across * tangent.z }));
  }
  // Tangent up, anterior forward: their product tangent × anterior points to the patient's left (−x).
  const left = tangents.map((t, n) => ({ x: t.y * anterior[n].z - t.z * anterior[n].y, y: t.z * anterior[n].x - t.x * anterior[n].z, z: t.x * anterior[n].y - t.y * anterior[n].x }));
  return { points, anterior, left };
}

function smoothed(points: readonly WorldPoint[]): WorldPoint[] {
  const reach = 3;
  return points.map((_, n) => {
    const near = Math.min(reach, n, points.length - 1 - n);
    const part = points.slice(n - near, n + near + 1);
    const mean = (of: (p: WorldPoint) => number) => part.reduce((sum, p) => sum + of(p), 0) / part.length;
    return { x: mean((p) => p.x), y: mean((p) => p.y), z: mean((p) => p.z) };
  });
}

/** Stations at equal lengths along the line. */
function evenly(points: readonly WorldPoint[]): WorldPoint[] {
  const lengths = [0];
  for (let n = 1; n < points.length; n++) lengths.push(lengths[n - 1] + Math.hypot(...Object.values(minus(points[n], points[n - 1])) as number[]));
  const total = lengths[lengths.length - 1];
  return Array.from({ length: STATIONS }, (_, station) => {
    const at = (total * station) / (STATIONS - 1);
    let n = 1;
    while (n < points.length - 1 && lengths[n] < at) n++;
    const share = lengths[n] > lengths[n - 1] ? (at - lengths[n - 1]) / (lengths[n] - lengths[n - 1]) : 0;
    const [a, b] = [points[n - 1], points[n]];
    return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y), z: a.z + share * (b.z - a.z) };
  });
}

function nearestStation(points: readonly WorldPoint[], x: number, y: number, z: number): number {
  let nearest = 0, least = Infinity;
  for (let n = 0; n < points.length; n++) {
    const squared = (points[n].x - x) ** 2 + (points[n].y - y) ** 2 + (points[n].z - z) ** 2;
    if (squared < least) [nearest, least] = [n, squared];
  }
  return nearest;
}

const minus = (a: WorldPoint, b: WorldPoint): WorldPoint => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });
const dot = (a: WorldPoint, b: WorldPoint): number => a.x * b.x + a.y * b.y + a.z * b.z;

function unit(v: WorldPoint): WorldPoint {
  const length = Math.hypot(v.x, v.y, v.z) || 1;
  return { x: v.x / length, y: v.y / length, z: v.z / length };
}
