import { FaultError } from '#core/faults.ts';
import { isConstant } from '#core/num/moments.ts';
import type { Numbers } from '#core/num/quantiles.ts';
import type { Design } from '#core/statistics/leastSquares.ts';

/** A variable of a model, one value a row, without missing values. */
export type Term =
  | { readonly kind: 'numeric'; readonly name: string; readonly values: Numbers }
  | {
      readonly kind: 'category';
      readonly name: string;
      /** Index into `levels` for each row. */
      readonly codes: Numbers;
      readonly levels: readonly string[];
      /** Level the others are compared with; the first that occurs when absent. */
      readonly reference?: number;
    };

/** Name of the column that compares a level with the reference. */
export function levelName(term: string, level: string): string {
  return `${term}[${level}]`;
}

/**
 * Model matrix with an intercept and treatment coding; levels that do not occur are left out. Throws the fault for a
 * covariate without variation, named in `where`.
 */
export function makeDesign(terms: readonly Term[], rows: number): Design {
  const names = ['intercept'];
  const columns: Float64Array[] = [new Float64Array(rows).fill(1)];
  for (const term of terms) {
    for (const [name, column] of columnsOf(term)) {
      names.push(name);
      columns.push(column);
    }
  }
  return { names, columns };
}

/** The columns of one term, without an intercept. */
export function columnsOf(term: Term): [string, Float64Array][] {
  if (term.kind === 'numeric') {
    const column = Float64Array.from(term.values);
    if (column.length > 0 && isConstant(column)) throw new FaultError('stats-constant-covariate', { where: term.name, came: `${column[0]} throughout` });
    return [[term.name, column]];
  }
  const present = new Set(Array.from(term.codes));
  if (present.size < 2) throw new FaultError('stats-constant-covariate', { where: term.name, came: `one level, ${term.levels[[...present][0]] ?? 'none'}` });
  const wanted = term.reference;
  const reference = wanted !== undefined && present.has(wanted) ? wanted : Math.min(...present);
  return term.levels.flatMap((level, code) =>
    code === reference || !present.has(code) ? [] : [[levelName(term.name, level), Float64Array.from(term.codes, (c) => (c === code ? 1 : 0))]],
  );
}

/** Products of the columns of two terms, named a:b. */
export function interactionColumns(a: Term, b: Term): [string, Float64Array][] {
  return columnsOf(a).flatMap(([nameA, columnA]) =>
    columnsOf(b).map(([nameB, columnB]): [string, Float64Array] => [`${nameA}:${nameB}`, columnA.map((value, i) => value * columnB[i])]),
  );
}
