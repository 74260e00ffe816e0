import { FaultError } from '#core/faults.ts';

/** A number that Python's json writes as NaN reads as null, its infinities as infinities. */
const OUTSIDE_STRINGS = /"[^"\\]*(?:\\.[^"\\]*)*"|\bNaN\b|\bInfinity\b/gs;

/** JSON as Python writes it, with literal NaN and Infinity, which JSON.parse refuses. Text in quotes is left as it is. */
export function parseLenientJson(text: string, where: string): unknown {
  const strict = /NaN|Infinity/.test(text) ? text.replace(OUTSIDE_STRINGS, (part) => (part === 'NaN' ? 'null' : part === 'Infinity' ? '1e999' : part)) : text;
  try {
    return JSON.parse(strict) as unknown;
  } catch (error) {
    throw new FaultError('json-unreadable', { where, expected: 'JSON', came: error instanceof Error ? error.message.slice(0, 120) : 'other text' });
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
