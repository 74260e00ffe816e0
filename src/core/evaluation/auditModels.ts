import type { AuditData, Grouping } from '#core/evaluation/auditData.ts';
import { familyName, makeRow, numbersOf, type AuditRow } from '#core/evaluation/auditRows.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { attempt, type Result } from '#core/faults.ts';
import { percentileLimits } from '#core/statistics/bootstrap.ts';
import type { Term } from '#core/statistics/design.ts';
import { groupInteraction } from '#core/statistics/gapDifference.ts';
import { eachResampledMeans } from '#core/statistics/resampledMeans.ts';
import { twoSampleT } from '#core/statistics/welch.ts';

interface Comparison { readonly a: number; readonly b: number; readonly level: number }

/**
 * Is one model's gap other than another's, on the same subjects and organ? Estimate gap(a) − gap(b), interval by the
 * paired subject bootstrap (shared resamples), p by Welch's t on each subject's difference, which is the group × model
 * interaction. Only subjects that both models measured.
 */
export async function modelRows(data: AuditData, recipe: Recipe, grouping: Grouping, signal: AbortSignal | undefined): Promise<Result<AuditRow[]>> {
  return attempt(async () => {
    const pairs = modelPairs(data);
    const levels = grouping.levels.map((_, level) => level).filter((level) => level !== grouping.reference);
    if (pairs.length === 0 || levels.length === 0) return [];
    const differences = differenceTable(data, pairs);
    const comparisons = pairs.flatMap(({ a, b }, pair) => levels.map((level): Comparison & { pair: number } => ({ a, b, level, pair })));
    const draws = comparisons.map(() => new Float64Array(recipe.replicates));
    const groups = grouping.levels.length;
    await eachResampledMeans(differences, grouping.codes, groups, { replicates: recipe.replicates, seed: `${recipe.seed} models ${grouping.attribute}`, signal }, (means, replicate) => {
      if (replicate === 0) return;
      comparisons.forEach(({ pair, level }, k) => { draws[k][replicate - 1] = means[pair * groups + level] - means[pair * groups + grouping.reference]; });
    });
    return comparisons.map(({ a, b, level, pair }, k) => {
      const [x, y] = [level, grouping.reference].map((code) => sideOf(differences, pair, grouping, code));
      const test = twoSampleT(x, y, { level: recipe.level });
      const kept = draws[k].filter((value) => !Number.isNaN(value));
      const column = { ...data.columns[a], model: `${data.columns[a].model} − ${data.columns[b].model}` };
      return makeRow({ column, grouping }, {
        kind: 'models', quantity: 'difference of gaps', group: grouping.levels[level], reference: grouping.levels[grouping.reference],
        n: x.length, nReference: y.length, family: familyName(recipe, 'model-difference', grouping.attribute),
        method: `paired subject bootstrap, ${recipe.replicates} replicates; Welch t of within-subject differences`,
        ...numbersOf(test, ({ gap, statistic, p }) => {
          const { low, high } = percentileLimits(kept, recipe.level);
          return { estimate: gap.value, low, high, statistic, p };
        }),
      });
    });
  });
}

/** Group × model over all models of an organ at once: cluster-robust by subject, Wald F. On demand. */
export function interactionRows(data: AuditData, recipe: Recipe, grouping: Grouping): AuditRow[] {
  const organs = [...new Set(data.columns.map((column) => column.organ))];
  return organs.flatMap((organ) => {
    const indices = data.columns.flatMap((column, c) => (column.organ === organ ? [c] : []));
    if (indices.length < 2) return [];
    const y: number[] = [], group: number[] = [], model: number[] = [], subject: number[] = [];
    for (let i = 0; i < data.table.subjects; i++) {
      if (grouping.codes[i] < 0) continue;
      indices.forEach((c, k) => {
        const value = data.table.values[i * data.table.columns + c];
        if (!Number.isFinite(value)) return;
        y.push(value);
        group.push(grouping.codes[i]);
        model.push(k);
        subject.push(i);
      });
    }
    const groupTerm: Term = { kind: 'category', name: grouping.attribute, codes: group, levels: grouping.levels, reference: grouping.reference };
    const modelTerm: Term = { kind: 'category', name: 'model', codes: model, levels: indices.map((c) => data.columns[c].model) };
    const result = groupInteraction(y, groupTerm, modelTerm, [], { clusters: subject, level: recipe.level });
    return [makeRow({ column: { ...data.columns[indices[0]], model: 'all' }, grouping }, {
      kind: 'models', quantity: 'test', group: '', n: y.length, method: 'group × model interaction', family: familyName(recipe, 'model-interaction', grouping.attribute),
      ...numbersOf(result, ({ omnibus: { f, p }, method }) => ({ statistic: f, p, method: `group × model interaction (${method})` })),
    })];
  });
}

function modelPairs({ columns }: AuditData): { a: number; b: number }[] {
  const pairs: { a: number; b: number }[] = [];
  columns.forEach((first, a) => columns.forEach((second, b) => {
    if (a < b && first.organ === second.organ && first.model !== second.model) pairs.push({ a, b });
  }));
  return pairs;
}

function differenceTable({ table }: AuditData, pairs: readonly { a: number; b: number }[]): { subjects: number; columns: number; values: Float64Array } {
  const values = new Float64Array(table.subjects * pairs.length);
  for (let i = 0; i < table.subjects; i++) {
    pairs.forEach(({ a, b }, k) => {
      const difference = table.values[i * table.columns + a] - table.values[i * table.columns + b];
      values[i * pairs.length + k] = Number.isFinite(difference) ? difference : Number.NaN;
    });
  }
  return { subjects: table.subjects, columns: pairs.length, values };
}

function sideOf({ columns, values }: { columns: number; values: Float64Array }, column: number, grouping: Grouping, code: number): Float64Array {
  const out: number[] = [];
  grouping.codes.forEach((own, i) => {
    const value = values[i * columns + column];
    if (own === code && !Number.isNaN(value)) out.push(value);
  });
  return Float64Array.from(out);
}
