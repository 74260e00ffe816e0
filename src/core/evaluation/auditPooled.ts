import type { AuditData, Grouping } from '#core/evaluation/auditData.ts';
import { familyName, makeRow, numbersOf, type AuditRow } from '#core/evaluation/auditRows.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { attemptNow, unwrap, failed } from '#core/faults.ts';
import { levelName, makeDesign, type Term } from '#core/statistics/design.ts';
import { mixedModel } from '#core/statistics/mixedModel.ts';

/** Organs pooled for each model: the gap with a random intercept per subject, organs and covariates as fixed effects. On demand. */
export function pooledRows(data: AuditData, recipe: Recipe, grouping: Grouping): AuditRow[] {
  const models = [...new Set(data.columns.map((column) => column.model))];
  return models.flatMap((model) => {
    const indices = data.columns.flatMap((column, c) => (column.model === model ? [c] : []));
    return indices.length < 2 ? [] : modelRows(data, recipe, grouping, indices);
  });
}

function modelRows(data: AuditData, recipe: Recipe, grouping: Grouping, indices: readonly number[]): AuditRow[] {
  const wanted = (recipe.adjustment?.covariates ?? []).filter((column) => column !== grouping.column && column !== recipe.adjustment?.mediator);
  const covariates = data.covariates.filter((covariate) => wanted.includes(covariate.column));
  const cells: { subject: number; organ: number; column: number; value: number }[] = [];
  for (let subject = 0; subject < data.table.subjects; subject++) {
    indices.forEach((column, organ) => {
      const value = data.table.values[subject * data.table.columns + column];
      const known = covariates.every((covariate) => { const it = covariate.at(column)[subject]; return covariate.kind === 'numeric' ? !Number.isNaN(it) : it >= 0; });
      if (grouping.codes[subject] >= 0 && Number.isFinite(value) && known) cells.push({ subject, organ, column, value });
    });
  }
  const of = (f: (cell: (typeof cells)[number]) => number): Float64Array => Float64Array.from(cells, f);
  const group: Term = { kind: 'category', name: grouping.attribute, codes: of((cell) => grouping.codes[cell.subject]), levels: grouping.levels, reference: grouping.reference };
  const organ: Term = { kind: 'category', name: 'organ', codes: of((cell) => cell.organ), levels: indices.map((c) => data.columns[c].organ) };
  const terms = covariates.map((covariate): Term => {
    const values = of((cell) => covariate.at(cell.column)[cell.subject]);
    return covariate.kind === 'numeric' ? { kind: 'numeric', name: covariate.label, values } : { kind: 'category', name: covariate.label, codes: values, levels: covariate.levels };
  });
  const result = attemptNow(() => unwrap(mixedModel(of((cell) => cell.value), makeDesign([group, organ, ...terms], cells.length), of((cell) => cell.subject), { level: recipe.level })));
  const column = { ...data.columns[indices[0]], organ: 'all' };
  return grouping.levels.flatMap((level, code) => {
    if (code === grouping.reference) return [];
    const [n, nReference] = [code, grouping.reference].map((own) => cells.filter((cell) => grouping.codes[cell.subject] === own).length);
    return [makeRow({ column, grouping }, {
      kind: 'gap', quantity: 'mean gap', group: level, reference: grouping.levels[grouping.reference], n, nReference,
      method: 'mixed model', adjustedFor: ['organ', ...covariates.map((covariate) => covariate.label)], family: familyName(recipe, 'mixed', grouping.attribute),
      ...numbersOf(result, ({ coefficients, method }) => {
        const line = coefficients.find(({ name }) => name === levelName(grouping.attribute, level));
        return line === undefined ? numbersOf(failed('stats-group-too-small', { expected: 'values in each group', came: `${Math.min(n, nReference)}` }), () => ({})) : { estimate: line.value, low: line.low, high: line.high, statistic: line.statistic, p: line.p, method };
      }),
    })];
  });
}
