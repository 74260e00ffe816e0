import { describe, expect, it } from 'vitest';
import { makeRandom } from '#core/num/random.ts';
import type { MapTable } from '#core/errormaps/binEstimates.ts';
import type { GroupMapsOptions } from '#core/errormaps/groupMaps.ts';
import { groupMaps } from '#core/errormaps/groupMaps.ts';
import { makePackedRows, packedProduct, packMatrix } from '#core/errormaps/packedProduct.ts';
import { makeSubsetSums } from '#core/errormaps/subsetSums.ts';
import { BINS, binNeighbours } from '#core/errormaps/surfaceBins.ts';

const NEIGHBOURS = binNeighbours('sphere');
const LINE = [[1], [0, 2], [1]];
const SPOT = [100, 101, 132, 133];

function noiseTable(subjects: number, seed: string): MapTable & { readonly values: Float32Array } {
  const random = makeRandom(seed);
  return {
    subjects, bins: BINS, covariates: [],
    values: Float32Array.from({ length: subjects * BINS }, () => random.normal()),
    group: Uint8Array.from({ length: subjects }, (_, i) => i % 2),
  };
}

async function compared(table: MapTable, options: Partial<GroupMapsOptions> = {}) {
  const result = await groupMaps(table, { neighbours: NEIGHBOURS, permutations: 199, seed: 7, ...options });
  if (result.state === 'failed') throw new Error(result.fault.code);
  return result.value;
}

describe('groupMaps', () => {
  it('gives the t test by hand where there is no covariate', async () => {
    const table: MapTable = { subjects: 4, bins: 3, values: Float32Array.of(1, 5, 0, 3, 5, 1, 5, 5, 0, 7, 5, 1), group: Uint8Array.of(0, 0, 1, 1), covariates: [] };
    const it = await compared(table, { neighbours: LINE });
    expect([it.meanFirst[0], it.meanSecond[0], it.difference[0]]).toEqual([2, 6, 4]);
    expect(it.t[0]).toBeCloseTo(4 / Math.sqrt(2), 12);
    expect([it.t[1], it.p['max-t']?.[1]]).toEqual([0, 1]);
    expect(it.df).toBe(2);
    expect(it.effect[0]).toBeCloseTo((1 - 3 / 7) * (4 / Math.sqrt(2)), 12);
  });

  it('takes groups that no value overlaps as the strongest evidence, and constant bins as none', async () => {
    const table = noiseTable(24, 'separate');
    for (let i = 0; i < 24; i++) {
      table.values[i * BINS + 5] = i % 2;
      table.values[i * BINS + 6] = 0.1;
    }
    const it = await compared({ ...table, covariates: [{ name: 'age', values: Float64Array.from({ length: 24 }, (_, i) => 40 + (i * i) % 17) }] });
    expect(it.t[5]).toBeGreaterThan(1e3);
    expect([it.t[6], it.p['max-t']?.[5], it.p['max-t']?.[6]]).toEqual([0, 1 / 200, 1]);
  });

  it('does not test a bin in which nothing can be adjusted for, and tests the others', async () => {
    const table = noiseTable(20, 'constant there');
    const site = Float64Array.from({ length: 20 }, (_, i) => (i > 11 ? 1 : 0));
    for (let i = 12; i < 20; i++) table.values[i * BINS + 9] = Number.NaN;
    const it = await compared({ ...table, covariates: [{ name: 'site B', values: site }] });
    expect([it.tested[9], it.tested[10], it.p['max-t']?.[9]]).toEqual([0, 1, 1]);
  });

  it('finds a planted spot by all three statistics, in the given direction only, and repeats itself', async () => {
    const table = noiseTable(60, 'planted');
    for (let i = 1; i < 60; i += 2) for (const bin of SPOT) table.values[i * BINS + bin] += 2;
    const it = await compared(table);
    for (const statistic of ['max-t', 'tfce', 'cluster'] as const) expect(it.p[statistic]?.[133]).toBe(1 / 200);
    expect(it.p['max-t']?.[300]).toBeGreaterThan(0.05);
    expect((await compared(table, { sided: 'less' })).p['tfce']?.[133]).toBeGreaterThan(0.5);
    expect((await compared(table, { sided: 'greater' })).p['tfce']?.[133]).toBe(1 / 200);
    expect(await compared(table)).toEqual(it);
  });

  it('lets a covariate explain what it makes, and keeps sites apart', async () => {
    const table = noiseTable(80, 'confounded');
    const random = makeRandom('age');
    const age = Float64Array.from(table.group, (group) => group * 2 + random.normal());
    for (let i = 0; i < 80; i++) for (const bin of SPOT) table.values[i * BINS + bin] += 1.5 * age[i];
    expect((await compared(table)).p['max-t']?.[133]).toBe(1 / 200);
    const adjusted = await compared({ ...table, covariates: [{ name: 'age', values: age }] });
    expect(adjusted.p['max-t']?.[133]).toBeGreaterThan(0.05);
    // Where a site holds one group only, nothing can change places and every order is as extreme.
    expect((await compared(table, { strata: table.group })).p['max-t']?.[133]).toBe(1);
  });

  it('leaves out bins that too few subjects have and counts the others', async () => {
    const table = noiseTable(20, 'missing');
    for (let i = 0; i < 20; i++) if (i > 3) table.values[i * BINS + 5] = Number.NaN;
    table.values[9] = Number.NaN;
    const it = await compared(table, { fewestPerGroup: 5 });
    expect([it.tested[5], it.tested[9], it.countFirst[5], it.countFirst[9], it.countSecond[9]]).toEqual([0, 1, 2, 9, 10]);
    expect(it.p['tfce']?.[5]).toBe(1);
    expect(it.t.every(Number.isFinite)).toBe(true);
  });

  it('names what is wrong and stops when told', async () => {
    const table = noiseTable(20, 'bad');
    const code = async (it: MapTable, options: Partial<GroupMapsOptions> = {}) => {
      const result = await groupMaps(it, { neighbours: NEIGHBOURS, permutations: 9, seed: 1, ...options });
      return result.state === 'failed' ? result.fault.code : 'none';
    };
    expect(await code({ ...table, group: Uint8Array.from({ length: 20 }, (_, i) => (i === 0 ? 1 : 0)) })).toBe('map-group-too-small');
    expect(await code({ ...table, covariates: [{ name: 'age', values: new Float64Array(20).fill(3) }] })).toBe('stats-constant-covariate');
    expect(await code({ ...table, covariates: [{ name: 'group again', values: table.group }] })).toBe('stats-collinear');
    expect(await code({ ...table, covariates: [{ name: 'age', values: new Float64Array(20).fill(Number.NaN) }] })).toBe('map-covariate-missing');
    expect(await code({ ...table, values: table.values.map(() => Number.NaN) })).toBe('map-no-bins');
    const controller = new AbortController();
    expect(await code(table, { permutations: 5000, signal: controller.signal, onProgress: () => controller.abort() })).toBe('cancelled');
  });
});

describe('makeSubsetSums', () => {
  it('adds up the rows of each subset', () => {
    const random = makeRandom('subsets');
    const matrix = Float64Array.from({ length: 20 * 300 }, () => random.integer(9));
    const subsets = Uint8Array.from({ length: 3 * 20 }, () => random.integer(2));
    const out = new Float64Array(900).fill(5);
    makeSubsetSums(matrix, 20, 300).into(out, subsets, 3);
    for (let s = 0; s < 3; s++) for (let b = 0; b < 300; b++) {
      let sum = 0;
      for (let i = 0; i < 20; i++) sum += subsets[20 * s + i] * matrix[300 * i + b];
      expect(out[300 * s + b]).toBe(sum);
    }
  });
});

describe('packedProduct', () => {
  it('multiplies shapes that fill no panel', () => {
    const rows = makePackedRows(5, 3);
    const left = [[1, 2, 3], [0, 1, 0], [2, 0, 1], [1, 1, 1], [4, 0, 2]];
    left.forEach((row, r) => row.forEach((value, i) => rows.set(r, i, value)));
    const out = new Float64Array(15);
    packedProduct(rows, packMatrix(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, 3), out);
    expect(Array.from(out)).toEqual(left.flatMap(([a, b, c]) => [a + 4 * b + 7 * c, 2 * a + 5 * b + 8 * c, 3 * a + 6 * b + 9 * c]));
  });
});
