import { expect, test } from 'vitest';
import { density } from '#core/statistics/density.ts';
import { makeRandom } from '#core/num/random.ts';

const VALUES = [0.62, 0.71, 0.74, 0.78, 0.8, 0.81, 0.83, 0.84, 0.86, 0.87, 0.88, 0.9];
const BANDWIDTH = 0.03779576974821597;
const SCIPY: readonly (readonly [number, number])[] = [[0.65, 0.9458842870779468], [0.7, 1.5817872361540626], [0.8, 4.467087393385248], [0.85, 5.277667539352351]];

test('agrees with scipy.stats.gaussian_kde (1.17.1) at the same bandwidth, far from the bounds', () => {
  // gaussian_kde(v, bw_method=h / std(v, ddof=1)) at .65, .7, .8, .85 with h of nrd0, numpy and scipy.
  const it = density(VALUES, { low: 0, high: 2, points: 2001 });
  expect(it?.bandwidth).toBeCloseTo(BANDWIDTH, 12);
  for (const [x, height] of SCIPY) expect((it?.height[Math.round(x * 1000)] ?? 0) / height).toBeCloseTo(1, 2);
});

test('scores near the ceiling keep all their density within the bounds', () => {
  const random = makeRandom(3);
  const it = density(Array.from({ length: 2000 }, () => Math.min(1, random.normal(0.97, 0.03))), { low: 0, high: 1, points: 1001 });
  expect((it?.height ?? new Float64Array()).reduce((sum, height, i, all) => sum + (i === 0 ? 0 : (height + all[i - 1]) / 2000), 0)).toBeCloseTo(1, 3);
});

test('no spread, no curve', () => {
  expect(density([1, 1, 1, 1], { low: 0, high: 1 })).toBeUndefined();
  expect(density([], { low: 0, high: 1 })).toBeUndefined();
});
