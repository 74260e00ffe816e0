import type { Canvas } from '#demo/canvas.ts';
import type { Physique } from '#demo/physique.ts';
import type { SurfacePoint, Torso } from '#demo/torso.ts';
import { CODE } from '#demo/tissue.ts';

/**
 * Paints skin, subcutaneous fat, muscle wall with ribs and iliac wings, and visceral fat over the whole canvas in one
 * pass, and fills `canvas.cavity`. Everything else is painted on top.
 */
export function paintWall(canvas: Canvas, torso: Torso, body: Physique): void {
  const { x, y, z, image, tissue, cavity, lumps, fine, means, textures } = canvas;
  const sharpness = 1 / canvas.spacingMm[0];
  const point: SurfacePoint = { skin: 0, wall: 0, cavity: 0, wallMm: 0, cosine: 0, sine: 0 };
  const ribs = ribDistance(body);
  const iliac = iliacDistance(body);
  const { air, skin, fat, muscle, cortical, cartilage, marrow, visceralFat } = CODE;
  let value = 0;
  let owner = 0;
  const layer = (distance: number, code: number, v: number) => {
    const cover = 0.5 - distance * sharpness;
    if (cover <= 0) return;
    value += (cover >= 1 ? 1 : cover) * (means[code] + textures[code] * fine[v] - value);
    if (distance < 0) owner = code;
  };
  const voxel = (v: number) => {
    torso.surfaces(x[v], y[v], z[v], point);
    cavity[v] = point.cavity;
    value = means[air];
    owner = air;
    if (point.skin < 3) {
      layer(point.skin, skin, v);
      layer(point.skin + 2, fat, v);
      const wall = point.wall + 0.8 * lumps[v];
      if (wall < 3) {
        layer(wall, muscle, v);
        const seam = seamDistance(point, z[v]);
        if (seam < 1) value += 0.35 * (1 - seam) * (means[fat] - value);
        if (point.cavity > -2) {
          const rib = ribs(point, z[v]);
          if (rib.bone < 2) {
            const code = rib.kind === 'bone' ? cortical : cartilage;
            layer(rib.bone, code, v);
            if (rib.kind === 'bone') layer(rib.bone + 2, marrow, v);
          }
          const wing = iliac(point, z[v]);
          if (wing < 3) {
            layer(wing, cortical, v);
            layer(wing + 2.4, marrow, v);
          }
        }
        layer(point.cavity + 0.6 * lumps[v], visceralFat, v);
      }
    }
    image[v] = value;
    tissue[v] = owner;
  };
  image.fill(means[air]);
  const far = 0.85 * RUN * canvas.spacingMm[0];
  const [nx, ny, nz] = canvas.dims;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i += RUN) {
        const from = i + nx * (j + ny * k);
        const to = from + Math.min(RUN, nx - i);
        const middle = (from + to) >> 1;
        torso.surfaces(x[middle], y[middle], z[middle], point);
        if (point.skin > far) cavity.fill(point.cavity, from, to);
        else if (point.cavity < -far - 8) fillRun(canvas, from, to, point.cavity);
        else for (let v = from; v < to; v++) voxel(v);
      }
    }
  }
}

/** Visceral fat for a run of voxels deep in the cavity, where a common distance to the wall is near enough. */
function fillRun({ image, tissue, cavity, fine, means, textures }: Canvas, from: number, to: number, distance: number): void {
  const code = CODE.visceralFat;
  cavity.fill(distance, from, to);
  tissue.fill(code, from, to);
  for (let v = from; v < to; v++) image[v] = means[code] + textures[code] * fine[v];
}

/** Voxels of a row judged together: far outside the skin they are air. */
const RUN = 8;

/** Thin fat planes between the layers of the flank, and the white line between the straight muscles of the belly. */
function seamDistance(p: SurfacePoint, z: number): number {
  if (p.cavity < 1 || p.wall > -1 || z > 60) return 9;
  if (p.sine > 0.9) return Math.abs(p.cosine) / 0.045;
  if (p.sine < -0.35) return 9;
  const share = p.cavity / p.wallMm;
  return Math.min(Math.abs(share - 0.36), Math.abs(share - 0.68)) / 0.09;
}

interface Rib { bone: number; kind: 'bone' | 'cartilage' }

/** Ribs 12 (lowest) upward: rings within the wall that fall from the spine to the side, then rise as cartilage. */
function ribDistance(body: Physique): (p: SurfacePoint, z: number) => Rib {
  const spacing = 29 * body.trunk;
  const first = 70 * body.trunk;
  const out: Rib = { bone: 9, kind: 'bone' };
  return (p, z) => {
    out.bone = 9;
    if (z < -30) return out;
    const round = (1 + p.sine) / 2;
    const fall = round < 0.74 ? 122 * round : 90 - 165 * (round - 0.74);
    const order = (z + fall * body.trunk - first) / spacing;
    const number = Math.round(order);
    if (number < 0 || (number === 0 && round > 0.3) || (number === 1 && round > 0.48) || round > 0.93) return out;
    const dz = ((order - number) * spacing) / 6.2;
    const dr = (p.cavity - Math.min(6, p.wallMm * 0.45)) / 3.9;
    out.bone = (Math.sqrt(dz * dz + dr * dr) - 1) * 4.2;
    out.kind = round < 0.74 ? 'bone' : 'cartilage';
    return out;
  };
}

/** The wings of the pelvis: a curved plate in the wall, highest at the side. */
function iliacDistance(body: Physique): (p: SurfacePoint, z: number) => number {
  return (p, z) => {
    if (z > -70 || p.sine > 0.45) return 9;
    const crest = (-88 - 60 * Math.max(0, p.sine - 0.05) ** 1.5 - 22 * Math.max(0, -p.sine - 0.55)) * body.trunk;
    const thickness = 4.5 + 4 * Math.max(0, -p.sine);
    const plate = Math.abs(p.cavity - 14 - 0.1 * (crest - z)) - thickness;
    return Math.max(plate, z - crest);
  };
}
