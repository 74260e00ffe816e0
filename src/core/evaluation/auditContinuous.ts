import { familyName, intervalFields, makeRow, numbersOf, columnValues, type AuditRow, type Slice } from '#core/evaluation/auditRows.ts';
import type { Result } from '#core/faults.ts';
import { partialSpearman, spearman, type Correlation } from '#core/statistics/correlation.ts';
import { columnsOf, type Term } from '#core/statistics/design.ts';

/** An attribute that is a number, as it is: Spearman's rho with the score, and what is left of it given the covariates. */
export function continuousRows(slice: Slice): AuditRow[] {
  const { grouping, recipe, data, columnIndex } = slice;
  const attribute = grouping.numeric;
  if (attribute === undefined) return [];
  const values = columnValues(data, columnIndex);
  const wanted = (recipe.adjustment?.covariates ?? []).filter((column) => column !== grouping.column && column !== recipe.adjustment?.mediator);
  const covariates = data.covariates.filter((covariate) => wanted.includes(covariate.column));
  const known = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]) && !Number.isNaN(attribute[i]));
  const complete = known.filter((i) => covariates.every((covariate) => (covariate.kind === 'numeric' ? !Number.isNaN(covariate.at(columnIndex)[i]) : covariate.at(columnIndex)[i] >= 0)));
  const pick = (rows: readonly number[], from: Float64Array): Float64Array => Float64Array.from(rows, (i) => from[i]);
  const row = (n: number, adjustedFor: readonly string[], result: Result<Correlation>): AuditRow => makeRow(slice, {
    kind: 'continuous', quantity: 'correlation', group: '', n, adjustedFor, method: 'Spearman rho',
    family: familyName(recipe, 'continuous', grouping.attribute, adjustedFor.length > 0 ? ' adjusted' : ''),
    ...numbersOf(result, ({ interval, method, p, t }) => ({ ...intervalFields(interval), method, p, statistic: t })),
  });
  const rows = [row(known.length, [], spearman(pick(known, attribute), pick(known, values), recipe.level))];
  if (covariates.length === 0) return rows;
  const columns = covariates.flatMap((covariate) => numericColumns(covariate.kind === 'numeric'
    ? { kind: 'numeric', name: covariate.label, values: pick(complete, covariate.at(columnIndex)) }
    : { kind: 'category', name: covariate.label, codes: pick(complete, covariate.at(columnIndex)), levels: covariate.levels }));
  return [...rows, row(complete.length, covariates.map((covariate) => covariate.label), partialSpearman(pick(complete, attribute), pick(complete, values), columns, recipe.level))];
}

/** A covariate that does not vary takes nothing away; one that does, its columns. */
function numericColumns(term: Term): Float64Array[] {
  const seen = new Set(Array.from(term.kind === 'numeric' ? term.values : term.codes));
  return seen.size < 2 ? [] : columnsOf(term).map(([, column]) => column);
}
