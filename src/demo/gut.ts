import type { Canvas } from '#demo/canvas.ts';
import { paint, TRUE_DISTANCE } from '#demo/canvas.ts';
import type { Bead } from '#demo/shapes.ts';
import { beadBox, tube } from '#demo/shapes.ts';
import type { Tissue } from '#demo/tissue.ts';

/** What fills a hollow organ: contents below, gas above a level; the subject lies on the back, so up is +y. */
export interface Filling {
  readonly contents: Tissue;
  readonly wallMm: number;
  /** Height (anatomy y, mm) above which this link holds gas; Infinity for none. */
  readonly gasAboveY: (link: readonly [Bead, Bead], index: number) => number;
}

/** Paints a hollow organ along its beads: walls of all links first, then the contents, so that it is open inside. */
export function paintGut(canvas: Canvas, beads: readonly Bead[], filling: Filling): void {
  const links = beads.slice(1).map((bead, i) => [beads[i], bead] as const);
  const inCavity = (d: number, v: number, margin: number) => Math.max(d, canvas.cavity[v] + margin);
  for (const link of links) {
    const outer = tube(link);
    paint(canvas, beadBox(link, 3), 'gutWall', (x, y, z, v) => inCavity(outer(x, y, z) + 0.6 * canvas.lumps[v], v, 4), TRUE_DISTANCE);
  }
  for (const link of links) {
    const outer = tube(link);
    paint(canvas, beadBox(link, 0), filling.contents, (x, y, z, v) => inCavity(outer(x, y, z) + filling.wallMm + 0.6 * canvas.lumps[v], v, 4 + filling.wallMm), TRUE_DISTANCE);
  }
  links.forEach((link, i) => {
    const surface = filling.gasAboveY(link, i);
    if (surface > Math.max(link[0].y + link[0].r, link[1].y + link[1].r)) return;
    const outer = tube(link);
    paint(canvas, beadBox(link, 0), 'gas', (x, y, z, v) => inCavity(Math.max(outer(x, y, z) + filling.wallMm + 0.8, surface - y), v, 5 + filling.wallMm), TRUE_DISTANCE);
  });
}

/** A gas level relative to a link's own middle, in units of its radius. */
export function levelIn(link: readonly [Bead, Bead], share: number): number {
  return (link[0].y + link[1].y) / 2 + share * Math.min(link[0].r, link[1].r);
}

/** Beads about `stepMm` apart along a Catmull-Rom curve through the given ones. */
export function resampleBeads(knots: readonly Bead[], stepMm: number): Bead[] {
  const at = (i: number) => knots[Math.min(knots.length - 1, Math.max(0, i))];
  const out: Bead[] = [];
  for (let i = 0; i + 1 < knots.length; i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const pieces = Math.max(1, Math.round(Math.hypot(p2.x - p1.x, p2.y - p1.y, p2.z - p1.z) / stepMm));
    for (let n = 0; n < pieces; n++) {
      const t = n / pieces;
      const blend = (a: number, b: number, c: number, d: number) =>
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
      out.push({ x: blend(p0.x, p1.x, p2.x, p3.x), y: blend(p0.y, p1.y, p2.y, p3.y), z: blend(p0.z, p1.z, p2.z, p3.z), r: p1.r + t * (p2.r - p1.r) });
    }
  }
  out.push(knots[knots.length - 1]);
  return out;
}
