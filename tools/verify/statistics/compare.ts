/** Walks an expected tree beside a computed one and yields a row for each number. */
import type { Row } from '../report.ts';

export interface VectorCase {
  readonly id: string;
  readonly expected: Tree;
  readonly [field: string]: unknown;
}
export interface VectorFile {
  readonly test: string;
  readonly note: string;
  readonly cases: readonly VectorCase[];
}

/** A value of the vectors: numbers (NaN and Infinity as strings), lists and records of them. */
export type Tree = number | string | boolean | null | readonly Tree[] | { readonly [key: string]: Tree };

/** Computed values under the same keys; undefined leaves where a reference is set aside. */
export type Computed = number | string | boolean | null | undefined | ArrayLike<number> | readonly Computed[] | { readonly [key: string]: Computed };

export interface Rules {
  /** Relative tolerance. */
  readonly tolerance: number;
  /** Path (as "a.b.c", * for any one step) to the reason why the reference there is not a target. */
  readonly aside?: Readonly<Record<string, string>>;
  /** Path pattern to its own tolerance. */
  readonly looser?: Readonly<Record<string, number>>;
}

export interface Compared { readonly rows: Row[]; readonly aside: Map<string, string> }

/** Below this an expected value is rounding noise about zero (a balanced mean difference of 1e-16), compared absolutely. */
const NOISE = 1e-14;

export function compare(file: string, it: VectorCase, computed: Computed, rules: Rules): Compared {
  const rows: Row[] = [];
  const aside = new Map<string, string>();
  const walk = (path: string, expected: Tree, got: Computed): void => {
    const reason = lookUp(rules.aside, path);
    if (reason !== undefined) { aside.set(path.replace(/\.\d+/g, '.n'), reason); return; }
    if (Array.isArray(expected)) { expected.forEach((value: Tree, i) => walk(`${path}.${i}`, value, at(got, i))); return; }
    if (typeof expected === 'object' && expected !== null) {
      for (const [key, value] of Object.entries(expected)) walk(path === '' ? key : `${path}.${key}`, value, at(got, key));
      return;
    }
    if (typeof expected === 'string' && !['NaN', 'Infinity', '-Infinity'].includes(expected)) return; // names
    const wanted = typeof expected === 'boolean' || expected === null ? expected : Number(expected);
    const tolerance = lookUp(rules.looser, path) ?? rules.tolerance;
    const error = difference(wanted, got);
    rows.push({ file, case: it.id, value: path, expected: wanted, got: scalar(got), relativeError: error, holds: error <= tolerance });
  };
  walk('', it.expected, computed);
  return { rows, aside };
}

function difference(expected: number | boolean | null, got: Computed): number {
  if (typeof expected !== 'number') return expected === got ? 0 : Infinity;
  if (typeof got !== 'number') return Infinity;
  if (Object.is(expected, got) || expected === got) return 0;
  const distance = Math.abs(got - expected);
  if (Math.abs(expected) < NOISE) return distance < NOISE ? 0 : distance;
  return Number.isNaN(distance) ? Infinity : distance / Math.abs(expected);
}

function at(computed: Computed, key: string | number): Computed {
  if (typeof computed !== 'object' || computed === null) return undefined;
  return (computed as Record<string | number, Computed>)[key];
}

function scalar(value: Computed): Row[string] {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

function lookUp<T>(patterns: Readonly<Record<string, T>> | undefined, path: string): T | undefined {
  for (const [pattern, value] of Object.entries(patterns ?? {})) {
    const parts = pattern.split('.');
    const steps = path.split('.');
    if (parts.length <= steps.length && parts.every((part, i) => part === '*' || part === steps[i])) return value;
  }
  return undefined;
}

/** A field of a case as numbers. */
export function numbers(value: unknown): number[] {
  if (!Array.isArray(value)) throw new Error('expected a list of numbers in the vectors');
  return value.map(Number);
}
