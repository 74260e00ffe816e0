import { describe, expect, it } from 'vitest';
import { makeRandom } from '#core/num/random.ts';
import { overlap } from '#core/metrics/overlap.ts';
import { overlapCounts } from '#core/metrics/overlapCounts.ts';
import { sliceDice, diceOfSlices } from '#core/metrics/sliceDice.ts';
import { dice } from '#core/metrics/dice.ts';

describe('overlapCounts', () => {
  it('counts a case done by hand', () => {
    const prediction = Uint8Array.of(0, 1, 1, 0, 0, 0);
    const reference = Uint8Array.of(0, 0, 1, 1, 1, 0);
    const counts = overlapCounts(prediction, reference, [3, 2, 1]);
    expect(counts).toMatchObject({ truePositives: 1, falsePositives: 1, falseNegatives: 2, box: { low: [0, 0, 0], high: [2, 1, 0] } });
    expect(overlap(counts, 2)).toMatchObject({ status: 'ok', dice: 2 / 5, iou: 1 / 4, precision: 1 / 2, recall: 1 / 3, volumeErrorMl: -2, relativeVolumeError: -1 / 3 });
  });

  it.each([[16, 5, 4], [13, 5, 4], [2048, 2, 2]] as const)('gives the same by words and by bytes on %i×%i×%i', (nx, ny, nz) => {
    const random = makeRandom(`overlap ${nx}`);
    const make = () => Uint8Array.from({ length: nx * ny * nz }, () => (random.chance(0.3) ? 1 : 0));
    const prediction = make(), reference = make();
    const shifted = new Uint8Array(prediction.length + 1).subarray(1);
    shifted.set(prediction);
    const byWord = overlapCounts(prediction, reference, [nx, ny, nz]);
    expect(byWord).toEqual(overlapCounts(shifted, reference, [nx, ny, nz]));
    expect(byWord.truePositives).toBe(prediction.reduce((sum, p, at) => sum + (p & reference[at]), 0));
    expect(diceOfSlices(byWord.slices)).toEqual(sliceDice(prediction, reference, [nx, ny, nz], 'axial'));
    expect(overlap(byWord, 1).dice).toBe(dice(prediction, reference));
  });

  it('says which mask is empty', () => {
    const none = new Uint8Array(8), some = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0);
    const of = (p: Uint8Array, r: Uint8Array) => overlap(overlapCounts(p, r, [2, 2, 2]), 1);
    expect(of(none, none)).toMatchObject({ status: 'both-empty', dice: null, iou: null });
    expect(of(some, none)).toMatchObject({ status: 'reference-empty', dice: 0, recall: null, relativeVolumeError: null });
    expect(of(none, some)).toMatchObject({ status: 'prediction-empty', dice: 0, precision: null, relativeVolumeError: -1 });
  });

  it('refuses a mask with labels', () => {
    expect(() => overlapCounts(new Uint8Array(8).fill(2), new Uint8Array(8), [4, 2, 1])).toThrow(RangeError);
    expect(() => overlapCounts(new Uint8Array(6).fill(2), new Uint8Array(6), [3, 2, 1])).toThrow(RangeError);
  });

  it('gives Dice by sagittal slice, null where neither mask is', () => {
    expect(sliceDice(Uint8Array.of(1, 0, 0, 0, 0, 0), Uint8Array.of(1, 0, 0, 1, 0, 0), [3, 2, 1], 'sagittal')).toEqual([2 / 3, null, null]);
  });
});
