import { paint } from '#demo/canvas.ts';
import { levelIn, paintGut, resampleBeads } from '#demo/gut.ts';
import type { Scene } from '#demo/scene.ts';
import { spineY } from '#demo/scene.ts';
import type { Bead } from '#demo/shapes.ts';
import { beadBox, tube } from '#demo/shapes.ts';

/** Gullet, stomach (folds, fluid or food, gas on top), duodenum and pancreas. */
export function paintStomach(scene: Scene): void {
  const { canvas, torso, body, random } = scene;
  const bead = (x: number, y: number, z: number, r: number, jitter = 5): Bead => ({
    x: torso.placeX(x + random.clippedNormal(0, jitter)),
    y: torso.placeY(y + random.clippedNormal(0, jitter)),
    z: torso.placeZ(z + random.clippedNormal(0, jitter)),
    r: r * body.frame,
  });
  paintPancreas(scene, bead);
  const pylorus = bead(30, 80, 12, 11, 3);
  const bulbGas = random.chance(0.4);
  const ring = [pylorus, bead(47, 60, 2, 12), bead(47, 42, -30, 12), bead(18, 38, -48, 11), bead(-20, 42, -38, 11), bead(-36, 56, -20, 11)];
  paintGut(canvas, resampleBeads(ring, 14), { contents: 'chyme', wallMm: 2.6, gasAboveY: (link, i) => (bulbGas && i < 2 ? levelIn(link, 0.2) : Infinity) });
  const cardia: Bead = { x: torso.placeX(-32), y: torso.placeY(22), z: torso.placeZ(84), r: 8 };
  const gullet = resampleBeads([
    { x: -4, y: spineY(body, torso.placeZ(190)) + 26 * body.frame, z: torso.placeZ(200), r: 8 },
    { x: -6, y: spineY(body, torso.placeZ(120)) + 44 * body.frame, z: torso.placeZ(120), r: 8.5 },
    { x: -16, y: spineY(body, torso.placeZ(98)) + 48 * body.frame, z: torso.placeZ(98), r: 8.5 }, cardia,
  ], 20);
  const tubeOf = tube(gullet);
  paint(canvas, beadBox(gullet, 3), 'oesophagus', tubeOf);
  const fill = random.uniform(0.55, 1.12);
  const knots = [
    bead(-66, 0, 80, 24 * fill + 4), bead(-64, 22, 72, 32 * fill + 2), bead(-62, 48, 48, 31 * fill + 2), bead(-48, 74, 24, 27 * fill),
    bead(-18, 88, 8, 22 * fill), bead(10, 86, 4, 17 * fill + 1), pylorus,
  ];
  const front = knots.reduce((high, b) => Math.max(high, b.y + b.r), -Infinity);
  const surface = front - random.uniform(2, 40);
  paintGut(canvas, resampleBeads(knots, 16), { contents: random.chance(0.6) ? 'gutFluid' : 'chyme', wallMm: 4.2, gasAboveY: () => surface });
}

/** A lobed band from the duodenum across the vessels towards the spleen; it shrinks and takes up fat with age. */
function paintPancreas({ canvas, subject, random }: Scene, bead: (x: number, y: number, z: number, r: number) => Bead): void {
  const shrink = 1 - 0.005 * Math.max(0, subject.ageYears - 40);
  const knots = [bead(33, 58, -18, 12), bead(28, 56, 2, 13), bead(2, 64, 14, 9), bead(-30, 54, 20, 9.5), bead(-62, 30, 34, 9.5), bead(-82, 14, 40, 7)];
  const beads = resampleBeads(knots.map((b) => ({ ...b, r: b.r * shrink * random.uniform(0.9, 1.1) })), 12);
  const band = tube(beads);
  const lobing = 1 + 0.02 * Math.max(0, subject.ageYears - 40);
  paint(canvas, beadBox(beads, 4), 'pancreas', (x, y, z, v) => band(x, y, z) + 1 + lobing * canvas.lumps[v] + 0.5 * lobing * canvas.fine[v]);
}
