import { describe, expect, test } from 'vitest';
import { hostileInput, runCase } from './reader.ts';
import { READERS, readerNamed } from './readers.ts';
import { supervise } from './supervise.ts';

/** A sample of `npm run verify:robust`; the command itself watches for hangs in a process of its own, here the test's time limit does. */
describe.each(READERS.map((it) => it.name))('%s', (name) => {
  const reader = readerNamed(name);

  test('reads what is sound, mostly', async () => {
    const outcomes = await Promise.all((await reader.seeds()).map((bytes) => reader.read(reader.wrap ? reader.wrap(bytes, { ...never, chance: () => false }) : bytes)));
    expect(outcomes.filter((it) => it.state === 'crash')).toEqual([]);
    expect(outcomes.some((it) => it.state === 'valid')).toBe(true);
  });

  test('sixty hostile inputs each end in a named fault or a valid value', async () => {
    const seeds = await reader.seeds();
    const crashes = [];
    for (let index = 0; index < 60; index++) {
      const outcome = await runCase(reader, seeds, 1, index);
      if (outcome.state === 'crash') crashes.push({ index, detail: outcome.detail });
    }
    expect(crashes).toEqual([]);
  });

  test('the same seed makes the same inputs', async () => {
    const seeds = await reader.seeds();
    expect(hostileInput(reader, seeds, 3, 5)).toEqual(hostileInput(reader, seeds, 3, 5));
  });
});

/** Sound bytes are wrapped without drawing. */
const never = {
  next: () => 0, uniform: (low: number) => low, integer: () => 0, normal: () => 0, clippedNormal: () => 0, chance: () => true,
  pick: <T>(items: readonly T[]) => items[0], fork: () => never,
};

test('a reader that hangs, dies or throws is caught at it, and the rest of its cases still run', async () => {
  const outcomes = await supervise({ readers: ['planted'], seed: 33, cases: 5, timeoutMs: 5000 });
  const reader = readerNamed('planted');
  const kinds = Array.from({ length: 5 }, (_, index) => hostileInput(reader, [Uint8Array.of(0)], 33, index)[0]);
  expect(new Set(kinds).size).toBe(5);
  expect(outcomes.map((it) => it.state)).toEqual(kinds.map((kind) => ['valid', 'fault', 'crash', 'crash', 'hang'][kind]));
}, 900_000);
