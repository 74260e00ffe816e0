import { expect, test } from 'vitest';
import { groupMapsFiles } from '#app/actions/exportMaps.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import type { MapsAnswer } from '#core/evaluation/compareMaps.ts';
import { fault } from '#core/faults.ts';

const filled = (value: number) => new Float64Array(BINS).fill(value);
const group = (mean: number) => ({ count: new Uint32Array(BINS).fill(9), mean: filled(mean), low: filled(mean - 1), high: filled(mean + 1) });

test('the CSV and the array hold the same columns in the same order', async () => {
  const answer: MapsAnswer = { topology: 'sphere', subjects: [9, 9], leftOut: [], first: group(1), second: group(3), comparison: { state: 'failed', fault: fault('map-group-too-small') } };
  const [csv, npy] = groupMapsFiles(answer, 'liver');
  const lines = (await csv.blob.text()).trim().split('\n');
  expect(lines[0]).toBe('row,column,right,anterior,superior,first,first_low,first_high,first_n,second,second_low,second_high,second_n');
  expect(lines).toHaveLength(BINS + 1);
  expect(lines[1].split(',').slice(5).map(Number)).toEqual([1, 0, 2, 9, 3, 2, 4, 9]);
  const bytes = new Uint8Array(await npy.blob.arrayBuffer());
  expect(new TextDecoder('latin1').decode(bytes.subarray(0, 128))).toContain('(8, 16, 32)');
  const values = new Float64Array(bytes.slice(-8 * 8 * BINS).buffer);
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((n) => values[n * BINS + 5])).toEqual([1, 0, 2, 9, 3, 2, 4, 9]);
});
