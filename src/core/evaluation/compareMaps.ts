import { tQuantile } from '#core/num/distributions.ts';
import type { Result } from '#core/faults.ts';
import { done } from '#core/faults.ts';
import type { GroupMaps } from '#core/errormaps/groupMaps.ts';
import { groupMaps } from '#core/errormaps/groupMaps.ts';
import type { GroupSummary } from '#core/errormaps/groupSummary.ts';
import { groupSummary } from '#core/errormaps/groupSummary.ts';
import type { MapBank } from '#core/errormaps/mapBank.ts';
import { severity } from '#core/errormaps/mapMeasure.ts';
import { unpackSignedMm } from '#core/errormaps/compactMap.ts';
import type { MapRegion } from '#core/errormaps/significantRegions.ts';
import { significantRegions } from '#core/errormaps/significantRegions.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { BINS, binNeighbours } from '#core/errormaps/surfaceBins.ts';
import type { LeftOut, MapsCohort, MapsQuestion } from '#core/evaluation/mapsQuestion.ts';
import { questionTable, sideOf } from '#core/evaluation/mapsQuestion.ts';

/** The difference between two groups' maps, tested; arrays of one value a bin. */
export interface MapsComparison extends Pick<GroupMaps,
  'difference' | 'differenceLow' | 'differenceHigh' | 'effect' | 'effectLow' | 'effectHigh' | 't' | 'tested' | 'criticalT' | 'clusterT' | 'permutations' | 'df'> {
  /** Family-wise p by the question's statistic. */
  readonly p: Float64Array;
  readonly regions: readonly MapRegion[];
}

export interface MapsAnswer {
  readonly topology: BinTopology;
  /** Subjects of each group in the maps. */
  readonly subjects: readonly [number, number];
  readonly first: GroupSummary;
  readonly second: GroupSummary;
  readonly leftOut: readonly LeftOut[];
  /** Or the reason why the two cannot be compared; the groups' own maps are there all the same. */
  readonly comparison: Result<MapsComparison>;
}

export interface CompareMapsOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Answers a question to the maps of one run and organ. A comparison that was cancelled is failed with `cancelled`. */
export async function compareMaps(bank: MapBank, cohort: MapsCohort, question: MapsQuestion, topology: BinTopology, options: CompareMapsOptions = {}): Promise<MapsAnswer> {
  const { table, strata, leftOut } = questionTable(bank, cohort, question);
  const rows = (side: 0 | 1) => [...table.group.keys()].filter((row) => table.group[row] === side);
  const scale = question.measure.kind === 'signed' ? 'mean' : 'share';
  const [first, second] = [rows(0), rows(1)];
  const neighbours = binNeighbours(topology);
  const result = await groupMaps(table, {
    neighbours, statistics: [...new Set([question.statistic, 'cluster'] as const)], sided: question.sided, permutations: question.permutations,
    seed: question.seed, ...(strata ? { strata } : {}), ...options,
  });
  return {
    topology, leftOut, subjects: [first.length, second.length],
    first: groupSummary(table.values, first, BINS, scale), second: groupSummary(table.values, second, BINS, scale),
    comparison: result.state === 'failed' ? result : done(comparisonOf(result.value, question, neighbours)),
  };
}

function comparisonOf({ p: byStatistic, ...maps }: GroupMaps, { statistic }: MapsQuestion, neighbours: readonly (readonly number[])[]): MapsComparison {
  const none = maps.t.map(() => 1);
  const p = byStatistic[statistic] ?? none;
  const { difference, differenceLow, differenceHigh, effect, effectLow, effectHigh, t, tested, criticalT, clusterT, permutations, df } = maps;
  return {
    difference, differenceLow, differenceHigh, effect, effectLow, effectHigh, t, tested, criticalT, clusterT, permutations, df, p,
    regions: significantRegions({ p, clusterP: byStatistic.cluster ?? none, t, neighbours, ownT: tQuantile(0.975, df) }),
  };
}

/** A case as it stands in a bin (or on average over several). */
export interface CaseHere { readonly case: number; readonly side: 0 | 1; readonly signedMm: number }

/** The cases of the two groups with the largest error in these bins, worst first. */
export function largestErrors(bank: MapBank, { subjects, cases }: MapsCohort, question: Pick<MapsQuestion, 'grouping' | 'groups' | 'measure' | 'modality'>, bins: readonly number[], most: number): readonly CaseHere[] {
  const found: CaseHere[] = [];
  cases.forEach(({ subject, modality }, at) => {
    const side = sideOf(question, subjects[subject]);
    if (side < 0 || (question.modality !== undefined && modality !== question.modality)) return;
    const map = unpackSignedMm(bank.subarray(at * BINS, (at + 1) * BINS));
    const values = bins.map((bin) => map[bin]).filter((value) => !Number.isNaN(value));
    if (values.length > 0) found.push({ case: at, side: side === 0 ? 0 : 1, signedMm: values.reduce((sum, value) => sum + value, 0) / values.length });
  });
  return found.toSorted((a, b) => severity(b.signedMm, question.measure) - severity(a.signedMm, question.measure) || a.case - b.case).slice(0, most);
}
