import { makeRow, numbersOf, intervalFields, type AuditRow, type Slice } from '#core/evaluation/auditRows.ts';
import { bcaBootstrap } from '#core/statistics/bootstrap.ts';
import { describe } from '#core/statistics/describe.ts';
import { makeRandom } from '#core/num/random.ts';
import { wilsonInterval, type Count } from '#core/statistics/rates.ts';

/** Mean, median and failure rate of every group, groups of one and empty ones too; subjects without the attribute last. */
export function descriptionRows(slice: Slice): AuditRow[] {
  const { grouping, groups, missing, recipe, failureTail } = slice;
  const rows = grouping.levels.flatMap((group, level) => groupRows(slice, group, groups[level], missing[level]));
  const unknown = valuesWithoutAttribute(slice);
  if (unknown.length > 0) rows.push(...groupRows(slice, '(missing)', unknown, 0));
  return rows;

  function groupRows(it: Slice, group: string, values: Float64Array, absent: number): AuditRow[] {
    const told = describe(values, { level: recipe.level, failureTail });
    const base = { kind: 'description' as const, group, n: values.length, missing: absent };
    const out = [
      makeRow(it, { ...base, quantity: 'mean', method: 't interval', ...numbersOf(told.mean, intervalFields) }),
      makeRow(it, { ...base, quantity: 'median', method: 'order statistics', ...numbersOf(told.median, intervalFields) }),
    ];
    if (recipe.metric.failureBelow !== undefined) {
      out.push(makeRow(it, { ...base, quantity: 'failure rate', method: 'Wilson score', ...numbersOf(wilsonInterval(failures(it, values), recipe.level), intervalFields) }));
    }
    return out;
  }
}

/** BCa intervals of the group means, on demand. */
export async function bcaRows(slice: Slice, signal: AbortSignal | undefined): Promise<AuditRow[]> {
  const { grouping, groups, recipe, failureTail } = slice;
  const rows: AuditRow[] = [];
  for (const [level, group] of grouping.levels.entries()) {
    const random = makeRandom(recipe.seed).fork(`bca ${slice.column.metric} ${slice.column.organ} ${slice.column.model} ${grouping.attribute} ${group}`);
    const result = await bcaBootstrap(groups[level], { replicates: recipe.replicates, level: recipe.level, next: random.next, failureTail, ...(signal ? { signal } : {}) });
    rows.push(makeRow(slice, { kind: 'description', quantity: 'mean', group, n: groups[level].length, method: 'BCa bootstrap', ...numbersOf(result, intervalFields) }));
  }
  return rows;
}

/** Cases that the recipe counts as failed: below the threshold where higher is better, above it where lower is. */
export function failures({ recipe }: Pick<Slice, 'recipe'>, values: Float64Array): Count {
  return { n: values.length, events: values.reduce((count, value) => count + (isFailure(recipe, value) ? 1 : 0), 0) };
}

export function isFailure(recipe: Slice['recipe'], value: number): boolean {
  const limit = recipe.metric.failureBelow;
  if (limit === undefined) return false;
  return recipe.metric.higherIsBetter ? value < limit : value > limit;
}

function valuesWithoutAttribute({ data, columnIndex, grouping }: Slice): Float64Array {
  const out: number[] = [];
  for (let i = 0; i < data.table.subjects; i++) {
    const value = data.table.values[i * data.table.columns + columnIndex];
    if (grouping.codes[i] < 0 && !Number.isNaN(value)) out.push(value);
  }
  return Float64Array.from(out);
}
