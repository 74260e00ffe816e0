import { paint, TRUE_DISTANCE } from '#demo/canvas.ts';
import type { Scene } from '#demo/scene.ts';
import { spineY } from '#demo/scene.ts';
import type { Bead } from '#demo/shapes.ts';
import { beadBox, tube } from '#demo/shapes.ts';

/** Aorta with its bend, calcified plaques and first branches; common iliac arteries; vena cava and renal veins. */
export function paintVessels(scene: Scene): void {
  paintVeins(scene);
  paintAorta(scene);
}

/** Level of the aortic fork, in anatomy mm: the lower edge of the fourth lumbar vertebra. */
const FORK = -74;

function paintAorta({ canvas, body, random }: Scene): void {
  const r = body.aortaRadiusMm;
  const bend = body.aortaBendMm;
  const phase = random.uniform(0, 6.28);
  const front = (z: number) => spineY(body, z) + 17.5 * body.frame + r;
  const axis = (t: number): Bead => {
    const z = t * body.trunk;
    const high = Math.max(0, t - 40) / 100;
    const x = -10 - 9 * high * body.frame + bend * Math.sin(t / 42 + phase);
    return { x, y: front(z) + 1 - 4 * high + 0.35 * bend * Math.sin(t / 35 + 2 * phase), z, r: r * (1 + 0.0011 * (t - 30)) };
  };
  const beads = Array.from({ length: 24 }, (_, i) => axis(FORK + (i * (260 - FORK)) / 23));
  const fork = beads[0];
  for (const side of [-1, 1]) {
    const iliac: Bead[] = [
      { ...fork, r: 0.72 * r },
      { x: fork.x + side * 18, y: fork.y - 4, z: fork.z - 30, r: 0.58 * r },
      { x: side * 44 * body.frame, y: fork.y - 14, z: fork.z - 78, r: 0.52 * r },
    ];
    const vessel = tube(iliac);
    paint(canvas, beadBox(iliac, 3), 'artery', (x, y, z) => Math.max(vessel(x, y, z), z - fork.z + 1), TRUE_DISTANCE);
  }
  const branch = (t: number, to: readonly Bead[]) => {
    const from = axis(t);
    const path = [{ ...from, r: 3.2 }, ...to];
    const vessel = tube(path);
    paint(canvas, beadBox(path, 3), 'artery', vessel, TRUE_DISTANCE);
  };
  const root = axis(34);
  branch(36, [{ x: root.x - 2, y: root.y + 26, z: root.z + 4, r: 3 }, { x: root.x - 45, y: root.y + 14, z: root.z + 16, r: 2.2 }]);
  branch(36, [{ x: root.x + 2, y: root.y + 24, z: root.z + 4, r: 3 }, { x: root.x + 34, y: root.y + 30, z: root.z + 10, r: 2.2 }]);
  branch(24, [{ x: root.x, y: root.y + 24, z: root.z - 30, r: 3.4 }, { x: root.x + 8, y: root.y + 30, z: root.z - 110, r: 2.2 }]);
  branch(14, [{ x: 24, y: root.y - 8, z: 8, r: 2.6 }, { x: 50 * body.frame, y: -4, z: 4, r: 2.2 }]);
  branch(14, [{ x: -34, y: root.y - 10, z: 10, r: 2.6 }, { x: -50 * body.frame, y: -6, z: 8, r: 2.2 }]);

  const aorta = tube(beads);
  const box = beadBox(beads, 4);
  const closed = (x: number, y: number, z: number) => Math.max(aorta(x, y, z), fork.z - z);
  paint(canvas, box, 'aorta', closed, TRUE_DISTANCE);
  const share = body.calcifiedShare;
  if (share > 0.01) {
    const level = 2.2 - 1.9 * share;
    paint(canvas, box, 'calcification', (x, y, z, v) => {
      const rim = Math.abs(closed(x, y, z) + 1.4) - 1;
      const lower = 0.004 * Math.max(0, z);
      return Math.max(rim, closed(x, y, z), 2.2 * (level + lower - canvas.lumps[v]));
    }, { opacity: 0.85 });
  }
}

function paintVeins({ canvas, torso, body, random }: Scene): void {
  const r = 10 * Math.sqrt(body.bsaM2 / 1.9) * random.uniform(0.82, 1.15);
  const flat = random.uniform(0.85, 1.5);
  const beads: Bead[] = [-170, -76, -40, 0, 40, 75, 100, 135].map((t) => {
    const z = torso.placeZ(t);
    const high = Math.max(0, t - 20) / 80;
    const low = Math.max(0, -76 - t) / 94;
    return { x: (15 + 8 * high + 26 * low) * body.frame, y: spineY(body, z) + (26 + 14 * high - 14 * low) * body.frame, z, r: t < -76 ? 0.7 * r : r * (1 + 0.15 * high) };
  });
  const cava = tube(beads);
  const left: Bead[] = [beads[1], { x: -14, y: beads[1].y - 6, z: beads[1].z - 26, r: 0.7 * r }, { ...beads[0], x: -beads[0].x, r: 0.65 * r }];
  const iliac = tube(left);
  paint(canvas, beadBox(left, 3), 'vein', iliac, TRUE_DISTANCE);
  paint(canvas, beadBox(beads, 5), 'vein', (x, y, z) => {
    const squeeze = flat > 1.2 && z < 0 ? (flat - 1.2) * 8 : 0;
    return cava(x, y, z) + squeeze * Math.max(0, (y - spineY(body, z) - 24 * body.frame) / r);
  });
  for (const side of [-1, 1]) {
    const renal: Bead[] = [
      { x: beads[3].x, y: beads[3].y, z: 4, r: 4.5 },
      { x: side < 0 ? -14 : 32, y: beads[3].y + (side < 0 ? 12 : -2), z: 6, r: 4 },
      { x: side * 52 * body.frame, y: -2, z: 3, r: 3.4 },
    ];
    const vessel = tube(renal);
    paint(canvas, beadBox(renal, 3), 'vein', vessel, TRUE_DISTANCE);
  }
}
