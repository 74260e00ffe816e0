import type { Box } from '#demo/canvas.ts';
import type { Random } from '#core/num/random.ts';

export interface Point { readonly x: number; readonly y: number; readonly z: number }

/** A point on a tube's axis with the tube's radius there. */
export interface Bead extends Point { readonly r: number }

/** Signed distance in mm, negative inside, in anatomy coordinates. */
export type Field = (x: number, y: number, z: number) => number;

export interface Shape { readonly box: Box; readonly distance: Field }

/** Smooth minimum (union) of two distances, rounded over k mm (polynomial blend). */
export function smin(a: number, b: number, k: number): number {
  const h = Math.max(k - Math.abs(a - b), 0);
  return Math.min(a, b) - (h * h) / (4 * k);
}

/** Smooth maximum (intersection). */
export function smax(a: number, b: number, k: number): number {
  return -smin(-a, -b, k);
}

/** Turn about x by `tilt`, y by `lean`, z by `turn` (radians): rows of the matrix from anatomy to the shape's frame. */
export function rotation(tilt: number, lean: number, turn: number): readonly number[] {
  const [ct, st, cl, sl, cu, su] = [Math.cos(tilt), Math.sin(tilt), Math.cos(lean), Math.sin(lean), Math.cos(turn), Math.sin(turn)];
  return [
    cl * cu, cl * su, -sl,
    st * sl * cu - ct * su, st * sl * su + ct * cu, st * cl,
    ct * sl * cu + st * su, ct * sl * su - st * cu, ct * cl,
  ];
}

/** Distance to an ellipsoid, to first order: exact in sign, near the surface exact to second order. */
export function ellipsoid(centre: Point, radii: Point, m: readonly number[] = IDENTITY): Field {
  const { x: cx, y: cy, z: cz } = centre;
  const ax = 1 / radii.x, ay = 1 / radii.y, az = 1 / radii.z;
  return (x, y, z) => {
    const dx = x - cx, dy = y - cy, dz = z - cz;
    const u = (m[0] * dx + m[1] * dy + m[2] * dz) * ax;
    const v = (m[3] * dx + m[4] * dy + m[5] * dz) * ay;
    const w = (m[6] * dx + m[7] * dy + m[8] * dz) * az;
    const k = Math.sqrt(u * u + v * v + w * w);
    const g = Math.sqrt(u * u * ax * ax + v * v * ay * ay + w * w * az * az);
    return g < 1e-9 ? -Math.min(radii.x, radii.y, radii.z) : (k * (k - 1)) / g;
  };
}

const IDENTITY: readonly number[] = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Distance to a chain of beads joined by cones (radius blended along each link). */
export function tube(beads: readonly Bead[]): Field {
  const n = beads.length;
  const flat = new Float64Array(n * 4);
  beads.forEach((b, i) => flat.set([b.x, b.y, b.z, b.r], 4 * i));
  return (x, y, z) => {
    let best = 1e9;
    for (let i = 0; i + 7 < n * 4; i += 4) {
      const ax = flat[i], ay = flat[i + 1], az = flat[i + 2];
      const bx = flat[i + 4] - ax, by = flat[i + 5] - ay, bz = flat[i + 6] - az;
      const px = x - ax, py = y - ay, pz = z - az;
      const length2 = bx * bx + by * by + bz * bz;
      let t = length2 > 0 ? (px * bx + py * by + pz * bz) / length2 : 0;
      t = t < 0 ? 0 : t > 1 ? 1 : t;
      const qx = px - t * bx, qy = py - t * by, qz = pz - t * bz;
      const d = Math.sqrt(qx * qx + qy * qy + qz * qz) - (flat[i + 3] + t * (flat[i + 7] - flat[i + 3]));
      if (d < best) best = d;
    }
    return best;
  };
}

/** Box around beads, grown by `margin`. */
export function beadBox(beads: readonly Bead[], margin: number): Box {
  const range = (at: (b: Bead) => number): readonly [number, number] => [
    beads.reduce((low, b) => Math.min(low, at(b) - b.r), Infinity) - margin,
    beads.reduce((high, b) => Math.max(high, at(b) + b.r), -Infinity) + margin,
  ];
  return { x: range((b) => b.x), y: range((b) => b.y), z: range((b) => b.z) };
}

export function boxAround(centre: Point, reach: Point): Box {
  return {
    x: [centre.x - reach.x, centre.x + reach.x],
    y: [centre.y - reach.y, centre.y + reach.y],
    z: [centre.z - reach.z, centre.z + reach.z],
  };
}

/** A wavy offset in mm: a few random plane waves about `wavelengthMm` long whose sum has about this standard deviation. */
export function ripple(random: Random, amplitudeMm: number, wavelengthMm: number, waves = 4): Field {
  const w = Array.from({ length: waves }, () => {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()];
    const scale = (2 * Math.PI) / (wavelengthMm * random.uniform(0.75, 1.4) * Math.max(0.3, Math.hypot(a, b, c)));
    return [a * scale, b * scale, c * scale, random.uniform(0, 2 * Math.PI)];
  }).flat();
  const gain = amplitudeMm * Math.sqrt(2 / waves);
  return (x, y, z) => {
    let sum = 0;
    for (let i = 0; i < w.length; i += 4) sum += Math.sin(w[i] * x + w[i + 1] * y + w[i + 2] * z + w[i + 3]);
    return gain * sum;
  };
}

/** Volume in ml inside a distance field within a box, by counting points of a lattice of `stepMm`. */
export function fieldVolumeMl(distance: Field, box: Box, stepMm: number): number {
  let count = 0;
  for (let z = box.z[0] + stepMm / 2; z < box.z[1]; z += stepMm)
    for (let y = box.y[0] + stepMm / 2; y < box.y[1]; y += stepMm)
      for (let x = box.x[0] + stepMm / 2; x < box.x[1]; x += stepMm) if (distance(x, y, z) < 0) count++;
  return (count * stepMm ** 3) / 1000;
}

/** The scale at which a growing family of shapes has this volume, by bisection in [low, high]; the nearer end if out of reach. */
export function fitScale(make: (scale: number) => Field, targetMl: number, box: Box, stepMm: number, low = 0.6, high = 1.6): number {
  let [a, b] = [low, high];
  for (let i = 0; i < 9; i++) {
    const middle = (a + b) / 2;
    if (fieldVolumeMl(make(middle), box, stepMm) < targetMl) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}
