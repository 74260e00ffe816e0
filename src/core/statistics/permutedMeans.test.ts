import { expect, test } from 'vitest';
import { eachPermutedMeans } from '#core/statistics/permutedMeans.ts';

test('a missing value goes along with its subject: neither summed nor counted, whoever it is labelled', async () => {
  const values = Float64Array.from([1, 10, 2, Number.NaN, 3, 30, 4, 40, 5, Number.NaN, 6, 60]);
  const codes = [0, 0, 1, 1, 1, 2];
  const seen: number[][] = [];
  await eachPermutedMeans({ subjects: 6, columns: 2, values }, codes, 3, { permutations: 500, seed: 5 }, (means) => seen.push([...means]));
  expect(seen[0]).toEqual([1.5, 4, 6, 10, 35, 60]);
  for (const [a, b, c] of seen) expect(2 * a + 3 * b + c).toBeCloseTo(21, 9);
  const last = seen.slice(1).map((means) => means[5]);
  // Alone in its group, either one of the four values or, a third of the time, a missing one.
  expect(new Set(last.filter((it) => !Number.isNaN(it)).map((it) => Number(it.toFixed(9))))).toEqual(new Set([10, 30, 40, 60]));
  expect(last.filter(Number.isNaN).length / 500).toBeCloseTo(1 / 3, 1);
});
