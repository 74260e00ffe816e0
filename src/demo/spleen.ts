import { paint } from '#demo/canvas.ts';
import type { Scene } from '#demo/scene.ts';
import type { Field } from '#demo/shapes.ts';
import { ellipsoid, fitScale, ripple, rotation, smax } from '#demo/shapes.ts';

/** Spleen: a shell of the left flank under the dome, hollowed by stomach and kidney, grown to the subject's volume. */
export function paintSpleen({ canvas, torso, body, random }: Scene): void {
  const shape = random.fork('shape');
  const x0 = torso.placeX(-107), y0 = torso.placeY(-14), z0 = torso.placeZ(53 + shape.clippedNormal(0, 8));
  const turn = rotation(0.3 + shape.clippedNormal(0, 0.12), 0.22, 0.42 + shape.clippedNormal(0, 0.15));
  const long = Math.exp(shape.clippedNormal(0, 0.1));
  const wave = ripple(shape, 1.8, 48);
  const hollow = ellipsoid({ x: torso.placeX(-62), y: torso.placeY(22), z: torso.placeZ(50) }, { x: 38 * torso.halfWidth / 132, y: 56, z: 64 });
  const kidney = ellipsoid({ x: torso.placeX(-70), y: -26, z: torso.placeZ(8) }, { x: 36, y: 34, z: 56 });
  const make = (scale: number): Field => {
    const base = ellipsoid({ x: x0, y: y0, z: z0 }, { x: 32 * scale, y: 50 * scale, z: 56 * scale * long }, turn);
    return (x, y, z) => {
      const d = base(x, y, z);
      if (d > 8) return d;
      const moulded = smax(smax(d + wave(x, y, z), -hollow(x, y, z), 9), 3 - kidney(x, y, z), 7);
      return smax(moulded, (z - torso.dome(x, y) + 4) * 0.7, 4);
    };
  };
  const box = { x: [torso.placeX(-170), torso.placeX(-30)], y: [-90, torso.placeY(90)], z: [z0 - 100, z0 + 100] } as const;
  const clipped = (field: Field): Field => (x, y, z) => {
    const d = field(x, y, z);
    return d > 4 ? d : Math.max(d, torso.cavity(x, y, z) + 3);
  };
  const spleen = make(fitScale((s) => clipped(make(s)), body.spleenMl, box, 6.5, 0.6, 1.9));
  paint(canvas, box, 'spleen', (x, y, z, v) => {
    const wall = canvas.cavity[v] + 3;
    if (wall > 3) return wall;
    const d = spleen(x, y, z);
    return d > 6 ? d : smax(d, wall, 3) + 0.6 * canvas.lumps[v];
  });
}
