import type { Random } from '#core/num/random.ts';
import type { Physique } from '#demo/physique.ts';
import { LEAN_CAVITY_CM2 } from '#demo/physique.ts';
import type { PhantomSubject } from '#demo/subject.ts';

/** The trunk's nested surfaces and the scales by which organs are placed. Lengths in mm, anatomy coordinates. */
export interface Torso {
  /** Half width and half depth of the cavity at the navel's level, and the y of its centre. */
  readonly halfWidth: number;
  readonly halfDepth: number;
  readonly centreY: number;
  /** Anatomy x, y, z of a landmark given for the reference build (cavity 132 × 95, 176 cm). */
  placeX(x: number): number;
  placeY(y: number): number;
  placeZ(z: number): number;
  /** Body outline, outer face of the muscle wall, cavity: distances, negative inside, written into `out`. */
  surfaces(x: number, y: number, z: number, out: SurfacePoint): void;
  cavity(x: number, y: number, z: number): number;
  /** Height of the diaphragm above (x, y). */
  dome(x: number, y: number): number;
  /** Lateral, anterior and posterior reach of the skin at its widest. */
  readonly reach: { readonly side: number; readonly front: number; readonly back: number };
}

export interface SurfacePoint {
  skin: number;
  wall: number;
  cavity: number;
  /** Thickness of the wall here, and direction from the cavity's centre: cosine to the right, sine to the front. */
  wallMm: number;
  cosine: number;
  sine: number;
}

const STEP = 2;
const LOW = -320;
const COUNT = 360;
const bump = (z: number, at: number, width: number) => Math.exp(-0.5 * ((z - at) / width) ** 2);
const rise = (z: number, from: number, to: number) => {
  const t = Math.min(1, Math.max(0, (z - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Builds the trunk from the inside out: cavity from lean size and visceral fat, muscle wall, subcutaneous fat. */
export function makeTorso(subject: PhantomSubject, body: Physique, random: Random): Torso {
  const male = subject.sex === 'male';
  const { frame, trunk, muscle } = body;
  const squareness = random.clippedNormal(0.045, 0.012);
  const areaMm2 = 100 * (LEAN_CAVITY_CM2 * frame * frame + body.visceralFatCm2);
  const aspect = (1.62 - 0.0009 * body.visceralFatCm2) * Math.exp(random.clippedNormal(0, 0.05));
  const halfDepth = Math.sqrt(areaMm2 / (Math.PI * aspect * (1 + squareness)));
  const halfWidth = halfDepth * aspect;
  const back = -58 * frame;
  const centreY = back + halfDepth;
  const wallSide = 14 * muscle * frame;
  const perimeter = Math.PI * (halfWidth + halfDepth + 2 * wallSide);
  const fatMm = (100 * body.subcutaneousFatCm2) / (perimeter + Math.PI * 18);
  const frontFat = random.clippedNormal(male ? 0.05 : 0.12, 0.12);
  const hip = (male ? 0.05 : 0.28) + random.clippedNormal(0, 0.08);
  const belly = 0.0006 * body.visceralFatCm2 + random.clippedNormal(0.02, 0.02);

  const table = (at: (z: number) => number) => Float32Array.from({ length: COUNT }, (_, i) => at((LOW + i * STEP) / trunk));
  const width = table((z) => halfWidth * (1 + 0.05 * bump(z, 75, 45) - 0.12 * rise(z, 130, 260) - (male ? 0 : 0.03) * bump(z, 20, 30) - 0.2 * rise(-z, 95, 160)));
  const depth = table((z) => halfDepth * (1 + belly * bump(z, -50, 55) + 0.03 * bump(z, 90, 40) - 0.1 * rise(z, 130, 230)));
  const shift = table((z) => 14 * rise(-z, 40, 110) - 12 * rise(z, 20, 150));
  const side = table((z) => wallSide * (1 + 0.15 * rise(z, 20, 60)) + 34 * frame * rise(-z, 92, 150));
  const rear = table((z) => (35 * frame - 12 * rise(z, 60, 190)) * (0.75 + 0.25 * muscle) + 26 * rise(-z, 100, 170));
  const front = table((z) => 10 * muscle * frame * (1 + 0.25 * rise(z, 60, 120)));
  const fat = table((z) => fatMm * (0.52 + 0.5 * rise(-z, -80, 70)) * (1 + hip * rise(-z, 60, 150)));

  const sectionAt = (z: number) => {
    const at = Math.round((z - LOW) / STEP);
    return at < 0 ? 0 : at >= COUNT ? COUNT - 1 : at;
  };
  const rightDome = { x: 66, y: 22, top: 112 + random.clippedNormal(0, 7), outer: 80, inner: 135 };
  const leftDome = { x: -76, y: 22, top: 96 + random.clippedNormal(0, 7), outer: 72, inner: 115 };
  const widthScale = halfWidth / 132;
  const depthScale = halfDepth / 95;
  const placeY = (y: number) => (y < 0 ? y * frame : y * (depthScale * 190 - 58 * frame) / 132);

  const polar = (x: number, y: number, z: number, out: SurfacePoint) => {
    const s = sectionAt(z);
    const a = width[s], b = depth[s];
    const cy = centreY + (b - halfDepth) + shift[s];
    const px = x / a, py = (y - cy) / b;
    const e = Math.sqrt(px * px + py * py) + 1e-6;
    const c = px / e, n = py / e;
    const cos4 = 1 - 8 * c * c * n * n;
    const radius = Math.sqrt(a * a * c * c + b * b * n * n);
    const behind = n < 0 ? n * n : 0;
    const ahead = n > 0 ? n * n : 0;
    out.cavity = (e - (1 - squareness * cos4)) * radius;
    out.wallMm = side[s] + (rear[s] - side[s]) * rise(-n, 0.3, 0.85) + (front[s] - side[s]) * ahead;
    out.wall = out.cavity - out.wallMm;
    const groove = behind > 0.5 ? 0.35 * Math.exp(-((x / 13) ** 2)) : 0;
    out.skin = out.wall - 2.5 - fat[s] * (1 + frontFat * ahead + 0.3 * behind * (1 - behind) * 2 - 0.18 * c * c) * (1 - groove);
    out.cosine = c;
    out.sine = n;
  };
  const scratch: SurfacePoint = { skin: 0, wall: 0, cavity: 0, wallMm: 0, cosine: 0, sine: 0 };
  const half = (x: number, y: number, d: typeof rightDome, sign: number) => {
    const along = sign * (x - d.x * widthScale);
    const u = along / ((along > 0 ? d.outer : d.inner) * widthScale);
    const w = (y - d.y * depthScale) / ((y > d.y ? 128 : 92) * depthScale);
    const r = u * u + w * w;
    return d.top - 26 * r - 58 * r * r * r;
  };
  let reachSide = 0, reachFront = 0, reachBack = 0;
  for (let i = 0; i < COUNT; i++) {
    const z = LOW + i * STEP;
    if (z < -170 * trunk || z > 180 * trunk) continue;
    const swell = 2.5 + fat[i] * (1 + Math.max(0, frontFat));
    reachSide = Math.max(reachSide, width[i] * (1 + squareness) + side[i] + swell);
    reachFront = Math.max(reachFront, centreY + (depth[i] - halfDepth) + shift[i] + depth[i] + front[i] + swell);
    reachBack = Math.max(reachBack, -(centreY + (depth[i] - halfDepth) + shift[i] - depth[i] - rear[i] - swell));
  }
  return {
    halfWidth, halfDepth, centreY,
    placeX: (x) => x * widthScale,
    placeY,
    placeZ: (z) => z * trunk,
    surfaces: polar,
    cavity: (x, y, z) => {
      polar(x, y, z, scratch);
      return scratch.cavity;
    },
    dome: (x, y) => {
      const right = half(x, y, rightDome, 1);
      const left = half(x, y, leftDome, -1);
      const blend = Math.max(20 - Math.abs(right - left), 0);
      return trunk * (Math.max(right, left) + (blend * blend) / 80);
    },
    reach: { side: reachSide, front: reachFront, back: reachBack },
  };
}
