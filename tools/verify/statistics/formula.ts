import type { Design } from '#core/statistics/leastSquares.ts';
import { numbers, type VectorCase } from './compare.ts';

export function columnsOf(it: VectorCase): Record<string, number[]> {
  return Object.fromEntries(Object.entries(it['columns'] as Record<string, unknown>).map(([name, values]) => [name, numbers(values)]));
}

/** Response and model matrix of a formula such as "dice ~ C(site) + age*sex + (1|subject)", in the reference's column order. */
export function designOf(it: VectorCase, order: 'patsy' | 'lme4' = 'patsy'): { response: number[]; design: Design } {
  const columns = columnsOf(it);
  const [left, right] = String(it['formula']).split('~').map((side) => side.trim());
  const terms = right.split('+').map((term) => term.trim()).filter((term) => term !== '1' && !term.startsWith('('));
  const blocks = terms.flatMap((term): [string, number[]][] => {
    const category = /^C\((\w+)\)$/.exec(term);
    if (category) {
      const values = columns[category[1]];
      const levels = [...new Set(values)].sort((a, b) => a - b).slice(1);
      return levels.map((level) => [`${term}[T.${level}]`, values.map((value) => (value === level ? 1 : 0))]);
    }
    if (!term.includes('*')) return [[term, columns[term]]];
    const [a, b] = term.split('*').map((name) => name.trim());
    return [[a, columns[a]], [b, columns[b]], [`${a}:${b}`, columns[a].map((value, i) => value * columns[b][i])]];
  });
  // patsy puts categories first and keeps the rest as written; lme4 keeps the formula's order.
  if (order === 'patsy') blocks.sort((a, b) => Number(b[0].startsWith('C(')) - Number(a[0].startsWith('C(')));
  const response = columns[left];
  return {
    response,
    design: { names: ['intercept', ...blocks.map(([name]) => name)], columns: [new Float64Array(response.length).fill(1), ...blocks.map(([, values]) => Float64Array.from(values))] },
  };
}
