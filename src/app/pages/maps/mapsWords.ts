import { sidesOf } from '#core/errormaps/bothSides.ts';
import { PLACEMENT } from '#core/errormaps/placement.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { bareFigure } from '#app/pages/maps/mapsFigures.ts';
import type { MapsAnswer } from '#core/evaluation/compareMaps.ts';
import type { MapsQuestion } from '#core/evaluation/mapsQuestion.ts';
import { pText } from '#core/evaluation/figureText.ts';
import { wilsonInterval } from '#core/statistics/rates.ts';
import { faultSentence } from '#core/faults.ts';
import { placeWords } from '#charts/surfaceMap/layout.ts';

const STATISTICS = { 'max-t': 'largest t over all bins', 'tfce': 'threshold-free cluster enhancement', 'cluster': 'cluster extent' } as const;

/** An organ, or a pair of them, as the page names it. */
export function organTitle(organ: string): string {
  const name = organ.replace(/_both$/, '').replaceAll('_', ' ');
  return sidesOf(organ) ? `both ${name}s, right mirrored` : name;
}

/** What a bin of a panel holds: 0 and 1 the groups, 2 the difference. */
export function binWords({ topology, first, second, comparison }: MapsAnswer, { groups, measure }: MapsQuestion, panel: number, bin: number): readonly string[] {
  const place = placeWords(bin, topology);
  const figure = (value: number, sign: boolean) => bareFigure(value, measure, sign);
  if (panel < 2) {
    const of = panel === 0 ? first : second;
    if (of.count[bin] === 0) return [place, `${groups[panel]}: nobody has this part in view`];
    const interval = Number.isNaN(of.low[bin]) ? 'no interval from one subject' : `95 % [${figure(of.low[bin], measure.kind === 'signed')}, ${figure(of.high[bin], measure.kind === 'signed')}]`;
    return [place, `${groups[panel]}: ${figure(of.mean[bin], measure.kind === 'signed')}, ${interval}`, `n ${of.count[bin]}${measure.kind === 'signed' ? '; positive is outside the expert\'s surface' : ''}`];
  }
  if (comparison.state === 'failed') return [place, faultSentence(comparison.fault)];
  const it = comparison.value;
  if (it.tested[bin] === 0) return [place, `not tested: n ${first.count[bin]} and ${second.count[bin]}`];
  const region = it.regions.find(({ bins }) => bins.includes(bin));
  return [
    place,
    `${groups[1]} − ${groups[0]}: ${figure(it.difference[bin], true)}, 95 % [${figure(it.differenceLow[bin], true)}, ${figure(it.differenceHigh[bin], true)}]`,
    `effect g ${it.effect[bin].toFixed(2)} [${it.effectLow[bin].toFixed(2)}, ${it.effectHigh[bin].toFixed(2)}]; n ${first.count[bin]} and ${second.count[bin]}; family-wise ${pText(it.p[bin])}`,
    ...(region ? [`in a significant region of ${binsWords(region.bins.length)}, ${pText(region.p)}; by extent alone ${pText(region.clusterP)}`] : []),
  ];
}

/** The finding in a sentence or two. */
export function findingWords(answer: MapsAnswer, question: MapsQuestion, organ: string): string {
  const { comparison, topology } = answer;
  const [a, b] = question.groups;
  if (comparison.state === 'failed') return faultSentence(comparison.fault);
  const { regions, t, difference, differenceLow, differenceHigh, criticalT } = comparison.value;
  if (regions.length === 0) {
    const most = t.reduce((high, it) => Math.max(high, Math.abs(it)), 0);
    return `${organ}: no region differs between ${b} and ${a} beyond chance over the whole map (largest |t| ${most.toFixed(2)}; a single bin needs ${criticalT.toFixed(2)}).`;
  }
  const [{ peak, bins, p, sign }] = regions;
  const shown = (value: number) => bareFigure(value, question.measure, true);
  const more = question.measure.kind === 'signed' ? (sign > 0 ? 'further outside' : 'further inside') : sign > 0 ? 'more often' : 'less often';
  return `${organ}: ${regions.length === 1 ? 'one region differs' : `${regions.length} regions differ`} between ${b} and ${a}. The strongest is ${placeWords(peak, topology)}, ${more} in ${b} by ${shown(difference[peak])} [${shown(differenceLow[peak])}, ${shown(differenceHigh[peak])}] at its peak (${binsWords(bins.length)}, family-wise ${pText(p)}).`;
}

/** Method, n, seed and correction in small print. */
export function methodWords({ subjects, leftOut, comparison }: MapsAnswer, question: MapsQuestion, topology: BinTopology, organ: string): string {
  const { groups, covariates, stratifyBy, statistic, sided, permutations, seed, measure } = question;
  const left = leftOut.map((it) => `${it.subjects} left out (${it.reason === 'no-map' ? 'without a map' : `${it.covariate} missing`})`);
  return [
    `n ${subjects[0]} (${groups[0]}) and ${subjects[1]} (${groups[1]})`, ...left,
    measure.kind === 'signed' ? 'signed surface distance, mm' : `share of subjects more than ${measure.toleranceMm} mm ${measure.kind} the expert's surface`,
    `16 × 32 bins by ${topology === 'tube' ? 'position along the vessel and angle' : 'direction from the organ\'s centre'}`,
    ...(comparison.state === 'failed' ? [] : [
      `family-wise p over all bins by ${STATISTICS[statistic]}, ${permutations.toLocaleString('en')} permutations (Freedman-Lane${stratifyBy ? `, within ${stratifyBy}` : ''}), ${sided === 'two-sided' ? 'two-sided' : `one-sided: ${groups[1]} ${sided}`}, seed ${seed}`,
      covariates.length > 0 ? `adjusted for ${covariates.join(', ')}` : 'not adjusted',
      'outlined: family-wise p ≤ .05 where the bin differs by itself too; intervals of single bins are not corrected',
    ]),
    ...placementWords(organ),
  ].join('; ');
}

/** How well the map places an error on this organ, as far as that was measured. */
function placementWords(organ: string): readonly string[] {
  const measured = PLACEMENT[organ];
  if (!measured) return [];
  const { found, spots } = measured;
  const interval = wilsonInterval({ events: found, n: spots });
  const range = interval.state === 'done' ? ` [${(100 * interval.value.low).toFixed(0)}, ${(100 * interval.value.high).toFixed(0)}]` : '';
  return [`errors planted on phantoms are found within one bin in ${((100 * found) / spots).toFixed(0)} %${range} of ${spots} spots${found / spots < 0.95 ? ', less often where the organ folds inwards' : ''}`];
}

export function binsWords(n: number): string {
  return n === 1 ? '1 bin' : `${n} bins`;
}
