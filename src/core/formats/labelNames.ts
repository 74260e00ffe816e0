import { FaultError, attemptNow } from '#core/faults.ts';
import type { Result } from '#core/faults.ts';
import type { Label } from '#core/volume/volume.ts';

export type LabelNamesFormat = 'nnunet-dataset' | 'name-to-number' | 'number-to-name' | 'itk-snap';

/** A region of nnU-Net: a name for the union of several values. */
export interface LabelRegion { readonly name: string; readonly values: readonly number[] }

export interface LabelNames {
  readonly format: LabelNamesFormat;
  /** One name per value, by value, without the background (0). */
  readonly labels: readonly Label[];
  readonly regions: readonly LabelRegion[];
}

const MOST_BYTES = 4 << 20;
const MOST_LABELS = 65536;
const LONGEST_NAME = 200;

/**
 * Label names from a side file: nnU-Net's `dataset.json` (either direction, with regions), a JSON object of names and
 * numbers in either direction (TotalSegmentator's), or an ITK-SNAP label description. What it is, its content says.
 */
export function parseLabelNames(bytes: Uint8Array, name: string): Result<LabelNames> {
  return attemptNow(() => {
    const text = decodeText(bytes, name);
    return text.startsWith('{') || text.startsWith('[') ? fromJson(text, name) : fromItkSnap(text, name);
  });
}

function decodeText(bytes: Uint8Array, where: string): string {
  if (bytes.length > MOST_BYTES) throw new FaultError('labels-unreadable', { where, expected: `at most ${MOST_BYTES} bytes`, came: `${bytes.length}` });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    throw new FaultError('labels-unreadable', { where, expected: 'text in UTF-8', came: 'other bytes' });
  }
}

function fromJson(text: string, where: string): LabelNames {
  const parsed = parseJson(text, where);
  if (!isRecord(parsed)) throw new FaultError('labels-unreadable', { where, expected: 'a JSON object', came: 'a list' });
  const nested = parsed['labels'];
  const isDataset = isRecord(nested);
  const entries = Object.entries(isDataset ? nested : parsed);
  if (entries.length === 0) throw new FaultError('labels-unreadable', { where, expected: 'names and numbers', came: 'an empty object' });
  if (entries.length > MOST_LABELS) throw new FaultError('labels-unreadable', { where, expected: `at most ${MOST_LABELS} labels`, came: `${entries.length}` });
  const numbersFirst = entries.every(([key, value]) => /^-?\d+$/.test(key.trim()) && typeof value === 'string');
  if (numbersFirst) {
    const labels = entries.map(([key, value]) => ({ value: wholeNumber(Number(key), where, key), name: cleanName(value, where) }));
    return { format: isDataset ? 'nnunet-dataset' : 'number-to-name', labels: distinct(labels, where), regions: [] };
  }
  const labels: Label[] = [];
  const regions: LabelRegion[] = [];
  for (const [key, value] of entries) {
    const name = cleanName(key, where);
    if (Array.isArray(value)) regions.push({ name, values: value.map((it: unknown) => wholeNumber(it, where, name)) });
    else labels.push({ value: wholeNumber(value, where, name), name });
  }
  // A region of one value is that value's name, unless it has one already.
  const own = regions.filter(({ values }) => values.length === 1 && !labels.some(({ value }) => value === values[0]));
  const named = own.map(({ name, values }) => ({ value: values[0], name }));
  return { format: isDataset ? 'nnunet-dataset' : 'name-to-number', labels: distinct([...labels, ...named], where), regions: regions.filter((it) => !own.includes(it)) };
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FaultError('labels-unreadable', { where, expected: 'valid JSON', came: error instanceof Error ? error.message.slice(0, 120) : 'something else' });
  }
}

/** Lines of: index, red, green, blue, opacity, visible, mesh, "name". Lines that begin with # are remarks. */
function fromItkSnap(text: string, where: string): LabelNames {
  const labels: Label[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, n) => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return;
    const parts = /^\s*(\d+)(?:\s+[\d.]+){6}\s+"([^"]*)"\s*$/.exec(line);
    if (!parts) throw new FaultError('labels-unreadable', { where, expected: 'eight columns, the last a name in quotes', came: `line ${n + 1}: ${printable(line).slice(0, 60)}` });
    if (labels.length >= MOST_LABELS) throw new FaultError('labels-unreadable', { where, expected: `at most ${MOST_LABELS} labels`, came: 'more' });
    labels.push({ value: wholeNumber(Number(parts[1]), where, parts[2]), name: cleanName(parts[2], where) });
  });
  if (labels.length === 0) throw new FaultError('labels-unreadable', { where, expected: 'at least one label', came: 'none' });
  return { format: 'itk-snap', labels: distinct(labels, where), regions: [] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wholeNumber(value: unknown, where: string, name: string): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 2147483647) return number;
  const came = typeof value === 'number' || typeof value === 'string' ? String(value).slice(0, 40) : 'something else';
  throw new FaultError('labels-value', { where, expected: `a whole number from 0 for "${printable(name).slice(0, 60)}"`, came });
}

function cleanName(value: unknown, where: string): string {
  const name = typeof value === 'string' ? printable(value).trim() : '';
  if (name.length === 0 || name.length > LONGEST_NAME) throw new FaultError('labels-value', { where, expected: `a name of 1 to ${LONGEST_NAME} letters`, came: `${name.length}` });
  return name;
}

/** Without control characters, which have no business in a name. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

/** By value, without the background; throws where a value or a name comes twice. */
function distinct(labels: readonly Label[], where: string): readonly Label[] {
  const kept = labels.filter(({ value }) => value !== 0).sort((a, b) => a.value - b.value);
  const names = new Set<string>();
  kept.forEach(({ value, name }, n) => {
    if (n > 0 && kept[n - 1].value === value) throw new FaultError('labels-repeated', { where, expected: 'one name per value', came: `${value} is "${kept[n - 1].name}" and "${name}"` });
    if (names.has(name)) throw new FaultError('labels-repeated', { where, expected: 'one value per name', came: `"${name}" twice` });
    names.add(name);
  });
  return kept;
}
