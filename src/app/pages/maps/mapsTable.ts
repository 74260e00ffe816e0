import type { ChartTable } from '#charts/kit/saveChart.ts';
import { ALL_BINS, placeWords } from '#charts/surfaceMap/layout.ts';
import { COLUMNS } from '#core/errormaps/surfaceBins.ts';
import type { MapsAnswer } from '#core/evaluation/compareMaps.ts';
import type { MapsQuestion } from '#core/evaluation/mapsQuestion.ts';

/** Every number of the maps, a row a bin; empty where there is none. */
export function mapsTable({ topology, first, second, comparison }: MapsAnswer, { groups: [a, b], measure }: MapsQuestion): ChartTable {
  const unit = measure.kind === 'signed' ? 'mm' : 'share';
  const cell = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(5))) : '');
  const of = comparison.state === 'done' ? comparison.value : null;
  return {
    columns: ['row', 'column', 'place', `n ${a}`, `${a}, ${unit}`, `${a} low`, `${a} high`, `n ${b}`, `${b}, ${unit}`, `${b} low`, `${b} high`,
      ...(of ? [`difference, ${unit}`, 'difference low', 'difference high', 'effect g', 'effect low', 'effect high', 't', 'family-wise p', 'region'] : [])],
    rows: ALL_BINS.map((bin) => [
      String(Math.floor(bin / COLUMNS)), String(bin % COLUMNS), placeWords(bin, topology),
      ...[first, second].flatMap(({ count, mean, low, high }) => [String(count[bin]), cell(mean[bin]), cell(low[bin]), cell(high[bin])]),
      ...(of === null ? [] : of.tested[bin] === 0 ? Array.from({ length: 9 }, () => '') : [
        ...[of.difference, of.differenceLow, of.differenceHigh, of.effect, of.effectLow, of.effectHigh, of.t, of.p].map((values) => cell(values[bin])),
        String(of.regions.findIndex(({ bins }) => bins.includes(bin)) + 1 || ''),
      ]),
    ]),
  };
}
