import { failures } from '#core/evaluation/auditDescriptions.ts';
import { familyName, intervalFields, makeRow, numbersOf, type AuditRow, type Quantity, type Slice } from '#core/evaluation/auditRows.ts';
import type { TestName } from '#core/evaluation/recipe.ts';
import type { Result } from '#core/faults.ts';
import { anova, welchAnova } from '#core/statistics/anova.ts';
import { brunnerMunzel } from '#core/statistics/brunnerMunzel.ts';
import { fisherExact } from '#core/statistics/contingency.ts';
import { cliffsDelta, medianGap } from '#core/statistics/effects.ts';
import type { TestResult } from '#core/statistics/estimate.ts';
import { hodgesLehmann } from '#core/statistics/hodgesLehmann.ts';
import { jonckheereTerpstra } from '#core/statistics/jonckheere.ts';
import { kruskalWallis } from '#core/statistics/kruskalWallis.ts';
import { mannWhitney } from '#core/statistics/mannWhitney.ts';
import { riskDifference, riskRatio } from '#core/statistics/rates.ts';
import { tost } from '#core/statistics/tost.ts';
import { twoSampleT } from '#core/statistics/welch.ts';

/** Tests over all groups of a slice that the recipe asks for. Groups with fewer than two values take no part, and the note says so. */
export function omnibusRows(slice: Slice): AuditRow[] {
  const { grouping, groups, recipe } = slice;
  const kept = groups.filter((group) => group.length >= 2);
  const left = grouping.levels.filter((_, level) => groups[level].length < 2);
  const note = left.length > 0 ? `without ${left.join(', ')} (fewer than two values)` : null;
  const row = (test: TestName, result: Result<TestResult>): AuditRow => makeRow(slice, {
    kind: 'omnibus', quantity: 'test', group: '', n: kept.reduce((sum, group) => sum + group.length, 0), note, method: test,
    family: familyName(recipe, test, grouping.attribute),
    ...numbersOf(result, ({ method, statistic, p }) => ({ method, statistic, p })),
  });
  const asked = (test: TestName): boolean => recipe.tests.includes(test);
  return [
    ...(asked('anova') ? [row('anova', anova(kept))] : []),
    ...(asked('welch-anova') ? [row('welch-anova', welchAnova(kept))] : []),
    ...(asked('kruskal-wallis') ? [row('kruskal-wallis', kruskalWallis(kept))] : []),
    ...(asked('trend') && grouping.ordered ? [row('trend', jonckheereTerpstra(kept))] : []),
  ];
}

/** Every group against the reference, unadjusted. */
export function gapRows(slice: Slice): AuditRow[] {
  const { grouping, groups } = slice;
  return grouping.levels.flatMap((_, level) => (level === grouping.reference ? [] : pairRows(slice, level, groups[level], groups[grouping.reference])));
}

function pairRows(slice: Slice, level: number, x: Float64Array, y: Float64Array): AuditRow[] {
  const { grouping, recipe, column } = slice;
  const asked = (test: TestName): boolean => recipe.tests.includes(test);
  const base = { kind: 'gap' as const, group: grouping.levels[level], reference: grouping.levels[grouping.reference], n: x.length, nReference: y.length };
  const make = (quantity: Quantity, method: string, test: TestName | undefined, fields: Partial<AuditRow>): AuditRow =>
    makeRow(slice, { ...base, quantity, method, family: test === undefined ? null : familyName(recipe, test, grouping.attribute), ...fields });
  const rows: AuditRow[] = [];
  if (asked('welch')) {
    rows.push(make('mean gap', 'Welch t', 'welch', numbersOf(twoSampleT(x, y, { level: recipe.level }), ({ gap, p, statistic, method }) => ({
      ...intervalFields(gap), method, p, statistic, warning: slice.failureTail ? 'failure-tail' : null,
    }))));
  }
  if (asked('median-gap')) rows.push(make('median gap', 'Price-Bonett', undefined, numbersOf(medianGap(x, y, recipe.level), intervalFields)));
  if (asked('mann-whitney')) {
    const shift = hodgesLehmann(x, y, recipe.level);
    rows.push(make('shift', 'Mann-Whitney U', 'mann-whitney', numbersOf(mannWhitney(x, y), ({ p, statistic, method }) => ({
      ...numbersOf(shift, intervalFields), fault: null, method: `${method}; Hodges-Lehmann`, p, statistic,
    }))));
    rows.push(make("Cliff's delta", 'Feng-Cliff', undefined, numbersOf(cliffsDelta(x, y, recipe.level), intervalFields)));
  }
  if (asked('brunner-munzel')) {
    rows.push(make('relative effect', 'Brunner-Munzel', 'brunner-munzel', numbersOf(brunnerMunzel(y, x, { level: recipe.level }), ({ relativeEffect, p, statistic, method }) => ({ ...intervalFields(relativeEffect), method, p, statistic }))));
  }
  if (asked('failure-rate') && recipe.metric.failureBelow !== undefined) {
    const a = failures(slice, x), b = failures(slice, y);
    rows.push(make('failure-rate difference', 'Newcombe; Fisher exact', 'failure-rate', numbersOf(riskDifference(a, b, recipe.level), (it) => ({
      ...intervalFields(it), method: `${it.method}; Fisher exact`,
      ...numbersOf(fisherExact([[a.events, a.n - a.events], [b.events, b.n - b.events]]), ({ p }) => ({ p })),
    }))));
    rows.push(make('failure-rate ratio', 'Katz log', undefined, numbersOf(riskRatio(a, b, recipe.level), intervalFields)));
  }
  if (asked('equivalence') && recipe.equivalenceMargin !== undefined) {
    const margin = recipe.equivalenceMargin;
    rows.push(make('mean gap', `TOST within ±${margin}`, 'equivalence', numbersOf(tost(x, y, { low: -margin, high: margin }), ({ gap, p }) => ({ ...intervalFields(gap), method: `TOST within ±${margin}`, p }))));
  }
  if (column.floor) rows.push(floorRow(slice, level, make));
  return rows;
}

/** The gap of what is left when each subject's own metric floor is taken off: within the floor where its interval holds 0. */
function floorRow({ data, columnIndex, column, grouping, recipe }: Slice, level: number, make: (quantity: Quantity, method: string, test: undefined, fields: Partial<AuditRow>) => AuditRow): AuditRow {
  const sides: [number[], number[]] = [[], []];
  for (let i = 0; i < data.table.subjects; i++) {
    const rest = data.table.values[i * data.table.columns + columnIndex] - (column.floor?.[i] ?? Number.NaN);
    if (Number.isNaN(rest)) continue;
    if (grouping.codes[i] === level) sides[0].push(rest);
    else if (grouping.codes[i] === grouping.reference) sides[1].push(rest);
  }
  const result = twoSampleT(sides[0], sides[1], { level: recipe.level });
  return make('gap above floor', 'Welch t of score − floor', undefined, numbersOf(result, ({ gap }) => ({ ...intervalFields(gap), method: 'Welch t of score − floor' })));
}
