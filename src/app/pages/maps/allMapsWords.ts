import type { MapsAsk } from '#app/actions/errorMaps.ts';
import { binsWords } from '#app/pages/maps/mapsWords.ts';
import { bareFigure } from '#app/pages/maps/mapsFigures.ts';
import type { ChartTable } from '#charts/kit/saveChart.ts';
import type { MapMultiple } from '#charts/mapMultiples/layout.ts';
import { placeWords } from '#charts/surfaceMap/layout.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import type { MapsAnswer } from '#core/evaluation/compareMaps.ts';
import type { MapsQuestion } from '#core/evaluation/mapsQuestion.ts';
import { pText } from '#core/evaluation/figureText.ts';
import { faultSentence } from '#core/faults.ts';
import { adjustedP } from '#core/statistics/multiplicity.ts';
import type { Outcome } from '#engine/protocol/call.ts';

export interface AskedMap { readonly ask: MapsAsk; readonly outcome: Outcome<MapsAnswer> | null }

/** With the smallest family-wise p of the map's bins, and that corrected over the maps there are; null where nothing was compared. */
export interface CorrectedMap extends AskedMap { readonly p: number | null; readonly corrected: number | null }

export function withCorrected(asked: readonly AskedMap[]): readonly CorrectedMap[] {
  const smallest = asked.map(({ outcome }) => comparisonOf(outcome)?.p.reduce((least, p) => Math.min(least, p), 1) ?? null);
  const tested = smallest.flatMap((p, at) => (p === null ? [] : [at]));
  const corrected = adjustedP(tested.map((at) => smallest[at] ?? 1), 'holm');
  return asked.map((it, at) => ({ ...it, p: smallest[at], corrected: smallest[at] === null ? null : corrected[tested.indexOf(at)] }));
}

/** A map among many: what is drawn and what is said of it. */
export function multipleOf({ ask: { question }, outcome, corrected }: CorrectedMap, row: string, column: string, topology: BinTopology): MapMultiple {
  const at = { row, column, topology };
  if (outcome === null) return { ...at, panel: null, note: 'waiting', sentence: 'not computed yet' };
  if (outcome.state === 'cancelled') return { ...at, panel: null, note: 'cancelled', sentence: 'cancelled' };
  if (outcome.state === 'failed') return { ...at, panel: null, note: 'no map', sentence: faultSentence(outcome.fault) };
  const { comparison } = outcome.value;
  if (comparison.state === 'failed') return { ...at, panel: null, note: comparison.fault.reason, sentence: faultSentence(comparison.fault) };
  const { difference, tested, regions } = comparison.value;
  const panel = { scale: 'signed' as const, values: difference.map((it, bin) => (tested[bin] === 1 ? it : Number.NaN)), regions: regions.map(({ bins }) => bins) };
  const p = corrected === null ? '' : `${pText(corrected)} (Holm)`;
  if (regions.length === 0) return { ...at, panel, note: `none, ${p}`, sentence: `no region differs, ${p}` };
  const [{ peak, bins }] = regions;
  const strongest = bareFigure(difference[peak], question.measure, true);
  return { ...at, panel, note: `${strongest}, ${p}`, sentence: `${regions.length === 1 ? 'one region differs' : `${regions.length} regions differ`}, the strongest ${placeWords(peak, topology)} by ${strongest} (${binsWords(bins.length)}), ${p}` };
}

/** Every map in a line, with its reason where there is none. */
export function allMapsTable(maps: readonly CorrectedMap[], { groups: [a, b], measure }: MapsQuestion): ChartTable {
  return {
    columns: ['organ', 'run', `n ${a}`, `n ${b}`, 'regions', 'strongest place', `difference there, ${measure.kind === 'signed' ? 'mm' : 'share'}`, 'effect g there', 'smallest family-wise p', 'p by Holm over the maps', 'reason'],
    rows: maps.map(({ ask, outcome, p, corrected }) => {
      const answer = outcome?.state === 'done' ? outcome.value : null;
      const it = comparisonOf(outcome);
      const [region] = it?.regions ?? [];
      const cell = (value: number | null | undefined) => (value == null || !Number.isFinite(value) ? '' : String(Number(value.toPrecision(5))));
      const why = outcome?.state === 'failed' ? outcome.fault : answer?.comparison.state === 'failed' ? answer.comparison.fault : null;
      return [
        ask.organ, ask.run, cell(answer?.subjects[0]), cell(answer?.subjects[1]), it ? String(it.regions.length) : '', region && answer ? placeWords(region.peak, answer.topology) : '',
        cell(region && it?.difference[region.peak]), cell(region && it?.effect[region.peak]), cell(p), cell(corrected), why ? faultSentence(why) : '',
      ];
    }),
  };
}

function comparisonOf(outcome: Outcome<MapsAnswer> | null) {
  return outcome?.state === 'done' && outcome.value.comparison.state === 'done' ? outcome.value.comparison.value : null;
}
