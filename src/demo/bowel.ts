import { paint, TRUE_DISTANCE } from '#demo/canvas.ts';
import { levelIn, paintGut, resampleBeads } from '#demo/gut.ts';
import type { Scene } from '#demo/scene.ts';
import { spineY } from '#demo/scene.ts';
import type { Bead } from '#demo/shapes.ts';
import { beadBox, tube } from '#demo/shapes.ts';

/** Mesenteric vessels, loops of small bowel in the lower middle, and the colon as a frame round them. */
export function paintBowel(scene: Scene): void {
  paintMesentery(scene);
  paintLoops(scene);
  paintColon(scene);
}

function paintMesentery({ canvas, torso, random }: Scene): void {
  for (let n = 0; n < 130; n++) {
    const root = { x: torso.placeX(random.normal(2, 10)), y: torso.placeY(random.uniform(42, 58)), z: torso.placeZ(random.uniform(-70, 30)) };
    const end = { x: torso.placeX(random.normal(0, 55)), y: torso.placeY(random.uniform(25, 118)), z: torso.placeZ(root.z + random.normal(-10, 40)) };
    const middle = { x: (root.x + end.x) / 2, y: (root.y + end.y) / 2 + random.normal(4, 8), z: (root.z + end.z) / 2 + random.normal(0, 8) };
    const r = random.uniform(0.7, 1.9);
    const beads = [{ ...root, r }, { ...middle, r: r * 0.8 }, { ...end, r: r * 0.5 }];
    const vessel = tube(beads);
    paint(canvas, beadBox(beads, 2), 'vein', (x, y, z, v) => Math.max(vessel(x, y, z), canvas.cavity[v] + 6), { ...TRUE_DISTANCE, opacity: 0.8 });
  }
}

/** Persistent random walks kept within the bowel's region; each is one stretch of jejunum or ileum. */
function paintLoops({ canvas, torso, body, random }: Scene): void {
  const inside = (p: Bead) =>
    torso.cavity(p.x, p.y, p.z) < -13 && p.y > spineY(body, p.z) + 34 * body.frame + 0.25 * Math.abs(p.x) * 0.3 && p.z < torso.placeZ(2) && p.z > torso.placeZ(-185);
  const start = (): Bead => ({ x: torso.placeX(random.uniform(-98, 92)), y: torso.placeY(random.uniform(44, 118)), z: torso.placeZ(random.uniform(-180, -2)), r: random.uniform(8.5, 14) * body.frame });
  for (let n = 0; n < 30; n++) {
    let at = start();
    for (let tries = 0; tries < 20 && !inside(at); tries++) at = start();
    if (!inside(at)) continue;
    let heading = [random.normal(), random.normal(), random.normal()];
    const beads = [at];
    for (let step = 0; step < 60 && beads.length < 12; step++) {
      const turned = heading.map((h) => h + 0.75 * random.normal());
      const length = Math.hypot(...turned);
      const next: Bead = { x: at.x + (17 * turned[0]) / length, y: at.y + (17 * turned[1]) / length, z: at.z + (17 * turned[2]) / length, r: at.r * random.uniform(0.9, 1.1) };
      if (!inside(next)) {
        heading = [random.normal(), random.normal(), random.normal()];
        continue;
      }
      heading = turned.map((h) => h / length);
      beads.push(next);
      at = next;
    }
    const gas = random.chance(0.12) ? random.uniform(-0.2, 0.9) : Infinity;
    paintGut(canvas, beads, { contents: random.chance(0.7) ? 'chyme' : 'gutFluid', wallMm: 2.8, gasAboveY: (link) => levelIn(link, gas) });
  }
}

function paintColon({ canvas, torso, body, random }: Scene): void {
  const bead = (x: number, y: number, z: number, r: number, jitter = 7): Bead => ({
    x: torso.placeX(x + random.clippedNormal(0, jitter)),
    y: torso.placeY(y + random.clippedNormal(0, jitter)),
    z: torso.placeZ(z + random.clippedNormal(0, jitter)),
    r: r * body.frame,
  });
  const wide = random.uniform(0.78, 1.15);
  const sag = random.uniform(-35, 8);
  const knots = [
    bead(80, 44, -138, 21 * wide), bead(94, 34, -104, 24 * wide), bead(100, 22, -62, 23 * wide), bead(92, 46, -24, 21 * wide),
    bead(58, 100, -34 + 0.5 * sag, 21 * wide), bead(5, 112, -38 + sag, 21 * wide), bead(-52, 102, -20 + 0.6 * sag, 20 * wide), bead(-98, 60, 22, 18 * wide),
    bead(-112, 22, 40, 18 * wide), bead(-115, 0, 4, 14 * wide), bead(-112, -2, -44, 13 * wide), bead(-104, 18, -92, 13 * wide), bead(-82, 36, -128, 14 * wide),
    bead(-40, 56, -150, 15 * wide), bead(6, 34, -168, 15 * wide), bead(0, 0, -200, 15 * wide),
  ];
  const beads = resampleBeads(knots, 11).map((b, i) => ({ ...b, r: b.r * (i % 3 === 0 ? 0.82 : 1.06) * random.uniform(0.92, 1.08) }));
  const phase = random.uniform(0, 6.28);
  const gasAmount = random.uniform(0.1, 1);
  const third = Math.floor(beads.length / 3);
  paintGut(canvas, beads, {
    contents: 'stool', wallMm: 2.4,
    gasAboveY: (link, i) => levelIn(link, (i < third ? 0.5 : i < 2 * third ? -0.1 : 0.7) + 0.9 * (0.6 - gasAmount) + 0.5 * Math.sin(i / 3.5 + phase)),
  });
}
