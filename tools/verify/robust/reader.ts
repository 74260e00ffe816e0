import type { Result } from '#core/faults.ts';
import { CATALOGUE } from '#core/faults.ts';
import { makeRandom } from '#core/num/random.ts';
import type { Random } from '#core/num/random.ts';
import { mutated, mutatedTextBytes } from './mutate.ts';
import type { Field } from './mutate.ts';

/**
 * Something that takes bytes or text from outside. To have a further reader tested, describe it so and add it to the
 * list in readers.ts.
 */
export interface RobustReader {
  readonly name: string;
  /** Text is changed in its words and numbers too, not only in its bytes. Binary where absent. */
  readonly content?: 'binary' | 'text';
  /** Sound inputs, from which hostile ones are made. */
  seeds(): Promise<readonly Uint8Array[]>;
  /** Offsets of binary fields that deserve extremes. */
  readonly fields?: readonly Field[];
  /** Wraps mutated bytes so that they get past an outer check (a checksum, a compression) and reach what lies behind it. */
  wrap?(bytes: Uint8Array, random: Random): Uint8Array;
  /** Reads; says what is wrong with a value that is called valid. */
  read(bytes: Uint8Array): Promise<Outcome>;
}

export type Outcome =
  | { readonly state: 'valid' }
  | { readonly state: 'fault'; readonly code: string }
  | { readonly state: 'crash'; readonly detail: string };

/** The outcome of a reader that gives a Result; `wrongWith` looks closely at what it calls done. */
export function outcomeOf<T>(result: Result<T>, wrongWith: (value: T) => string | undefined): Outcome {
  if (result.state === 'failed') {
    return result.fault.code in CATALOGUE && result.fault.code !== 'internal' ? { state: 'fault', code: result.fault.code } : { state: 'crash', detail: `no named fault: ${result.fault.code}` };
  }
  const wrong = wrongWith(result.value);
  return wrong === undefined ? { state: 'valid' } : { state: 'crash', detail: `called valid, but ${wrong}` };
}

/** The hostile input number `index`: the same bytes for the same seed on every machine. */
export function hostileInput(reader: RobustReader, seeds: readonly Uint8Array[], seed: number, index: number): Uint8Array {
  const random = makeRandom(`${seed}/${reader.name}/${index}`);
  const bytes = reader.content === 'text' ? mutatedTextBytes(seeds, random) : mutated(seeds, reader.fields ?? [], random);
  return reader.wrap ? reader.wrap(bytes, random) : bytes;
}

/** One case from input to outcome; whatever is thrown is a crash. */
export async function runCase(reader: RobustReader, seeds: readonly Uint8Array[], seed: number, index: number): Promise<Outcome> {
  try {
    return await reader.read(hostileInput(reader, seeds, seed, index));
  } catch (error) {
    return { state: 'crash', detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
