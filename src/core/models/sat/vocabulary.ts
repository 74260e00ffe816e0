import * as v from 'valibot';
import { FaultError } from '#core/faults.ts';
import { fromHalfBits } from '#core/num/halfBits.ts';

const schema = v.object({
  dimension: v.pipe(v.number(), v.integer(), v.gtValue(0)),
  type: v.picklist(['float32', 'float16']),
  entries: v.pipe(v.array(v.object({
    name: v.pipe(v.string(), v.nonEmpty()), modality: v.string(), row: v.pipe(v.number(), v.integer(), v.minValue(0)),
    synonyms: v.optional(v.array(v.string()), []),
  })), v.nonEmpty()),
});

/** A structure that can be asked for by name in one modality; `row` is its vector. */
export interface VocabularyEntry {
  readonly name: string;
  readonly modality: string;
  readonly row: number;
  readonly synonyms: readonly string[];
}

/** The names that a text-prompted model knows, each with its query vector. */
export interface Vocabulary {
  readonly entries: readonly VocabularyEntry[];
  readonly dimension: number;
  /** [rows, dimension]. */
  readonly vectors: Float32Array;
}

/** Reads vocabulary.json with vectors.bin (little-endian, row-major). Throws FaultError 'vocabulary-unreadable'. */
export function parseVocabulary(json: unknown, vectors: Uint8Array, where: string): Vocabulary {
  const refuse = (expected: string, came: string) => new FaultError('vocabulary-unreadable', { expected, came, where });
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw refuse(`${issue.expected ?? issue.message} at ${v.getDotPath(issue) ?? 'the top'}`, issue.received);
  }
  const { dimension, type, entries } = parsed.output;
  const size = type === 'float32' ? 4 : 2;
  if (vectors.length === 0 || vectors.length % (size * dimension) !== 0) throw refuse(`whole vectors of ${dimension} numbers of ${size} bytes`, `${vectors.length} bytes`);
  const rows = vectors.length / (size * dimension);
  const outside = entries.find(({ row }) => row >= rows);
  if (outside) throw refuse(`rows below ${rows}`, `row ${outside.row} of ${outside.name}`);
  const values = type === 'float32' ? float32s(vectors) : float16s(vectors);
  if (!values.every(Number.isFinite)) throw refuse('finite numbers', 'a value that is none');
  return { entries, dimension, vectors: values };
}

function float32s(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(4 * at, true));
}

function float16s(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return fromHalfBits(Uint16Array.from({ length: bytes.length / 2 }, (_, at) => view.getUint16(2 * at, true)));
}

/** Names of sequences and scanners to the modality that SAT knows: any MR sequence is 'mri'. */
export function mergedModality(name: string): string {
  const lower = name.toLowerCase();
  if (/t1|t2|mr|flair|dwi/.test(lower)) return 'mri';
  if (lower.includes('ct')) return 'ct';
  return lower.includes('pet') ? 'pet' : lower;
}

/** The entry of exactly this name (or synonym) in a modality. Throws FaultError 'class-not-in-vocabulary'. */
export function entryOf({ entries }: Vocabulary, name: string, modality: string): VocabularyEntry {
  const here = entries.filter((it) => it.modality === modality);
  const wanted = nameWords(name).join(' ');
  const found = here.find((it) => nameWords(it.name).join(' ') === wanted) ?? here.find((it) => it.synonyms.some((synonym) => nameWords(synonym).join(' ') === wanted));
  if (found) return found;
  const known = [...new Set(here.map((it) => it.name))];
  throw new FaultError('class-not-in-vocabulary', { where: modality, expected: `one of ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}`, came: name });
}

/** The vectors of some entries, [N, 1, dimension] as the query graph takes them. */
export function queryVectors({ vectors, dimension }: Vocabulary, entries: readonly VocabularyEntry[]): Float32Array {
  const out = new Float32Array(entries.length * dimension);
  entries.forEach(({ row }, at) => out.set(vectors.subarray(row * dimension, (row + 1) * dimension), at * dimension));
  return out;
}

/** A name's words in lower case; files write kidney_left, vocabularies "left kidney". */
export function nameWords(name: string): readonly string[] {
  return name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** Whether two names have the same words in whatever order: kidney_left is "left kidney". */
export function isSameStructure(a: string, b: string): boolean {
  return [...nameWords(a)].sort().join(' ') === [...nameWords(b)].sort().join(' ');
}
