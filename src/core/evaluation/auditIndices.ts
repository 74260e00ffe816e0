import type { AuditData, Grouping } from '#core/evaluation/auditData.ts';
import { familyName, makeRow, type AuditRow, type Quantity } from '#core/evaluation/auditRows.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import type { Result } from '#core/faults.ts';
import type { FairnessIndices } from '#core/statistics/fairnessIndices.ts';
import { fairnessUnderNull, type ColumnFairness, type NullIndex } from '#core/statistics/fairnessNull.ts';

const WITH_RANGE: readonly [NullIndex, Quantity][] = [['gap', 'highest - lowest'], ['ratio', 'highest / lowest'], ['sdOfMeans', 'SD of group means'], ['skewedErrorRatio', 'skewed error ratio']];
const SCALED: readonly [keyof FairnessIndices, Quantity][] = [['equityScaledFairMedFM', 'ES-Dice (FairMedFM)'], ['equityScaledFairSeg', 'ES-Dice (FairSeg)']];

/**
 * Fairness indices of every score column under one grouping, with permutation null ranges (low, high) in place of
 * intervals: what chance alone gives. Error ratios and equity-scaled scores only for scores in 0 to 1, higher better.
 */
export async function indexRows(data: AuditData, recipe: Recipe, grouping: Grouping, signal: AbortSignal | undefined): Promise<Result<AuditRow[]>> {
  const finite = { ...data.table, values: data.table.values.map((value) => (Number.isFinite(value) ? value : Number.NaN)) };
  const result = await fairnessUnderNull(finite, grouping.codes, grouping.levels.length, {
    permutations: recipe.permutations, seed: `${recipe.seed} index ${grouping.attribute}`, level: recipe.level, smallestGroup: recipe.minimumGroup.rank, signal,
  });
  if (result.state === 'failed') return result;
  const isShare = recipe.metric.higherIsBetter && finite.values.every((value) => Number.isNaN(value) || (value >= 0 && value <= 1));
  return { state: 'done', value: result.value.flatMap((fairness, c) => (fairness === undefined ? [] : columnRows(data, recipe, grouping, c, fairness, isShare))) };
}

function columnRows(data: AuditData, recipe: Recipe, grouping: Grouping, c: number, { observed, ranges, n, leftOut }: ColumnFairness, isShare: boolean): AuditRow[] {
  const at = { column: data.columns[c], grouping };
  const without = leftOut.length > 0 ? `; without ${leftOut.map((code) => grouping.levels[code]).join(', ')} (too few values to rank)` : '';
  const note = `lowest ${grouping.levels[observed.lowest]}, highest ${grouping.levels[observed.highest]}${without}`;
  const rows = WITH_RANGE.filter(([index]) => isShare || (index !== 'skewedErrorRatio' && index !== 'ratio')).flatMap(([index, quantity]) => {
    const range = ranges[index];
    const estimate = observed[index];
    if (range === undefined || estimate === undefined) return [];
    return [makeRow(at, {
      kind: 'index', quantity, group: '', n, estimate, low: range.low, high: range.high, note,
      method: `null range of ${range.permutations} permutations`,
      ...(index === 'gap' ? { p: range.p, family: familyName(recipe, 'permutation-index', grouping.attribute) } : {}),
    })];
  });
  if (!isShare) return rows;
  return [...rows, ...SCALED.map(([index, quantity]) => makeRow(at, { kind: 'index', quantity, group: '', n, estimate: observed[index] ?? null, note, method: 'index without interval' }))];
}
