import { paint } from '#demo/canvas.ts';
import type { Scene } from '#demo/scene.ts';
import { spineY } from '#demo/scene.ts';

/** Erector muscles with a fat plane round them, psoas, quadratus lumborum and the crura of the diaphragm. */
export function paintMuscles({ canvas, torso, body }: Scene): void {
  const { frame, trunk } = body;
  const strength = Math.sqrt(body.muscle);
  // Fat between the fibres: more of it where muscle is lost.
  const streaks = 0.5 + 1.1 * Math.min(1.1, body.muscle);
  const bed = (x: number, y: number, z: number) => {
    const dx = x / (36 * frame), dy = (y - spineY(body, z) + 40 * frame) / (30 * frame);
    return (Math.sqrt(dx * dx + dy * dy) - 1) * 30;
  };
  paint(canvas, { x: [-45, 45], y: [-120, 10], z: [-100, 260] }, 'muscle', bed);
  for (const side of [-1, 1] as const) {
    const erector = (x: number, y: number, z: number) => {
      const t = z / trunk;
      const width = (33 - 0.03 * Math.max(0, t)) * frame * strength, depth = (22 - 0.055 * Math.max(0, t)) * frame * strength;
      const dx = (x - side * 36 * frame) / width, dy = (y - spineY(body, z) + 58 * frame - 0.08 * Math.max(0, t)) / depth;
      return (Math.sqrt(dx * dx + dy * dy) - 1) * depth;
    };
    const erectorBox = { x: [side * 36 - 48, side * 36 + 48], y: [-130, -15], z: [-220, 260] } as const;
    paint(canvas, erectorBox, 'fat', (x, y, z, v) => Math.abs(erector(x, y, z)) - 0.9 + 1.1 * canvas.lumps[v], { opacity: 0.6 });
    paint(canvas, erectorBox, 'muscle', (x, y, z, v) => erector(x, y, z) + 0.8 + 0.8 * canvas.lumps[v]);
    paint(canvas, erectorBox, 'fat', (x, y, z, v) => Math.max(erector(x, y, z) + 3, 2.4 * (streaks - canvas.fine[v])), { opacity: 0.45 });

    const psoas = (x: number, y: number, z: number) => {
      const t = (30 - z / trunk) / 110;
      if (t < 0) return 9;
      const size = (8 + 13.5 * Math.min(1, t) ** 0.8) * frame * strength;
      const dx = x - side * (24 + 17 * t + 7 * t * t) * frame;
      const dy = y - spineY(body, z) + (8 - 6 * t - 5 * t * t) * frame;
      return Math.sqrt(dx * dx * 1.25 + dy * dy) - size;
    };
    paint(canvas, { x: [side * 50 - 60, side * 50 + 60], y: [-60, 60], z: [-240, 32 * trunk] }, 'muscle', psoas);
    const quadratus = (x: number, y: number, z: number) => {
      const t = Math.abs(z / trunk + 45) / 62;
      const dx = x - side * (67 + 5 * -z / 100) * frame, dy = y + (38 - 0.02 * z) * frame;
      return (Math.sqrt((dx / 23) ** 2 + (dy / (9 * strength)) ** 2 + t ** 4) - 1) * 9;
    };
    paint(canvas, { x: [side * 67 - 45, side * 67 + 45], y: [-70, 0], z: [-120, 40] }, 'muscle', quadratus);
    paint(canvas, { x: [side * 20 - 22, side * 20 + 22], y: [-30, 50], z: [-30, 110] }, 'muscle', (x, y, z) => {
      const t = z / trunk;
      const dx = x - side * (13 + 0.06 * Math.max(0, t)) , dy = y - spineY(body, z) - (14 + 0.14 * Math.max(0, t));
      return Math.max(Math.sqrt(dx * dx + (dy * 0.55) ** 2) - 5.5, -30 - t, z - torso.dome(x, y) + 2);
    });
  }
}
