import { describe, expect, it } from 'vitest';
import type { Mask } from '#core/volume/volume.ts';
import { SIDE, volumeMap } from '#core/errormaps/volumeMap.ts';
import { packSignedMm, unpackSignedMm } from '#core/errormaps/compactMap.ts';
import { formatNpy, formatSurfaceCsv } from '#core/errormaps/exportMaps.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';

function box(from: number, to: number): Mask {
  const data = new Uint8Array(64 * 20 * 20);
  for (let k = 5; k < 15; k++) for (let j = 5; j < 15; j++) for (let i = from; i < to; i++) data[i + 64 * (j + 20 * k)] = 1;
  return { grid: { dims: [64, 20, 20], affine: [1, 0, 0, 10, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1] }, data };
}

describe('volumeMap', () => {
  it('puts false positives and negatives where they are in the organ\'s box', () => {
    // The reference spans 32 voxels, its box with margins 48 mm of 32 cells: 1.5 mm a cell. The prediction is 6 mm to the right.
    const result = volumeMap(box(22, 54), box(16, 48));
    if (result.state === 'failed') throw new Error(result.fault.code);
    const { fp, fn, inside, covered, grid } = result.value;
    const row = (of: Float32Array) => Array.from({ length: SIDE }, (_, x) => Math.round(of[x + SIDE * (16 + SIDE * 16)] * 100) / 100);
    const sum = (of: Float32Array) => row(of).reduce((a, b) => a + b, 0);
    expect(row(inside).indexOf(1)).toBeGreaterThan(4);
    expect(sum(fp) * grid.affine[0]).toBeCloseTo(6, 0);
    expect(sum(fn) * grid.affine[0]).toBeCloseTo(6, 0);
    expect(row(fn).findIndex((it) => it > 0)).toBeLessThan(row(fp).findIndex((it) => it > 0));
    expect(Math.max(...covered)).toBe(1);
  });

  it('names why there is none', () => {
    expect(volumeMap(box(0, 0), box(16, 48))).toMatchObject({ state: 'failed', fault: { code: 'map-prediction-empty' } });
  });
});

describe('storage and export', () => {
  it('packs millimetres into bytes within 0.1 mm and keeps what is masked', () => {
    const signedMm = Float32Array.from({ length: BINS }, (_, bin) => (bin - 100) / 11);
    const state = Uint8Array.from(signedMm, (_, bin) => (bin === 3 ? 2 : 0));
    const back = unpackSignedMm(packSignedMm({ signedMm, state }));
    expect(back[3]).toBeNaN();
    for (let bin = 4; bin < 370; bin++) expect(Math.abs(back[bin] - signedMm[bin])).toBeLessThanOrEqual(0.1001);
    expect(back[BINS - 1]).toBeCloseTo(25.4, 4);
  });

  it('writes .npy with its header to a multiple of 64 bytes', () => {
    const bytes = formatNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    const header = new TextDecoder().decode(bytes.subarray(10, 128));
    expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    expect((10 + bytes[8] + 256 * bytes[9]) % 64).toBe(0);
    expect(header).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
    expect([...new Float32Array(bytes.slice(bytes.length - 24).buffer)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(() => formatNpy(new Float32Array(5), [2, 3])).toThrow(RangeError);
  });

  it('writes CSV with directions, empty where there is no value', () => {
    const lines = formatSurfaceCsv('sphere', { signed_mm: Float32Array.from({ length: BINS }, (_, bin) => (bin === 1 ? Number.NaN : bin)) }).trimEnd().split('\n');
    expect(lines[0]).toBe('row,column,right,anterior,superior,signed_mm');
    expect(lines).toHaveLength(BINS + 1);
    expect(lines[2]).toMatch(/^0,1,.*,$/);
    expect(formatSurfaceCsv('tube', {}).split('\n')[1]).toBe('0,0,0.03125,-174.375');
  });
});
