import { Gunzip } from 'fflate';
import { FaultError, fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import { crc32 } from '#core/formats/crc32.ts';
import { makeBreather } from '#core/num/breather.ts';

/** Bytes of the unpacked data that are wanted, and how many there should be in all. */
export interface ByteRange { readonly from: number; readonly to: number; readonly total: number }

export interface GunzipOptions {
  /** For messages. */
  readonly where: string;
  /** Most bytes that may be kept. */
  readonly maxBytes: number;
  /**
   * Sees the first bytes (HEAD_BYTES, or all where there are fewer) and says what to keep; may throw a FaultError. Where
   * absent everything is kept. A size ratio would be no guard: deflate reaches 1032 : 1, and an empty mask uses it. What
   * the content's own header promises is the guard, and `maxBytes`.
   */
  readonly plan?: (head: Uint8Array) => ByteRange;
  readonly signal?: AbortSignal | undefined;
}

export interface Unpacked {
  /** The kept range; shorter than asked for where the data ends early. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Length of everything unpacked. */
  readonly totalBytes: number;
  readonly notices: readonly Fault[];
}

export const HEAD_BYTES = 4096;
const INPUT_BLOCK = 1 << 16;
/** How much more than its header promises a file may unpack to before it is taken for a bomb. */
const SLACK_BYTES = 1 << 20;
/** What deflate reaches at most: 258 bytes from two bits. */
const MOST_RATIO = 1032;
const MANY_MEMBERS = 256;
const SMALL_MEMBER = 512;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks gzip data of one or more members in blocks, checking the checksum and length of each, which the codec does
 * not. Throws FaultErrors (gzip-truncated, gzip-damaged, gzip-nested, gzip-bomb, cancelled, and the plan's own).
 */
export async function gunzip(bytes: Uint8Array, options: GunzipOptions): Promise<Unpacked> {
  const breathe = makeBreather(options.signal);
  const keeper = makeKeeper(options, bytes.length);
  const members = makeMembers(bytes, options.where);
  const stream = new Gunzip((chunk) => { members.add(chunk); keeper.add(chunk); });
  stream.onmember = (offset) => members.begin(offset);
  let trailing = false;
  for (let at = 0; at < bytes.length && !trailing; at += INPUT_BLOCK) {
    await breathe();
    const end = Math.min(bytes.length, at + INPUT_BLOCK);
    try {
      stream.push(bytes.subarray(at, end), end === bytes.length);
    } catch (error) {
      if (error instanceof FaultError) throw error;
      // The codec takes bytes behind the last member for the header of another one.
      if (codecError(error) === 6 && members.endsBefore(end)) trailing = true;
      else if (codecError(error) === 0) throw new FaultError('gzip-truncated', { where: options.where, expected: 'compressed data to its end', came: `only ${bytes.length} bytes` });
      else throw new FaultError('gzip-damaged', { where: options.where, expected: 'valid compressed data', came: `a fault near byte ${at}` });
    }
  }
  if (!trailing) trailing = members.finish();
  const unpacked = keeper.finish();
  return { ...unpacked, notices: trailing ? [fault('gzip-trailing', { where: options.where })] : [] };
}

function codecError(error: unknown): number {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : -1;
}

/** Follows the members and checks the eight bytes (checksum, length) behind each. */
function makeMembers(bytes: Uint8Array, where: string) {
  let crc = 0, length = 0, start = 0, count = 1, total = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const matches = (at: number) => at >= start + 18 - 8 && at + 8 <= bytes.length && view.getUint32(at, true) === crc && view.getUint32(at + 4, true) === length % 2 ** 32;
  const damaged = () => new FaultError('gzip-damaged', { where, expected: 'the checksum that was stored', came: `another one for ${length} bytes` });
  return {
    add(chunk: Uint8Array) {
      crc = crc32(chunk, crc);
      length += chunk.length;
      total += chunk.length;
    },
    begin(offset: number) {
      if (!matches(offset - 8)) throw damaged();
      count++;
      // Each member costs the codec tens of kilobytes of copying, so that a file of tiny ones would take hours.
      if (count > MANY_MEMBERS && total < count * SMALL_MEMBER) throw new FaultError('gzip-damaged', { where, expected: 'few parts', came: `more than ${MANY_MEMBERS} of less than ${SMALL_MEMBER} bytes` });
      crc = 0;
      length = 0;
      start = offset;
    },
    /** Whether this member's eight bytes stand somewhere in the block that ends here. */
    endsBefore(end: number): boolean {
      for (let at = Math.min(end, bytes.length) - 8; at >= Math.max(start, end - 2 * INPUT_BLOCK); at--) if (matches(at)) return true;
      return false;
    },
    /** Whether bytes follow the last member; throws where its eight bytes are wrong or missing. */
    finish(): boolean {
      if (matches(bytes.length - 8)) return false;
      if (this.endsBefore(bytes.length)) return true;
      throw damaged();
    },
  };
}

function makeKeeper({ where, maxBytes, plan }: GunzipOptions, packedBytes: number) {
  const chunks: Uint8Array[] = [];
  let range: ByteRange | undefined;
  let out = new Uint8Array(0);
  let total = 0;
  const limit = () => (range ? range.total + SLACK_BYTES : maxBytes);
  const keep = (chunk: Uint8Array, at: number, { from, to }: ByteRange) => {
    const first = Math.max(from, at), last = Math.min(to, at + chunk.length);
    if (last > first) out.set(chunk.subarray(first - at, last - at), first - from);
  };
  const begin = () => {
    const all = joined(chunks, total);
    if (isGzip(all)) throw new FaultError('gzip-nested', { where });
    if (!plan) return;
    range = plan(all.subarray(0, HEAD_BYTES));
    // No room is made for what so few bytes cannot hold.
    if (range.to > packedBytes * MOST_RATIO) throw new FaultError('gzip-truncated', { where, expected: `${range.total} bytes unpacked`, came: `${packedBytes} bytes packed, which cannot hold them` });
    out = allocate(range.to - range.from, where, maxBytes);
    keep(all, 0, range);
    chunks.length = 0;
  };
  return {
    add(chunk: Uint8Array) {
      if (chunk.length === 0) return;
      const at = total;
      total += chunk.length;
      if (range) keep(chunk, at, range);
      else chunks.push(chunk);
      if (!range && plan && total >= HEAD_BYTES) begin();
      if (total > limit()) throw new FaultError('gzip-bomb', { where, expected: `at most ${limit()} bytes`, came: 'more' });
    },
    finish(): { bytes: Uint8Array<ArrayBuffer>; totalBytes: number } {
      if (!range) begin();
      if (!range) return { bytes: joined(chunks, total), totalBytes: total };
      const got = Math.max(0, Math.min(range.to, total) - range.from);
      return { bytes: out.subarray(0, got), totalBytes: total };
    },
  };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) { out.set(chunk, at); at += chunk.length; }
  return out;
}

/** A zeroed array, or the fault that there is no room for it. */
export function allocate(length: number, where: string, maxBytes: number): Uint8Array<ArrayBuffer> {
  if (length > maxBytes) throw new FaultError('volume-over-memory', { where, expected: `at most ${maxBytes} bytes`, came: `${length} bytes` });
  try {
    return new Uint8Array(length);
  } catch (error) {
    if (error instanceof RangeError) throw new FaultError('volume-over-memory', { where, expected: 'memory for it', came: `${length} bytes` });
    throw error;
  }
}
