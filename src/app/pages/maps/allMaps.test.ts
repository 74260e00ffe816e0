import { expect, test } from 'vitest';
import type { MapsAsk } from '#app/actions/errorMaps.ts';
import { allMapsTable, multipleOf, withCorrected } from '#app/pages/maps/allMapsWords.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import type { MapsAnswer } from '#core/evaluation/compareMaps.ts';
import { fault } from '#core/faults.ts';
import type { Outcome } from '#engine/protocol/call.ts';

const ask = (organ: string) => ({ organ, run: 'm/none', question: { groups: ['a', 'b'], measure: { kind: 'signed' } } }) as unknown as MapsAsk;

/** A map whose bin 272 (in front) has this family-wise p. */
function answer(p: number): Outcome<MapsAnswer> {
  const filled = (value: number) => new Float64Array(BINS).fill(value);
  const comparison = { p: filled(1).with(272, p), difference: filled(0).with(272, 2.5), effect: filled(0).with(272, 0.8), tested: new Uint8Array(BINS).fill(1), regions: p <= 0.05 ? [{ bins: [272], peak: 272, p, clusterP: p, sign: 1 }] : [] };
  return { state: 'done', value: { topology: 'sphere', subjects: [20, 12], leftOut: [], comparison: { state: 'done', value: comparison } } as unknown as MapsAnswer };
}

const asked = withCorrected([
  { ask: ask('liver'), outcome: answer(0.004) }, { ask: ask('spleen'), outcome: answer(0.03) },
  { ask: ask('aorta'), outcome: { state: 'failed', fault: fault('map-not-stored') } }, { ask: ask('lung'), outcome: null },
]);

test('smallest p of each map is corrected over the maps that there are', () => {
  expect(asked.map(({ p, corrected }) => [p, corrected])).toEqual([[0.004, 0.008], [0.03, 0.03], [null, null], [null, null]]);
});

test('each map has its finding, or why there is none', () => {
  const [liver, , aorta, lung] = asked.map((it) => multipleOf(it, it.ask.organ, 'M', 'sphere'));
  expect(liver).toMatchObject({ note: '+2.50 mm, p = .008 (Holm)', sentence: 'one region differs, the strongest anterior by +2.50 mm (1 bin), p = .008 (Holm)' });
  expect(liver.panel?.regions).toEqual([[272]]);
  expect(aorta).toMatchObject({ panel: null, note: 'no map', sentence: expect.stringContaining('No error maps are kept') });
  expect(lung).toMatchObject({ panel: null, note: 'waiting' });
  const { columns, rows } = allMapsTable(asked, ask('liver').question);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  expect(rows[0].slice(0, 10)).toEqual(['liver', 'm/none', '20', '12', '1', 'anterior', '2.5', '0.8', '0.004', '0.008']);
});
