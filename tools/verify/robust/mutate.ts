import type { Random } from '#core/num/random.ts';

/** A field of a binary header: hostile files put extremes there. */
export interface Field { readonly at: number; readonly size: 1 | 2 | 4 | 8 }

type Mutation = (bytes: Uint8Array, random: Random, donors: readonly Uint8Array[], fields: readonly Field[]) => Uint8Array;

/** Bit patterns that are extremes of some type: 0, all ones, the ends of signed numbers, NaN, infinities, tiny and huge floats. */
const EXTREMES = [0n, 1n, 0xffffffffffffffffn, 0x7fffffffffffffffn, 0x8000000000000000n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 0x7fffn, 0x8000n, 0xffffn,
  0x7fc00000n, 0x7f800000n, 0xff800000n, 0x00000001n, 0x7f7fffffn, 0x7ff8000000000000n, 0x7ff0000000000000n, 0xfff0000000000000n, 0x7fefffffffffffffn];

const flipBits: Mutation = (bytes, random) => {
  const out = bytes.slice();
  for (let n = 1 + random.integer(12); n > 0 && out.length > 0; n--) out[random.integer(out.length)] ^= 1 << random.integer(8);
  return out;
};

/** The first kilobyte matters most. */
const flipEarly: Mutation = (bytes, random) => {
  const out = bytes.slice();
  for (let n = 1 + random.integer(6); n > 0 && out.length > 0; n--) out[random.integer(Math.min(600, out.length))] = random.integer(256);
  return out;
};

const truncate: Mutation = (bytes, random) => bytes.slice(0, random.chance(0.5) ? random.integer(bytes.length + 1) : Math.max(0, bytes.length - 1 - random.integer(16)));

const append: Mutation = (bytes, random) => joined([bytes, noise(random, 1 + random.integer(600))]);

const insert: Mutation = (bytes, random) => {
  const at = random.integer(bytes.length + 1);
  return joined([bytes.subarray(0, at), noise(random, 1 + random.integer(40)), bytes.subarray(at)]);
};

const remove: Mutation = (bytes, random) => {
  const at = random.integer(bytes.length + 1);
  return joined([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + random.integer(40)))]);
};

const repeat: Mutation = (bytes, random) => {
  const from = random.integer(bytes.length + 1), to = Math.min(bytes.length, from + random.integer(200));
  const part = bytes.subarray(from, to);
  return joined([bytes.subarray(0, to), ...new Array<Uint8Array>(1 + random.integer(20)).fill(part), bytes.subarray(to)]);
};

const splice: Mutation = (bytes, random, donors) => {
  const donor = random.pick(donors);
  return joined([bytes.subarray(0, random.integer(bytes.length + 1)), donor.subarray(random.integer(donor.length + 1))]);
};

const fill: Mutation = (bytes, random) => {
  const out = bytes.slice();
  const at = random.integer(out.length + 1);
  return out.fill(random.pick([0, 255, 32, 128]), at, at + 1 + random.integer(64));
};

const extreme: Mutation = (bytes, random, _donors, fields) => {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let n = 1 + random.integer(3); n > 0; n--) {
    const field = fields.length > 0 && random.chance(0.9) ? random.pick(fields) : { at: random.integer(Math.max(1, out.length)), size: random.pick([1, 2, 4, 8] as const) };
    if (field.at + field.size > out.length) continue;
    const value = random.pick(EXTREMES), little = random.chance(0.7);
    if (field.size === 1) view.setUint8(field.at, Number(value & 255n));
    else if (field.size === 2) view.setUint16(field.at, Number(value & 0xffffn), little);
    else if (field.size === 4) view.setUint32(field.at, Number(value & 0xffffffffn), little);
    else view.setBigUint64(field.at, value, little);
  }
  return out;
};

const MUTATIONS: readonly Mutation[] = [flipBits, flipEarly, truncate, append, insert, remove, repeat, splice, fill, extreme, extreme, extreme];

/** What a hostile writer puts in the place of a word or a number: well-formed in JSON, and hard to digest. */
const VALUES = ['0', '-1', '1.5', '1e999', '-0', 'null', 'true', '""', '"__proto__"', '"constructor"', '"\\u0000"', '[]', '{}', '[1, 1]', '99999999999999999999', '"=1+1"', '"\u202e"', '2147483648'];
/** What breaks the form. */
const BREAKS = ['NaN', '[[', '}', ',', ':', '0x10', ' ', '\t', '\r\n', '#', '"', '\ufeff'];

/** Text with a word or number exchanged for another (mostly), or with a part dropped, repeated or moved: what it says changes, what it looks like hardly. */
function mutatedText(text: string, random: Random): string {
  const parts = text.match(/"[^"]*"|-?\d+(?:[.]\d+)?|[A-Za-z_]+|\s+|./gs) ?? [];
  const words = [...parts.keys()].filter((at) => /^["\w-]/.test(parts[at]));
  for (let n = 1 + random.integer(3); n > 0 && words.length > 0; n--) {
    const word = random.pick(words);
    if (random.chance(0.75)) parts[word] = random.chance(0.8) ? random.pick(VALUES) : parts[random.pick(words)];
    else parts[random.integer(parts.length)] = random.pick([random.pick(BREAKS), '', parts[word] + parts[word]]);
  }
  return parts.join('');
}

/** One of the sound texts, changed in its words two times in three, else in its bytes. */
export function mutatedTextBytes(donors: readonly Uint8Array[], random: Random): Uint8Array {
  if (random.chance(1 / 3)) return mutated(donors, [], random);
  return new TextEncoder().encode(mutatedText(new TextDecoder().decode(random.pick(donors)), random));
}

/** One of the sound inputs with one to three mutations. */
export function mutated(donors: readonly Uint8Array[], fields: readonly Field[], random: Random): Uint8Array {
  let bytes = random.pick(donors);
  for (let n = 1 + random.integer(3); n > 0; n--) bytes = random.pick(MUTATIONS)(bytes, random, donors, fields);
  return bytes;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function noise(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.integer(256));
}
