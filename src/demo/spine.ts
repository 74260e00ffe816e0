import { paint } from '#demo/canvas.ts';
import type { Scene } from '#demo/scene.ts';
import { spineY } from '#demo/scene.ts';

/** Height of a vertebra with its disc; L2's centre is the origin. */
const PITCH = 32;

/** Vertebral bodies, discs, canal and the processes behind, from the sacrum to the top of the picture. */
export function paintSpine({ canvas, body, random }: Scene): void {
  const pitch = PITCH * body.trunk;
  const wide = 22 * body.frame;
  const deep = 16.5 * body.frame;
  const bend = random.clippedNormal(0, 2.5);
  const discShare = random.uniform(0.24, 0.3);
  const column = { x: [-45, 45], y: [-95, 32], z: [-230, 260] } as const;
  const axisX = (z: number) => bend * Math.sin(z / 90);
  const ring = (x: number, y: number, z: number) => {
    const grow = 1 - 0.0011 * z;
    const px = (x - axisX(z)) / (wide * grow), py = (y - spineY(body, z)) / (deep * grow);
    const e = Math.sqrt(px * px + py * py);
    return (e - 1 - (py < -0.5 ? 0.18 * (py + 0.5) : 0)) * deep * grow;
  };
  const phase = (z: number) => {
    const order = z / pitch;
    return Math.abs(order - Math.round(order)) * pitch;
  };
  const bodyHalf = (pitch * (1 - discShare)) / 2;
  const vertebra = (x: number, y: number, z: number) => {
    const from = phase(z);
    const waist = 2.6 * (1 - Math.min(1, from / bodyHalf) ** 2);
    return Math.max(ring(x, y, z) + waist, from - bodyHalf);
  };
  paint(canvas, column, 'disc', (x, y, z) => (phase(z) < bodyHalf - 3 ? 9 : ring(x, y, z) + 1.5));
  paint(canvas, column, 'cortical', vertebra);
  paint(canvas, column, 'marrow', (x, y, z) => vertebra(x, y, z) + 2.2);

  const back = deep + 9.5;
  const arch = (x: number, y: number, z: number) => {
    const dx = x - axisX(z), dy = y - spineY(body, z) + back;
    const order = z / pitch + 0.2;
    const along = Math.abs(order - Math.round(order)) * pitch;
    const lamina = Math.max(Math.abs(Math.sqrt(dx * dx * 0.8 + dy * dy) - 12.5) - 3, along - 11);
    const spinous = Math.max(Math.abs(dx) - 3.2, Math.abs(dy + 26 + 0.25 * along) - 13, along - 10);
    const facet = Math.sqrt((Math.abs(dx) - 16) ** 2 + (dy + 3) ** 2 + (0.45 * (pitch / 2 - along)) ** 2) - 7.5;
    const cross = order - Math.round(order) + 0.5;
    const transverse = Math.max(Math.sqrt((dy + 1) ** 2 + ((cross - 0.62) * pitch) ** 2) - 4.2, Math.abs(dx) - 40 + 0.14 * Math.max(0, z), 12 - Math.abs(dx));
    return Math.min(lamina, spinous, facet, transverse);
  };
  paint(canvas, column, 'cortical', (x, y, z) => (z / body.trunk < -108 ? 9 : arch(x, y, z)));
  paint(canvas, column, 'marrow', (x, y, z) => (z / body.trunk < -108 ? 9 : arch(x, y, z) + 2.6));
  paint(canvas, { ...column, x: [-14, 14] }, 'cord', (x, y, z) => {
    const dx = x - axisX(z), dy = y - spineY(body, z) + back;
    return Math.sqrt(dx * dx * 0.75 + dy * dy * 1.2) - 8.2;
  });
  paintSacrum({ x: axisX(-130), wide, body, canvas });
}

/** The sacrum: a wedge that widens to the sides where it meets the iliac wings. */
function paintSacrum({ canvas, body, x: x0, wide }: { canvas: Scene['canvas']; body: Scene['body']; x: number; wide: number }): void {
  const top = -104 * body.trunk;
  const plate = (x: number, y: number, z: number) => {
    const dx = Math.abs(x - x0);
    const spread = 2.1 * wide * Math.min(1, Math.max(0, (top + 8 - z) / 20)) * (1 - 0.004 * Math.max(0, top - z));
    const dy = y - spineY(body, z) + 12 + 0.004 * dx * dx;
    return Math.max(Math.sqrt((dx / (spread + 4)) ** 2 + (dy / 17) ** 2) * 17 - 17, z - top);
  };
  const box = { x: [-70, 70], y: [-110, 20], z: [-240, top + 4] } as const;
  paint(canvas, box, 'cortical', plate);
  paint(canvas, box, 'marrow', (x, y, z) => plate(x, y, z) + 2.8);
}
