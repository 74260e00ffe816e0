import type { Distance } from '#demo/canvas.ts';
import { paint } from '#demo/canvas.ts';
import type { Scene } from '#demo/scene.ts';
import { spineY } from '#demo/scene.ts';
import type { Bead } from '#demo/shapes.ts';
import { CODE } from '#demo/tissue.ts';
import { beadBox, boxAround, ellipsoid, smax, tube } from '#demo/shapes.ts';

/** Lung bases above the diaphragm, with their vessels, and the heart with its fat. Paint before spine and aorta. */
export function paintChest(scene: Scene): void {
  const { canvas, torso, body, random } = scene;
  const { trunk, frame } = body;
  const centre = { x: torso.placeX(-20), y: torso.placeY(70), z: torso.dome(torso.placeX(-20), torso.placeY(70)) + 36 };
  const radii = { x: 66 * frame, y: 54 * frame, z: 50 * frame };
  const heart = ellipsoid(centre, radii);
  const fatRim = random.uniform(4, 7) + 0.03 * body.visceralFatCm2;
  const column = (x: number, y: number, z: number) => {
    const dx = (x + 4) / (26 * frame), forward = y - spineY(body, z) - 32 * frame;
    const dy = forward / ((forward > 0 ? 52 : 95) * frame);
    return (Math.sqrt(dx * dx + dy * dy) - 1) * 24 * frame;
  };
  const breast = (x: number, y: number) => Math.max(Math.abs(x + 6) - 22, torso.placeY(88) - y);
  const lung = (sign: -1 | 1): Distance => (x, y, z, v) => {
    if (sign * x < 0) return 9;
    const wall = canvas.cavity[v];
    if (wall > 2) return 9;
    const floor = (torso.dome(x, y) - z) * 0.62;
    if (floor > 3) return 9;
    const inner = Math.min(heart(x, y, z) - fatRim, column(x, y, z), breast(x, y));
    return smax(smax(wall + 2.2, floor, 4), -inner, 4);
  };
  const low = -20 * trunk;
  const box = { x: [-220, 220], y: [-140, 200], z: [low, 280] } as const;
  paint(canvas, { ...box, x: [0, 220] }, 'lung', lung(1));
  paint(canvas, { ...box, x: [-220, 0] }, 'lung', lung(-1));
  for (let n = 0; n < 70; n++) {
    const beads = lungBranch(scene, n % 2 === 0 ? 1 : -1);
    const shape = tube(beads);
    paint(canvas, beadBox(beads, 3), 'lungVessel', (x, y, z, v) => (canvas.tissue[v] === CODE.lung || canvas.tissue[v] === CODE.lungVessel ? shape(x, y, z) : 99), { opacity: 0.8 });
  }
  const reach = { x: radii.x + 12, y: radii.y + 12, z: radii.z + 12 };
  paint(canvas, boxAround(centre, reach), 'heart', (x, y, z, v) => smax(heart(x, y, z) + canvas.lumps[v], 3 + (torso.dome(x, y) - z) * 0.8, 6));
}

/** A branch that runs from the root of the lung outward and down. */
function lungBranch({ torso, body, random }: Scene, side: -1 | 1): Bead[] {
  const x = side * torso.placeX(random.uniform(35, 112));
  const y = torso.placeY(random.uniform(-40, 85));
  const z = torso.dome(x, y) + random.uniform(0, 90) * body.trunk;
  const length = random.uniform(25, 60);
  const r = random.uniform(1.1, 2.6);
  return [
    { x, y, z, r },
    { x: x + side * length * random.uniform(0.1, 0.6), y: y + length * random.uniform(-0.6, 0.4), z: z - length * random.uniform(0.4, 0.9), r: r * 0.45 },
  ];
}
