import type { FarSites } from '#core/metrics/farSites.ts';
import { makeFarSites } from '#core/metrics/farSites.ts';
import type { OffsetShells } from '#core/metrics/offsetShells.ts';
import type { Side, SiteLattice } from '#core/metrics/sites.ts';
import { PREDICTION, REFERENCE } from '#core/metrics/sites.ts';

/**
 * For every site of one surface the exact distance in mm to the nearest site of the other (in the order of the sites);
 * Infinity where the other has none. Near sites are found by looking around in shells of growing length; the few
 * beyond the shells are searched in a bucket grid. Neighbouring sites have similar distances: if the last site was d
 * from the other surface, this one cannot be nearer than d minus the step between them, nor farther than d plus it.
 */
export function nearestDistances(lattice: SiteLattice, shells: OffsetShells, from: Side): Float64Array {
  const sites = from === PREDICTION ? lattice.prediction : lattice.reference;
  const others = from === PREDICTION ? lattice.reference : lattice.prediction;
  const wanted = from === PREDICTION ? REFERENCE : PREDICTION;
  const distances = new Float64Array(sites.index.length);
  if (others.index.length === 0) return distances.fill(Infinity);
  const { marks, size: [w, h, d], spacingMm: [sx, sy, sz] } = lattice;
  const { dx, dy, dz, lengthMm, reach: [rx, ry, rz], radiusMm } = shells;
  const count = lengthMm.length;
  const jump = Int32Array.from({ length: count }, (_, n) => dx[n] + w * (dy[n] + h * dz[n]));
  const startAt = startTable(lengthMm, radiusMm);
  const perMm = (startAt.length - 1) / radiusMm;
  let far: FarSites | undefined;
  let last = Infinity, lastX = 0, lastY = 0, lastZ = 0;

  for (let s = 0; s < distances.length; s++) {
    const at = sites.index[s];
    if (marks[at] & wanted) {
      last = Infinity; // distance 0 as the array has it; the next site is searched without bounds, which is soon done
      continue;
    }
    const z = Math.floor(at / (w * h));
    const y = Math.floor((at - w * h * z) / w);
    const x = at - w * (y + h * z);
    const step = Math.sqrt(((x - lastX) * sx) ** 2 + ((y - lastY) * sy) ** 2 + ((z - lastZ) * sz) ** 2);
    [lastX, lastY, lastZ] = [x, y, z];
    const atLeast = last === Infinity ? 0 : last - step;
    let n = atLeast <= 0 ? 1 : atLeast >= radiusMm ? count : startAt[Math.floor(atLeast * perMm)];
    if (x >= rx && x < w - rx && y >= ry && y < h - ry && z >= rz && z < d - rz) {
      while (n < count && (marks[at + jump[n]] & wanted) === 0) n++;
    } else {
      for (; n < count; n++) {
        const qx = x + dx[n], qy = y + dy[n], qz = z + dz[n];
        if (qx >= 0 && qx < w && qy >= 0 && qy < h && qz >= 0 && qz < d && (marks[at + jump[n]] & wanted) !== 0) break;
      }
    }
    if (n < count) {
      last = lengthMm[n];
    } else {
      far ??= makeFarSites(lattice, others);
      const atMost = (last + step) * (1 + 1e-9);
      last = Math.sqrt(far.nearestSquared(x, y, z, atMost * atMost));
    }
    distances[s] = last;
  }
  return distances;
}

/** First offset that may be as long as q/steps of the radius, with room for rounding. */
function startTable(lengthMm: Float64Array, radiusMm: number): Int32Array {
  const steps = 512;
  const table = new Int32Array(steps + 1);
  for (let q = 0, n = 1; q <= steps; q++) {
    while (n < lengthMm.length && lengthMm[n] < ((q * radiusMm) / steps) * (1 - 1e-9)) n++;
    table[q] = n;
  }
  return table;
}
