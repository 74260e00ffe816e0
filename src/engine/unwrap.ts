import type { Result } from '#core/faults.ts';
import { FaultError } from '#core/faults.ts';

/** The value of a result, inside an implementation of a call: there a fault is thrown, and `serve` sends it on. */
export function unwrap<T>(result: Result<T>): T {
  if (result.state === 'done') return result.value;
  throw new FaultError(result.fault.code, result.fault);
}
