import { paint } from '#demo/canvas.ts';
import type { Scene } from '#demo/scene.ts';
import type { Bead, Field } from '#demo/shapes.ts';
import { beadBox, boxAround, ellipsoid, fitScale, ripple, rotation, smax, smin, tube } from '#demo/shapes.ts';

/**
 * Kidneys: beans on the psoas with cortex, medullary pyramids, sinus fat and pelvis. The mask is the parenchyma
 * (cortex and medulla); sinus fat and urine are outside it. The adrenals sit on top.
 */
export function paintKidneys(scene: Scene): void {
  paintKidney(scene, -1);
  paintKidney(scene, 1);
}

function paintKidney({ canvas, torso, body, random: stream }: Scene, side: -1 | 1): void {
  const random = stream.fork(side);
  const spread = Math.sqrt(Math.max(1, torso.halfWidth / 120));
  const centre = {
    x: side * (71 * body.frame * spread + random.clippedNormal(0, 4)),
    y: -11 * body.frame + 2 + random.clippedNormal(0, 4) + 0.03 * body.visceralFatCm2,
    z: torso.placeZ((side > 0 ? -6 : 7) + random.clippedNormal(0, 9)),
  };
  const m = rotation(0.24 + random.clippedNormal(0, 0.06), side * (-0.24 + random.clippedNormal(0, 0.07)), side * -0.5);
  const slim = Math.exp(random.clippedNormal(0, 0.06));
  const wave = ripple(random, 1, 34);
  const hilum = (reach: number, width: number, scale: number) => {
    const away = reach * scale;
    return ellipsoid({ x: centre.x - m[0] * side * away, y: centre.y - m[1] * side * away, z: centre.z - m[2] * side * away },
      { x: 17 * scale, y: width * scale, z: 21 * scale }, m);
  };
  const make = (scale: number): Field => {
    const bean = ellipsoid(centre, { x: 28 * scale * slim, y: 25 * scale / slim, z: 54 * scale }, m);
    const notch = hilum(31, 12, scale);
    return (x, y, z) => {
      const d = bean(x, y, z);
      return d > 6 ? d : smax(d + wave(x, y, z), -notch(x, y, z), 7);
    };
  };
  const sinusOf = (scale: number) => {
    const inner = hilum(13, 7.5, scale * 0.92);
    return roundedUnion(inner, ellipsoid(centre, { x: 11 * scale, y: 7 * scale, z: 27 * scale }, m));
  };
  const box = boxAround(centre, { x: 62, y: 60, z: 88 });
  const parenchyma = (scale: number): Field => {
    const outer = make(scale), inner = sinusOf(scale);
    return (x, y, z) => Math.max(outer(x, y, z), -inner(x, y, z));
  };
  const scale = fitScale(parenchyma, side > 0 ? body.kidneyMl.right : body.kidneyMl.left, box, 5.5, 0.6, 1.5);
  const kidney = make(scale), sinus = sinusOf(scale);
  const [cortex, medulla] = side > 0 ? (['cortexRight', 'medullaRight'] as const) : (['cortexLeft', 'medullaLeft'] as const);
  paint(canvas, box, cortex, (x, y, z, v) => kidney(x, y, z) + 0.4 * canvas.lumps[v]);
  const lobes = random.uniform(0, 6);
  paint(canvas, box, medulla, (x, y, z) => {
    const depth = kidney(x, y, z) + 6 * scale;
    if (depth > 3) return depth;
    const column = Math.sin((z - centre.z) / 5.2 + lobes) * Math.sin((y - centre.y) / 6.5 + lobes);
    return Math.max(depth, 1.5 - 5 * (column + 0.45));
  });
  paint(canvas, box, 'sinusFat', (x, y, z) => Math.max(sinus(x, y, z), kidney(x, y, z) + 1));
  paint(canvas, box, 'urine', (x, y, z) => sinus(x, y, z) + 5);
  const inward = centre.x - side * 24;
  const ureter: Bead[] = [
    { x: inward, y: centre.y + 6, z: centre.z - 6, r: 3.4 },
    { x: inward - side * 8, y: centre.y + 8, z: centre.z - 50, r: 1.8 },
    { x: side * 38, y: 26 * body.frame, z: centre.z - 130, r: 1.6 },
  ];
  const drain = tube(ureter);
  paint(canvas, beadBox(ureter, 2), 'urine', (x, y, z) => Math.max(drain(x, y, z), -kidney(x, y, z)), { opacity: 0.8 });
  const top: Bead[] = [
    { x: side * 38 * body.frame, y: 8, z: centre.z + 66, r: 3 },
    { x: side * 46 * body.frame, y: -6, z: centre.z + 54, r: 3 },
    { x: side * 36 * body.frame, y: -12, z: centre.z + 46, r: 2 },
  ];
  const gland = tube(top);
  paint(canvas, beadBox(top, 2), 'adrenal', (x, y, z) => Math.max(gland(x, y, z), -kidney(x, y, z) + 2));
}

function roundedUnion(a: Field, b: Field): Field {
  return (x, y, z) => smin(a(x, y, z), b(x, y, z), 5);
}
