import { describe, expect, it } from 'vitest';
import type { Affine, Dims } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { binDirection, binNeighbours, binOf, BINS, COLUMNS, mirroredBins } from '#core/errormaps/surfaceBins.ts';
import type { SurfaceMap } from '#core/errormaps/surfaceMap.ts';
import { MASKED, surfaceMap } from '#core/errormaps/surfaceMap.ts';

/** A mask on a RAS grid of these steps whose array starts at (0, 0, 0) mm. */
function mask(dims: Dims, step: readonly [number, number, number], isIn: (x: number, y: number, z: number) => boolean): Mask {
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = 0, at = 0; k < dims[2]; k++) for (let j = 0; j < dims[1]; j++) for (let i = 0; i < dims[0]; i++, at++) {
    if (isIn(i * step[0], j * step[1], k * step[2])) data[at] = 1;
  }
  const affine: Affine = [step[0], 0, 0, 0, 0, step[1], 0, 0, 0, 0, step[2], 0, 0, 0, 0, 1];
  return { grid: { dims, affine }, data };
}

const ball = (x0: number, y0: number, z0: number, r: number) => (x: number, y: number, z: number) => (x - x0) ** 2 + (y - y0) ** 2 + (z - z0) ** 2 <= r * r;

function mapOf(prediction: Mask, reference: Mask, kind: 'organ' | 'vessel' = 'organ'): SurfaceMap {
  const result = surfaceMap(prediction, reference, { kind });
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
}

function codeOf(prediction: Mask, reference: Mask): string {
  const result = surfaceMap(prediction, reference);
  return result.state === 'failed' ? result.fault.code : 'none';
}

describe('surfaceMap', () => {
  it('maps a sphere of radius 40 shifted 3 mm to the left as 3 cosθ − 9 sin²θ / 2R', () => {
    const dims = [100, 96, 96] as const;
    const map = mapOf(mask(dims, [1, 1, 1], ball(45, 47, 47, 40)), mask(dims, [1, 1, 1], ball(48, 47, 47, 40)));
    let squares = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const towardsLeft = -binDirection(bin).x;
      squares += (map.signedMm[bin] - (3 * towardsLeft - (9 * (1 - towardsLeft ** 2)) / 80)) ** 2;
    }
    expect(Math.sqrt(squares / BINS)).toBeLessThan(0.25);
    const front = binOf({ x: 0, y: 1, z: 0 });
    expect(Math.hypot(...[48, 47, 47].map((at, axis) => map.placesMm[3 * front + axis] - at))).toBeCloseTo(40, 0);
    expect(map.placesMm[3 * front + 1]).toBeGreaterThan(80);
    expect(map.fpShare[binOf({ x: -1, y: 0, z: 0 })]).toBe(1);
    expect(map.fnShare[binOf({ x: 1, y: 0, z: 0 })]).toBe(1);
  });

  it('puts a bump where it is: on the superior left front of an oblong organ', () => {
    const dims = [50, 44, 40] as const;
    const organ = (x: number, y: number, z: number) => ((x - 75) / 55) ** 2 + ((y - 66) / 35) ** 2 + ((z - 60) / 30) ** 2 <= 1;
    const bump = ball(75 - 55 * 0.6, 66 + 35 * 0.6, 60 + 30 * Math.sqrt(0.28), 9);
    const map = mapOf(mask(dims, [3, 3, 3], (x, y, z) => organ(x, y, z) || bump(x, y, z)), mask(dims, [3, 3, 3], organ));
    const largest = map.signedMm.indexOf(map.signedMm.reduce((a, b) => Math.max(a, b)));
    const target = binOf({ x: -0.6, y: 0.6, z: Math.sqrt(0.28) });
    expect([target, ...binNeighbours('sphere')[target]]).toContain(largest);
  });

  it('is the same for every orientation of the array', () => {
    const dims = [30, 28, 20] as const, step = [3, 3, 5] as const;
    const reference = mask(dims, step, (x, y, z) => ((x - 44) / 33) ** 2 + ((y - 40) / 28) ** 2 + ((z - 48) / 40) ** 2 <= 1);
    const prediction = mask(dims, step, (x, y, z) => ((x - 47) / 32) ** 2 + ((y - 41) / 30) ** 2 + ((z - 50) / 36) ** 2 <= 1);
    const turned = mapOf(asZyxFlipped(prediction), asZyxFlipped(reference));
    mapOf(prediction, reference).signedMm.forEach((mm, bin) => expect(turned.signedMm[bin]).toBeCloseTo(mm, 6));
  });

  it('masks what lies on the edge of the image and counts no error there', () => {
    const dims = [40, 40, 24] as const;
    const cut = mask(dims, [2, 2, 2], ball(39, 39, 40, 30));
    const map = mapOf(cut, cut);
    expect(map.notices.map((it) => it.code)).toEqual(['map-organ-truncated']);
    expect(map.state[binOf({ x: 0, y: 0, z: 1 })]).toBe(MASKED);
    expect(map.state[binOf({ x: 0, y: 0, z: -1 })]).not.toBe(MASKED);
    for (let bin = 0; bin < BINS; bin++) if (map.state[bin] !== MASKED) expect(map.signedMm[bin]).toBeCloseTo(0, 12);
  });

  it('lays a vessel out by position and angle', () => {
    const tube = (radius: number) => mask([30, 30, 60], [1, 1, 2], (x, y, z) => Math.hypot(x - 14 - z / 60, y - 14) <= radius && z > 4 && z < 112);
    const thicker = tube(8);
    const reference = tube(8);
    for (let k = 40; k < 44; k++) for (let j = 20; j < 25; j++) for (let i = 14; i < 18; i++) thicker.data[i + 30 * (j + 30 * k)] = 1;
    const map = mapOf(thicker, reference, 'vessel');
    const largest = map.signedMm.indexOf(map.signedMm.reduce((a, b) => Math.max(a, b)));
    expect([10, 11, 12]).toContain(Math.floor(largest / COLUMNS));
    expect([15, 16]).toContain(largest % COLUMNS);
  });

  it('names why there is no map', () => {
    const dims = [20, 20, 20] as const, one = [1, 1, 1] as const;
    const none = mask(dims, one, () => false), organ = mask(dims, one, ball(10, 10, 10, 5)), all = mask(dims, one, () => true);
    expect(codeOf(organ, none)).toBe('map-organ-absent');
    expect(codeOf(none, organ)).toBe('map-prediction-empty');
    expect(codeOf(all, organ)).toBe('map-prediction-fills');
    expect(codeOf(organ, mask(dims, one, (x, y, z) => x < 5 && y === 3 && z === 3))).toBe('map-organ-tiny');
    expect(codeOf(organ, mask(dims, one, (x, y, z) => ball(5, 5, 5, 4)(x, y, z) || ball(15, 15, 15, 4)(x, y, z)))).toBe('map-organ-in-pieces');
  });
});

describe('surfaceBins', () => {
  it('finds the bin of every bin centre and swaps left and right', () => {
    const values = Float32Array.from({ length: BINS }, (_, bin) => bin);
    const swapped = mirroredBins(values);
    for (let bin = 0; bin < BINS; bin++) {
      const { x, y, z } = binDirection(bin);
      expect(binOf({ x, y, z })).toBe(bin);
      expect(swapped[bin]).toBe(binOf({ x: -x, y, z }));
    }
  });

  it('joins bins over the poles of a sphere, not over the ends of a tube', () => {
    expect(binNeighbours('sphere')[0]).toContain(16);
    expect(binNeighbours('tube')[0]).toEqual(expect.arrayContaining([31, 1, 32, 33, 63]));
    expect(binNeighbours('tube')[0]).toHaveLength(5);
    for (const neighbours of binNeighbours('sphere')) expect(neighbours).toHaveLength(8);
  });
});

/** The same mask with the array's axes reversed in order and two of them in direction. */
function asZyxFlipped({ grid: { dims: [nx, ny, nz], affine: a }, data }: Mask): Mask {
  const out = new Uint8Array(data.length);
  for (let k = 0; k < nz; k++) for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) {
    out[(nz - 1 - k) + nz * (j + ny * (nx - 1 - i))] = data[i + nx * (j + ny * k)];
  }
  const row = (r: number) => [-a[4 * r + 2], a[4 * r + 1], -a[4 * r], a[4 * r + 3] + a[4 * r + 2] * (nz - 1) + a[4 * r] * (nx - 1)];
  return { grid: { dims: [nz, ny, nx], affine: [...row(0), ...row(1), ...row(2), 0, 0, 0, 1] }, data: out };
}
