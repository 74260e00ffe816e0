import type { FaultCode, Result } from '#core/faults.ts';
import type { Computed, Rules, VectorCase } from './compare.ts';

/** How one family of vectors is computed with the product's own functions. */
export interface Family {
  readonly rules: Rules;
  compute(it: VectorCase): Computed | Promise<Computed>;
}

/** The value, or undefined with the fault's name on the screen: the comparison then shows the value as missing. */
export function valueOf<T>(result: Result<T>, expected?: FaultCode): T | undefined {
  if (result.state === 'done') return result.value;
  if (result.fault.code !== expected) console.log(`  fault ${result.fault.code}: ${result.fault.came ?? ''}`);
  return undefined;
}

export const EXACT: Rules = { tolerance: 1e-9 };
export const ITERATIVE: Rules = { tolerance: 1e-6 };
