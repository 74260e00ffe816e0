import { describe, expect, it } from 'vitest';
import { makeRandom } from '#core/num/random.ts';
import type { Dims } from '#core/volume/grid.ts';
import type { Mask } from '#core/volume/volume.ts';
import { overlapCounts } from '#core/metrics/overlapCounts.ts';
import type { SurfaceFamily } from '#core/metrics/surfaceDistances.ts';
import { surfaceDistances } from '#core/metrics/surfaceDistances.ts';
import type { SiteLattice, Sites } from '#core/metrics/sites.ts';
import { nsd, surfaceMetrics } from '#core/metrics/surfaceMetrics.ts';

function mask(dims: Dims, spacing: readonly [number, number, number], isIn: (i: number, j: number, k: number) => boolean): Mask {
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = 0, at = 0; k < dims[2]; k++) for (let j = 0; j < dims[1]; j++) for (let i = 0; i < dims[0]; i++, at++) if (isIn(i, j, k)) data[at] = 1;
  return { grid: { dims, affine: [spacing[0], 0, 0, 0, 0, spacing[1], 0, 0, 0, 0, spacing[2], 0, 0, 0, 0, 1] }, data };
}

function distances(prediction: Mask, reference: Mask, family: SurfaceFamily) {
  const { box } = overlapCounts(prediction.data, reference.data, reference.grid.dims);
  return surfaceDistances(prediction, reference, box ?? { low: [0, 0, 0], high: [0, 0, 0] }, family);
}

/** Every pair of sites, with nothing clever. */
function bruteForce({ size: [w, h], spacingMm: [sx, sy, sz] }: SiteLattice, from: Sites, to: Sites): number[] {
  const at = (index: number) => [index % w, Math.floor(index / w) % h, Math.floor(index / (w * h))];
  return Array.from(from.index, (a) => {
    const [x, y, z] = at(a);
    return Math.sqrt(to.index.reduce((least, b) => {
      const [u, v, t] = at(b);
      return Math.min(least, ((x - u) * sx) ** 2 + ((y - v) * sy) ** 2 + ((z - t) * sz) ** 2);
    }, Infinity));
  });
}

describe('surfaceDistances', () => {
  const far = [
    mask([60, 14, 40], [0.8, 1, 2.5], (i, j, k) => i < 5 && j > 2 && k < 6),
    mask([60, 14, 40], [0.8, 1, 2.5], (i, _, k) => (i > 50 && k > 30) || (i === 20 && k === 0)),
  ] as const;
  const random = makeRandom('noise');
  const noise = [0, 1].map(() => mask([15, 14, 13], [1, 0.7, 2], () => random.chance(0.02)));
  const sparse = [0, 1].map(() => mask([70, 40, 30], [1, 0.7, 2], () => random.chance(0.0002)));

  it.each([['far apart', far], ['noise', noise], ['sparse', sparse]] as const)('finds the nearest of all sites: %s', (_, [prediction, reference]) => {
    for (const family of ['surface-elements', 'voxel-boundary'] as const) {
      const { lattice, predictionToReferenceMm, referenceToPredictionMm } = distances(prediction, reference, family);
      expect(Array.from(predictionToReferenceMm)).toEqual(bruteForce(lattice, lattice.prediction, lattice.reference));
      expect(Array.from(referenceToPredictionMm)).toEqual(bruteForce(lattice, lattice.reference, lattice.prediction));
    }
  });

  it('measures two single voxels 2 mm apart as surface-distance and as MONAI do', () => {
    const at = (i: number) => mask([8, 4, 4], [1, 1, 1], (x, y, z) => x === i && y === 1 && z === 2);
    const elements = distances(at(2), at(4), 'surface-elements');
    expect(surfaceMetrics(elements)).toMatchObject({ hdMm: 2, hd95Mm: 2, masdMm: expect.closeTo(1.5, 12), assdMm: expect.closeTo(1.5, 12) });
    expect(nsd(elements, 1)).toBe(0.5);
    const boundary = distances(at(2), at(4), 'voxel-boundary');
    expect(surfaceMetrics(boundary)).toMatchObject({ hdMm: 2, hd95Mm: 2, assdMm: 2 });
    expect(nsd(boundary, 1.99)).toBe(0);
  });

  it('interpolates the percentile of counted voxels and steps for areas', () => {
    // A rod of three voxels against its middle one: distances 1, 0, 1 from the rod.
    const rod = mask([7, 3, 3], [1, 1, 1], (i, j, k) => i > 1 && i < 5 && j === 1 && k === 1);
    const dot = mask([7, 3, 3], [1, 1, 1], (i, j, k) => i === 3 && j === 1 && k === 1);
    expect(surfaceMetrics(distances(rod, dot, 'voxel-boundary'))).toMatchObject({ hdMm: 1, hd95Mm: 1, masdMm: 1 / 3, assdMm: 1 / 2 });
  });

  it('has surfaces on the border of the volume', () => {
    const full = mask([4, 3, 2], [1, 1, 1], () => true);
    const { lattice } = distances(full, full, 'surface-elements');
    expect(lattice.prediction.index.length).toBe(5 * 4 * 3 - 3 * 2 * 1);
  });

  it('answers for empty masks as the two reference implementations', () => {
    const none = mask([4, 4, 4], [1, 1, 1], () => false), dot = mask([4, 4, 4], [1, 1, 1], (i, j, k) => i + j + k === 0);
    expect(surfaceMetrics(distances(none, dot, 'surface-elements'))).toMatchObject({ hd95Mm: Infinity, assdMm: Infinity, masdMm: null });
    expect(surfaceMetrics(distances(none, dot, 'voxel-boundary'))).toMatchObject({ hd95Mm: Infinity, assdMm: Infinity, masdMm: Infinity });
    expect(surfaceMetrics(distances(none, none, 'surface-elements'))).toMatchObject({ hd95Mm: Infinity, assdMm: null });
    expect(surfaceMetrics(distances(none, none, 'voxel-boundary'))).toMatchObject({ hd95Mm: null, assdMm: null });
    expect(nsd(distances(none, dot, 'surface-elements'), 100)).toBe(0);
    expect(nsd(distances(none, none, 'surface-elements'), 1)).toBeNull();
  });
});
