import { isFailure } from '#core/evaluation/auditDescriptions.ts';
import { familyName, makeRow, numbersOf, type AuditRow, type Slice } from '#core/evaluation/auditRows.ts';
import { completeCases, type CompleteCases } from '#core/evaluation/completeCases.ts';
import type { TestName } from '#core/evaluation/recipe.ts';
import { attemptNow, FaultError, type Result, unwrap } from '#core/faults.ts';
import { normalQuantile, tQuantile } from '#core/num/distributions.ts';
import { adjustedMeans } from '#core/statistics/adjustedMeans.ts';
import { averageGap } from '#core/statistics/averageGap.ts';
import { betaRegression, squeeze } from '#core/statistics/betaRegression.ts';
import { fractional, logistic, type BinomialFit } from '#core/statistics/binomialFit.ts';
import type { Coefficient } from '#core/statistics/coefficients.ts';
import { levelName, makeDesign } from '#core/statistics/design.ts';
import { pOfT, pOfZ } from '#core/statistics/estimate.ts';
import type { Design } from '#core/statistics/leastSquares.ts';
import { matchedGap, nearestPairs } from '#core/statistics/matching.ts';
import { propensityScores, weightedGap, weightsOf } from '#core/statistics/propensity.ts';
import { quantileRegression } from '#core/statistics/quantileRegression.ts';

/** Adjusted gaps: ANCOVA, and what else the recipe asks for. Nothing where the recipe adjusts for nothing. */
export function adjustedRows(slice: Slice): AuditRow[] {
  const { recipe } = slice;
  if (!recipe.adjustment) return [];
  const { covariates, mediator } = recipe.adjustment;
  const asked = (test: TestName): boolean => recipe.tests.includes(test);
  const plain = covariates.filter((column) => column !== mediator);
  return [
    ...ancovaRows(slice, plain, ''),
    ...(mediator === undefined ? [] : ancovaRows(slice, [...plain, mediator], ' with mediator')),
    ...(asked('overlap-weighting') ? weightingRows(slice, plain) : []),
    ...(asked('matching') ? matchingRows(slice, plain) : []),
    ...(asked('median-regression') ? medianRows(slice, plain) : []),
    ...(asked('fractional') ? logitRows(slice, plain, 'fractional') : []),
    ...(asked('beta') ? logitRows(slice, plain, 'beta') : []),
    ...(asked('logistic-failure') && recipe.metric.failureBelow !== undefined ? logitRows(slice, plain, 'logistic-failure') : []),
  ];
}

function ancovaRows(slice: Slice, columns: readonly string[], suffix: string): AuditRow[] {
  const { recipe, grouping, failureTail } = slice;
  const cases = completeCases(slice, columns);
  const result = adjustedMeans(cases.y, cases.group, cases.covariates, { level: recipe.level, covariance: recipe.adjustment?.errors === 'classical' ? 'classical' : 'HC3' });
  const note = noteOf(cases);
  const omnibus = makeRow(slice, {
    kind: 'omnibus', quantity: 'test', group: '', n: cases.y.length, method: 'ANCOVA', adjustedFor: cases.adjustedFor, note,
    family: familyName(recipe, 'adjusted', grouping.attribute, ` omnibus${suffix}`),
    ...numbersOf(result, ({ omnibus: { f, p }, method }) => ({ statistic: f, p, method: `${method}, Wald F` })),
  });
  return [omnibus, ...gapRowsOf(slice, cases, 'adjusted', `${suffix}`, (name) =>
    numbersOf(result, ({ gaps, method }) => ({ ...lineFields(gaps.find((line) => line.name === name)), method, warning: failureTail ? 'failure-tail' : null })))];
}

/** A row for each group against the reference; `fields` finds the numbers of a column by its name. */
function gapRowsOf(slice: Slice, cases: CompleteCases, test: TestName | 'adjusted', suffix: string, fields: (name: string, level: number) => Partial<AuditRow>): AuditRow[] {
  const { grouping, recipe } = slice;
  return grouping.levels.flatMap((group, level) => {
    if (level === grouping.reference) return [];
    return [makeRow(slice, {
      kind: 'gap', quantity: 'mean gap', group, reference: grouping.levels[grouping.reference], n: cases.sizes[level], nReference: cases.sizes[grouping.reference],
      method: test, adjustedFor: cases.adjustedFor, note: noteOf(cases), family: familyName(recipe, test, grouping.attribute, suffix),
      ...(cases.sizes[level] < 2 || cases.sizes[grouping.reference] < 2
        ? numbersOf(tooSmall(Math.min(cases.sizes[level], cases.sizes[grouping.reference])), () => ({}))
        : fields(levelName(grouping.attribute, group), level)),
    })];
  });
}

function tooSmall(size: number): Result<never> {
  return attemptNow(() => { throw new FaultError('stats-group-too-small', { expected: 'two complete rows in each group', came: `${size}` }); });
}

function lineFields(line: Coefficient | undefined): Partial<AuditRow> {
  return line === undefined ? {} : { estimate: line.value, low: line.low, high: line.high, statistic: line.statistic, p: line.p };
}

function noteOf({ leftOut }: CompleteCases): string | null {
  return leftOut.length > 0 ? `without ${leftOut.join(', ')} (fewer than two complete rows)` : null;
}

/** Rows of one pair of groups, with 1 for the group and the covariates as a design. */
function pairOf(slice: Slice, level: number, columns: readonly string[]): Result<{ cases: CompleteCases; member: Float64Array; design: Design }> {
  return attemptNow(() => {
    const cases = completeCases(slice, columns, [level, slice.grouping.reference]);
    const member = Float64Array.from(cases.group.codes, (code) => (code === level ? 1 : 0));
    return { cases, member, design: makeDesign(cases.covariates, cases.y.length) };
  });
}

function weightingRows(slice: Slice, columns: readonly string[]): AuditRow[] {
  return gapRowsOf(slice, completeCases(slice, columns), 'overlap-weighting', '', (_, level) => numbersOf(attemptNow(() => {
    const { cases, member, design } = unwrap(pairOf(slice, level, columns));
    const scores = unwrap(propensityScores(member, design));
    return weightedGap(cases.y, member, weightsOf(member, scores, 'overlap'), slice.recipe.level);
  }), (gap) => ({ estimate: gap.value, low: gap.low, high: gap.high, p: gap.p, method: 'overlap weighting, HC0 and t' })));
}

function matchingRows(slice: Slice, columns: readonly string[]): AuditRow[] {
  return gapRowsOf(slice, completeCases(slice, columns), 'matching', '', (_, level) => numbersOf(attemptNow(() => {
    const { cases, member, design } = unwrap(pairOf(slice, level, columns));
    const inside = member.reduce((a, b) => a + b, 0);
    // The smaller group chooses its matches; the sign is turned back where that is the reference.
    const swap = inside > member.length / 2;
    const chooser = swap ? member.map((value) => 1 - value) : member;
    const { pairs } = unwrap(nearestPairs(chooser, unwrap(propensityScores(chooser, design)), { scale: 'logit', caliper: 0.2 }));
    const gap = unwrap(matchedGap(cases.y, design, swap ? pairs.map((pair) => ({ member: pair.match, match: pair.member })) : pairs, slice.recipe.level));
    return { gap, pairs: pairs.length };
  }), ({ gap, pairs }) => ({ ...lineFields(gap), n: pairs, nReference: pairs, method: '1:1 matching within 0.2 SD, matched sample adjusted, errors robust within pairs' })));
}

function medianRows(slice: Slice, columns: readonly string[]): AuditRow[] {
  const cases = completeCases(slice, columns);
  const result = attemptNow(() => unwrap(quantileRegression(cases.y, makeDesign([cases.group, ...cases.covariates], cases.y.length), 0.5, slice.recipe.level)));
  return gapRowsOf(slice, cases, 'median-regression', '', (name) => numbersOf(result, ({ coefficients, method }) => ({ ...lineFields(coefficients.find((line) => line.name === name)), quantity: 'median gap', method })));
}

/** Models with a logit mean: each level's average gap on the outcome's own scale, by the delta method. */
function logitRows(slice: Slice, columns: readonly string[], test: 'fractional' | 'beta' | 'logistic-failure'): AuditRow[] {
  const { recipe } = slice;
  const cases = completeCases(slice, columns);
  const fitted = attemptNow(() => {
    const design = makeDesign([cases.group, ...cases.covariates], cases.y.length);
    const fit: Pick<BinomialFit, 'coefficients' | 'covariance' | 'method'> = unwrap(
      test === 'fractional' ? fractional(cases.y, design)
        : test === 'logistic-failure' ? logistic(cases.y.map((value) => (isFailure(recipe, value) ? 1 : 0)), design)
          : betaRegression(cases.y.some((value) => value === 0 || value === 1) ? squeeze(cases.y) : cases.y, design),
    );
    const factor = design.names.flatMap((name, j) => (slice.grouping.levels.some((level) => levelName(slice.grouping.attribute, level) === name) ? [j] : []));
    return { fit, design, factor };
  });
  return gapRowsOf(slice, cases, test, '', (name) => numbersOf(fitted, ({ fit, design, factor }) => {
    const { value, standardError } = averageGap(fit, design, design.names.indexOf(name), factor);
    const { df } = fit.coefficients[0];
    const finite = Number.isFinite(df);
    const reach = (finite ? tQuantile((1 + recipe.level) / 2, df) : normalQuantile((1 + recipe.level) / 2)) * standardError;
    return {
      quantity: test === 'logistic-failure' ? 'failure-rate difference' : 'mean gap', estimate: value, low: value - reach, high: value + reach,
      statistic: value / standardError, p: finite ? pOfT(value / standardError, df, 'two-sided') : pOfZ(value / standardError, 'two-sided'), method: `${fit.method}, average gap`,
    };
  }));
}
