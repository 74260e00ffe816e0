import { describe, expect, it } from 'vitest';
import { surfelAreas } from '#core/metrics/surfelAreas.ts';

describe('surfelAreas', () => {
  const unit = surfelAreas([1, 1, 1]);

  it('is nothing where all eight voxels are alike', () => {
    expect([unit[0], unit[255]]).toEqual([0, 0]);
  });

  it('is one square where one side of the neighbourhood is filled', () => {
    expect(unit[0b01010101]).toBe(1);
    expect(surfelAreas([2, 3, 5])[0b01010101]).toBe(15);
  });

  it('is the triangle that cuts off one corner', () => {
    expect(unit[1]).toBeCloseTo(Math.sqrt(3) / 8, 14);
  });

  it('is the regular hexagon where a corner and its three neighbours are filled', () => {
    expect(unit[0b00010111]).toBeCloseTo((3 * Math.sqrt(3)) / 4, 14);
  });

  it('is the same for a code and its complement, at any spacing', () => {
    const areas = surfelAreas([0.7, 1.3, 2.9]);
    for (let code = 0; code < 256; code++) expect(areas[code]).toBeCloseTo(areas[255 - code], 12);
  });

  it('cuts pieces that only touch at a face diagonal apart', () => {
    expect(unit[0b00001001]).toBeCloseTo(2 * unit[1], 14);
  });
});
