import type { Random } from '#core/num/random.ts';
import type { Canvas } from '#demo/canvas.ts';
import type { Physique } from '#demo/physique.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import type { Torso } from '#demo/torso.ts';

/** All that a painter of organs needs to know. */
export interface Scene {
  readonly canvas: Canvas;
  readonly torso: Torso;
  readonly body: Physique;
  readonly subject: PhantomSubject;
  readonly random: Random;
}

/** Distance to the column of spine, its muscles, crura and great vessels, which no organ of the belly enters. */
export function midlineColumn(body: Physique, x: number, y: number, z: number): number {
  const dx = (x + 2) / (33 * body.frame), dy = (y - spineY(body, z) - 6 * body.frame) / (42 * body.frame);
  const bx = x / (42 * body.frame), by = (y - spineY(body, z) + 40 * body.frame) / (34 * body.frame);
  return Math.min((Math.sqrt(dx * dx + dy * dy) - 1) * 33, (Math.sqrt(bx * bx + by * by) - 1) * 34) * body.frame;
}

/** y of the vertebral bodies' centres: the lumbar curve comes forward, the thoracic goes back. */
export function spineY(body: Physique, z: number): number {
  const t = z / body.trunk;
  const lumbar = 13 * Math.exp(-0.5 * ((t + 72) / 38) ** 2);
  const thoracic = t > 0 ? 0.0011 * t * t : 0;
  const sacrum = t < -105 ? 0.55 * (-105 - t) : 0;
  return body.frame * (lumbar - Math.min(38, thoracic) - sacrum);
}
