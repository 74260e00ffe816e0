import type { AuditData, Covariate, Grouping } from '#core/evaluation/auditData.ts';
import { makeRow, type AuditRow } from '#core/evaluation/auditRows.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { makeDesign, type Term } from '#core/statistics/design.ts';
import { propensityScores, standardisedDifference, weightsOf } from '#core/statistics/propensity.ts';
import { attemptNow, fault } from '#core/faults.ts';

/**
 * In which covariates each group differs from the reference: standardised mean differences (for a category, one per
 * level) as they are, and after overlap weighting on the covariates adjusted for.
 */
export function balanceRows(data: AuditData, recipe: Recipe, grouping: Grouping): AuditRow[] {
  return grouping.levels.flatMap((_, level) => (level === grouping.reference ? [] : pairBalance(data, recipe, grouping, level)));
}

function pairBalance(data: AuditData, recipe: Recipe, grouping: Grouping, level: number): AuditRow[] {
  const others = data.covariates.filter((covariate) => covariate.column !== grouping.column);
  const wanted = (recipe.adjustment?.covariates ?? []).filter((column) => column !== recipe.adjustment?.mediator);
  const adjusted = others.filter((covariate) => wanted.includes(covariate.column));
  const subjects = Array.from(grouping.codes.keys()).filter((i) => grouping.codes[i] === level || grouping.codes[i] === grouping.reference);
  const weights = overlapWeights(subjects, adjusted, grouping, level);
  return others.flatMap((covariate) => {
    const known = subjects.filter((i) => isKnown(covariate, i));
    const member = Float64Array.from(known, (i) => (grouping.codes[i] === level ? 1 : 0));
    const inside = member.reduce((a, b) => a + b, 0);
    if (inside < 2 || member.length - inside < 2) return [];
    return columnsOfCovariate(covariate, known).flatMap(([label, values]) => {
      const fields = (difference: number, method: string, adjustedFor: readonly string[]): AuditRow => makeRow(
        { column: { metric: label, organ: '', model: '', floor: undefined }, grouping },
        { kind: 'balance', quantity: 'standardised difference', group: grouping.levels[level], reference: grouping.levels[grouping.reference], n: inside, nReference: member.length - inside, method, adjustedFor, ...estimated(difference, label) },
      );
      const before = standardisedDifference(values, member);
      // Nobody varies: no group differs from another.
      if (Number.isNaN(before)) return [];
      const rows = [fields(before, 'standardised mean difference', [])];
      const weighted = weights && known.every((i) => weights.has(i)) ? standardisedDifference(values, member, Float64Array.from(known, (i) => weights.get(i) ?? 0)) : Number.NaN;
      if (!Number.isNaN(weighted)) rows.push(fields(weighted, 'standardised mean difference, overlap weights', adjusted.map(({ label: name }) => name)));
      return rows;
    });
  });
}

/** A difference without end, of groups that differ and do not vary within, has a fault in its place. */
function estimated(difference: number, covariate: string): Partial<AuditRow> {
  if (Number.isFinite(difference)) return { estimate: difference };
  return { fault: fault('stats-no-shared-value', { where: covariate, expected: 'groups that share values', came: 'groups that differ and do not vary within' }) };
}

function isKnown(covariate: Covariate, subject: number): boolean {
  const value = covariate.at(0)[subject];
  return covariate.kind === 'numeric' ? !Number.isNaN(value) : value >= 0;
}

function columnsOfCovariate(covariate: Covariate, subjects: readonly number[]): [string, Float64Array][] {
  const values = Float64Array.from(subjects, (i) => covariate.at(0)[i]);
  if (covariate.kind === 'numeric') return [[covariate.label, values]];
  return covariate.levels.map((name, code) => [`${covariate.label}: ${name}`, values.map((value) => (value === code ? 1 : 0))]);
}

/** Overlap weight of each subject whose adjusted covariates are known; undefined where no score can be fitted. */
function overlapWeights(subjects: readonly number[], adjusted: readonly Covariate[], grouping: Grouping, level: number): ReadonlyMap<number, number> | undefined {
  if (adjusted.length === 0) return undefined;
  const known = subjects.filter((i) => adjusted.every((covariate) => isKnown(covariate, i)));
  const member = Float64Array.from(known, (i) => (grouping.codes[i] === level ? 1 : 0));
  const terms = adjusted.map((covariate): Term => {
    const values = Float64Array.from(known, (i) => covariate.at(0)[i]);
    return covariate.kind === 'numeric' ? { kind: 'numeric', name: covariate.label, values } : { kind: 'category', name: covariate.label, codes: values, levels: covariate.levels };
  });
  const design = attemptNow(() => makeDesign(terms, known.length));
  if (design.state === 'failed') return undefined;
  const scores = propensityScores(member, design.value);
  if (scores.state === 'failed') return undefined;
  const weights = weightsOf(member, scores.value, 'overlap');
  return new Map(known.map((i, k) => [i, weights[k]]));
}
