import { describe, expect, it } from 'vitest';
import { makeRandom } from '#core/num/random.ts';
import { BINS, binNeighbours } from '#core/errormaps/surfaceBins.ts';
import { makeClusterSizes, makeTfce } from '#core/errormaps/tfce.ts';

const LINE = [[1], [0, 2], [1, 3], [2, 4], [3]];

describe('makeTfce', () => {
  it('integrates extent · h² by hand on a line of five bins', () => {
    const out = new Float64Array(5);
    // Peaks of 3 and 2 with a valley of 1 between: alone from 3 to 1, from 2 to 1, joined with the valley below 1.
    const largest = makeTfce(LINE)(Float64Array.of(3, 1, 2, -1, 0.5), out);
    const joined = 3 * (1 / 3);
    [(27 - 1) / 3 + joined, joined, (8 - 1) / 3 + joined, 0, 0.125 / 3].forEach((score, bin) => expect(out[bin]).toBeCloseTo(score, 9));
    expect(largest).toBe(out[0]);
  });

  it('agrees with adding up every height on the grid of surface maps', () => {
    const random = makeRandom('tfce');
    const neighbours = binNeighbours('sphere');
    const values = Float64Array.from({ length: BINS }, () => random.normal());
    const sizes = new Int32Array(BINS), expected = new Float64Array(BINS), out = new Float64Array(BINS);
    const heights = [...new Set([0, ...values.filter((it) => it > 0)])].sort((a, b) => a - b);
    for (let n = 1; n < heights.length; n++) {
      makeClusterSizes(neighbours)(values, heights[n] - 1e-12, sizes);
      for (let bin = 0; bin < BINS; bin++) expected[bin] += sizes[bin] * (heights[n] ** 3 - heights[n - 1] ** 3) / 3;
    }
    makeTfce(neighbours)(values, out);
    for (let bin = 0; bin < BINS; bin++) expect(out[bin]).toBeCloseTo(expected[bin], 6);
  });
});

describe('makeClusterSizes', () => {
  it('counts the bins that hang together above the threshold', () => {
    const out = new Int32Array(5);
    expect(makeClusterSizes(LINE)(Float64Array.of(2, 3, 1, 2, 0), 1, out)).toBe(2);
    expect(Array.from(out)).toEqual([2, 2, 0, 1, 0]);
  });
});
