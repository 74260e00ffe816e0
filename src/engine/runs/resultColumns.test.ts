import { expect, test } from 'vitest';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import type { OrganResult } from '#core/evaluation/evaluateCase.ts';
import { fault } from '#core/faults.ts';
import { resultColumns } from '#engine/runs/caseImplementations.ts';

const result = (organ: string, step: number, map: OrganResult['map']) => ({ organ, step, map, metrics: { status: 'ok', values: { dice: 0.5 }, referenceAreaMm2: 1 } }) as unknown as OrganResult;

test('each entry has its map; one that has none, or was not asked, is masked throughout', () => {
  const codes = new Int8Array(BINS).fill(7);
  const { maps, organ, step } = resultColumns(['liver', 'spleen', 'aorta'], 2, [result('liver', 0, { state: 'failed', fault: fault('map-organ-tiny') }), result('liver', 1, { state: 'done', codes }), result('aorta', 0, { state: 'done', codes }), result('aorta', 1, { state: 'done', codes })]);
  expect([[...organ], [...step]]).toEqual([[0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1]]);
  expect([0, 1, 2, 3, 4, 5].map((n) => maps?.[n * BINS + 100])).toEqual([-128, 7, -128, -128, 7, 7]);
  expect(maps).toHaveLength(6 * BINS);
});

test('a run that makes no maps keeps none', () => {
  expect(resultColumns(['liver'], 1, [result('liver', 0, null)])).not.toHaveProperty('maps');
});
