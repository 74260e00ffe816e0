import type { Random } from '#core/num/random.ts';
import type { Canvas } from '#demo/canvas.ts';
import { boxKernel, gaussianKernel, kernelPower, smoothAxis, smoothField, whiteNoise } from '#demo/fields.ts';
import type { Site } from '#demo/sites.ts';
import { CODE } from '#demo/tissue.ts';

/** How the scanner saw the subject. */
export interface Acquisition {
  readonly kernelFwhmMm: number;
  readonly sliceThicknessMm: number;
  /** Standard deviation of the noise in the middle of the body: HU, or MR units. */
  readonly noiseSd: number;
}

/** Linear attenuation of water near 70 keV, per mm (NIST tables: 0.0193). */
const WATER_PER_MM = 0.0193;

/** Share of the attenuation that automatic exposure control makes up by more dose; chosen. */
const EXPOSURE_CONTROL = 0.55;

/**
 * Standard deviation of CT noise: photon counts behind water fall as exp(-mu·d), so noise grows as exp(mu·d/2); the
 * exposure control takes back a part of it. Thicker slices collect more photons: 1/sqrt(thickness).
 */
export function ctNoiseHu(site: Site, effectiveDiameterMm: number, sliceThicknessMm: number): number {
  const growth = Math.exp(0.5 * WATER_PER_MM * (1 - EXPOSURE_CONTROL) * (effectiveDiameterMm - 300));
  return site.ctNoiseHu * growth * Math.sqrt(3 / sliceThicknessMm);
}

/** Blurs the painted CT as kernel and slice do, then adds correlated noise, loudest in the middle, and slight cupping. */
export function scanCt(canvas: Canvas, site: Site, diameterMm: number, sliceThicknessMm: number, random: Random): Acquisition {
  const { image, cavity } = canvas;
  const depth = diameterMm * 0.3;
  layTable(canvas, random);
  const cupping = random.uniform(0, 5);
  for (let v = 0; v < image.length; v++) if (image[v] > -400) image[v] -= cupping * Math.min(1, Math.max(0, -cavity[v] / depth));
  blur(canvas, image, site.kernelFwhmMm, sliceThicknessMm);
  const noiseSd = ctNoiseHu(site, diameterMm, sliceThicknessMm);
  const noise = correlatedNoise(canvas, site.kernelFwhmMm, sliceThicknessMm, random);
  for (let v = 0; v < image.length; v++) {
    const inward = Math.min(1, Math.max(-0.6, -cavity[v] / depth));
    const seen = image[v] + noiseSd * (0.8 + 0.2 * inward) * noise[v];
    image[v] = Math.max(-1024, Math.min(3071, seen));
  }
  return { kernelFwhmMm: site.kernelFwhmMm, sliceThicknessMm, noiseSd };
}

/** The couch: two thin shells in the air below the back, with foam between. */
function layTable({ image, tissue, dims, spacingMm }: Canvas, random: Random): void {
  const { air, table } = CODE;
  const [nx, ny] = dims;
  let back = ny;
  for (let v = 0; v < tissue.length; v++) if (tissue[v] !== air) back = Math.min(back, Math.floor(v / nx) % ny);
  const hollow = random.uniform(0.6, 1.2), gap = random.uniform(16, 34);
  for (let v = 0; v < tissue.length; v++) {
    if (tissue[v] !== air) continue;
    const x = ((v % nx) - (nx - 1) / 2) * spacingMm[0];
    const below = (back - (Math.floor(v / nx) % ny)) * spacingMm[1] - 5 + hollow * 34 * (x / 190) ** 2;
    const shell = Math.min(Math.abs(below), Math.abs(below - gap));
    const edge = Math.abs(x) - 205;
    if (shell > 2.5 || edge > 0) continue;
    tissue[v] = table;
    image[v] = -30 - 420 * (shell / 2.5);
  }
}

/** MR: blur, ghosts along the phase direction (y) from breathing, receive-field shading, Rician noise. */
export function scanMr(canvas: Canvas, site: Site, sliceThicknessMm: number, brightest: number, random: Random): Acquisition {
  const { image, dims, spacingMm } = canvas;
  blur(canvas, image, site.kernelFwhmMm, sliceThicknessMm);
  const shading = smoothField(random, dims, spacingMm, 170);
  const noiseSd = site.mrNoise * brightest;
  const ghost = random.chance(0.5) ? random.uniform(0.01, 0.05) : 0;
  const shift = Math.round(dims[1] * random.uniform(0.12, 0.3));
  const source = ghost > 0 ? image.slice() : image;
  const real = correlatedNoise(canvas, site.kernelFwhmMm * 0.6, spacingMm[2], random);
  const imaginary = whiteNoise(random, image.length);
  const [nx, ny] = dims;
  for (let v = 0; v < image.length; v++) {
    let signal = source[v];
    if (ghost > 0) {
      const j = Math.floor(v / nx) % ny;
      const other = (j + shift) % ny;
      signal += ghost * source[v + (other - j) * nx];
    }
    signal *= Math.exp(site.shading * shading[v]);
    const a = signal + noiseSd * real[v];
    const b = noiseSd * imaginary[v];
    image[v] = Math.sqrt(a * a + b * b);
  }
  return { kernelFwhmMm: site.kernelFwhmMm, sliceThicknessMm, noiseSd };
}

function blur({ dims, spacingMm }: Canvas, data: Float32Array, fwhmMm: number, sliceThicknessMm: number): void {
  smoothAxis(data, dims, 0, gaussianKernel(fwhmMm / 2.3548 / spacingMm[0]));
  smoothAxis(data, dims, 1, gaussianKernel(fwhmMm / 2.3548 / spacingMm[1]));
  if (sliceThicknessMm > spacingMm[2]) smoothAxis(data, dims, 2, boxKernel(sliceThicknessMm / spacingMm[2]));
}

/** Noise of unit variance with the correlation that kernel and overlapping slices leave. */
function correlatedNoise({ dims, spacingMm }: Canvas, fwhmMm: number, sliceThicknessMm: number, random: Random): Float32Array {
  const noise = whiteNoise(random, dims[0] * dims[1] * dims[2]);
  const kernels = [gaussianKernel(fwhmMm / 2.3548 / spacingMm[0]), gaussianKernel(fwhmMm / 2.3548 / spacingMm[1])];
  if (sliceThicknessMm > spacingMm[2]) kernels.push(boxKernel(sliceThicknessMm / spacingMm[2]));
  let power = 1;
  kernels.forEach((kernel, axis) => {
    smoothAxis(noise, dims, axis as 0 | 1 | 2, kernel);
    power *= kernelPower(kernel);
  });
  const gain = 1 / Math.sqrt(power);
  for (let v = 0; v < noise.length; v++) noise[v] *= gain;
  return noise;
}
