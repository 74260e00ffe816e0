import { paint, TRUE_DISTANCE } from '#demo/canvas.ts';
import type { Scene } from '#demo/scene.ts';
import { midlineColumn } from '#demo/scene.ts';
import type { Bead, Field } from '#demo/shapes.ts';
import { beadBox, boxAround, ellipsoid, fitScale, ripple, rotation, smax, smin, tube } from '#demo/shapes.ts';

/**
 * Liver of two lobes under the right dome, moulded by the wall, the right kidney and the gut, grown to the subject's
 * volume; portal and hepatic veins within it (part of the liver's mask) and the gallbladder beneath (not part).
 */
export function paintLiver(scene: Scene): void {
  const { canvas, torso, body, random } = scene;
  const at = (x: number, y: number, z: number) => ({ x: torso.placeX(x), y: torso.placeY(y), z: torso.placeZ(z) });
  const shape = random.fork('shape');
  const wave = ripple(shape, 2.6, 75, 5);
  const leftReach = shape.clippedNormal(1, 0.16);
  const tail = shape.clippedNormal(0, 10);
  const gut = ellipsoid(at(-6, 44, -34), { x: 68, y: 70, z: 74 }, rotation(0.25, 0.25, 0));
  const kidney = ellipsoid(at(66, -30, 2), { x: 40, y: 37, z: 62 });
  const make = (scale: number): Field => {
    const right = ellipsoid(at(72, 26, 36 + tail * 0.5), { x: 66 * scale, y: 86 * scale, z: 74 * scale }, rotation(0.12, -0.2, -0.12));
    const swell = Math.sqrt(scale);
    const left = ellipsoid(at(4, 80, 66), { x: 62 * swell * leftReach, y: 42 * swell, z: 33 * swell }, rotation(0.1, -0.24, 0.12));
    return (x, y, z) => {
      const lobes = smin(right(x, y, z), left(x, y, z), 26);
      if (lobes > 12) return lobes;
      const hollow = Math.min(gut(x, y, z), kidney(x, y, z) - 4, midlineColumn(body, x, y, z));
      const moulded = smax(lobes + wave(x, y, z), -hollow, 12);
      const roof = (z - torso.dome(x, y) + 4) * 0.7;
      return smax(moulded, roof, 5);
    };
  };
  const clipped = (field: Field): Field => (x, y, z) => {
    const d = field(x, y, z);
    return d > 4 ? d : Math.max(d, torso.cavity(x, y, z) + 3);
  };
  const box = { x: [torso.placeX(-110), torso.placeX(150)], y: [-70, torso.placeY(140)], z: [torso.placeZ(-90), torso.placeZ(135)] } as const;
  const liver = make(fitScale((s) => clipped(make(s)), body.liverMl, box, 9, 0.7, 1.8));
  paint(canvas, box, 'liver', (x, y, z, v) => {
    const wall = canvas.cavity[v] + 3;
    if (wall > 3) return wall;
    const d = liver(x, y, z);
    return d > 6 ? d : smax(d, wall, 3) + 0.7 * canvas.lumps[v];
  });
  for (const beads of vesselTree(scene, at)) {
    const branch = tube(beads);
    paint(canvas, beadBox(beads, 2), 'liverVessel', (x, y, z, v) => {
      const d = branch(x, y, z);
      return d > 3 ? d : Math.max(d, liver(x, y, z) + 4, canvas.cavity[v] + 8);
    }, TRUE_DISTANCE);
  }
  paintGallbladder(scene, at, liver);
}

type Placer = (x: number, y: number, z: number) => { x: number; y: number; z: number };

/** Three hepatic veins that meet at the vena cava under the dome, and the portal vein with its branches. */
function vesselTree({ random, body }: Scene, at: Placer): Bead[][] {
  const jitter = () => random.clippedNormal(0, 6);
  const bead = (x: number, y: number, z: number, r: number): Bead => ({ ...at(x + jitter(), y + jitter(), z + jitter()), r: r * body.frame });
  const cava: Bead = { ...at(22, 30, 94), r: 5 * body.frame };
  const hilum = bead(30, 58, 38, 6.5);
  const fork = bead(62, 48, 44, 5);
  const leftFork = bead(6, 84, 58, 4);
  const branches: Bead[][] = [
    [cava, bead(60, 20, 86, 4), bead(98, 4, 60, 2), bead(108, 0, 30, 1)],
    [cava, bead(48, 54, 84, 4), bead(66, 84, 60, 2.4), bead(72, 96, 34, 1)],
    [cava, bead(8, 60, 90, 3.4), bead(-24, 92, 76, 1.6)],
    [bead(4, 44, 8, 6), hilum, fork, bead(92, 22, 40, 3), bead(112, -6, 18, 1.4)],
    [fork, bead(84, 52, 62, 3), bead(104, 48, 78, 1.2)],
    [fork, bead(88, 62, 24, 2.6), bead(104, 74, 8, 1)],
    [hilum, leftFork, bead(-20, 92, 64, 2), bead(-48, 94, 70, 1)],
  ];
  for (let n = 0; n < 16; n++) {
    const start = random.pick(branches.slice(0, 6))[1 + random.integer(2)];
    branches.push([{ ...start, r: 1.8 }, { x: start.x + random.normal(0, 22), y: start.y + random.normal(0, 22), z: start.z + random.normal(0, 18), r: 0.8 }]);
  }
  return branches;
}

function paintGallbladder({ canvas, random, body }: Scene, at: Placer, liver: Field): void {
  const size = random.uniform(0.8, 1.25) * body.frame;
  const centre = at(64 + random.clippedNormal(0, 6), 82, 2 + random.clippedNormal(0, 8));
  let { y } = centre;
  for (let step = 0; step < 12 && liver(centre.x, y, centre.z) > 2; step++) y += 3;
  const sac = ellipsoid({ ...centre, y }, { x: 11.5 * size, y: 14 * size, z: 25 * size }, rotation(0.5, 0.2, 0.2));
  paint(canvas, boxAround({ ...centre, y }, { x: 34, y: 38, z: 40 }), 'gallbladder', (x, yy, z, v) => Math.max(sac(x, yy, z), canvas.cavity[v] + 7));
}
