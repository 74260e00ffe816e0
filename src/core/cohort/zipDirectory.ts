import { inflateSync } from 'fflate';
import { fault, FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import { crc32 } from '#core/formats/crc32.ts';

/** A file of a zip archive, unpacked only when read. */
export interface ZipEntry {
  readonly path: string;
  readonly sizeBytes: number;
  /** Its bytes; throws zip-unreadable where they are damaged. */
  read(): Uint8Array;
}

export interface ZipListing {
  readonly entries: readonly ZipEntry[];
  readonly faults: readonly Fault[];
}

/** Deflate cannot shrink more than this. */
const MOST_SHRINKING = 1032;
const MOST_ENTRIES = 500_000;
const LARGEST_ENTRY_BYTES = 2 ** 31 - 1;
/** An archive above this size that shrinks this much is taken for a bomb. */
const SUSPICIOUS = { totalBytes: 8 * 2 ** 30, ratio: 100 } as const;

interface Header { readonly path: string; readonly method: number; readonly crc: number; readonly packed: number; readonly size: number; readonly at: number; readonly encrypted: boolean }

/**
 * The files of a zip archive from its central directory, nothing unpacked. Throws zip-unreadable, or zip-bomb where the
 * declared sizes or overlapping entries show one. Entries whose path leads outside are left out and named.
 */
export function readZipDirectory(bytes: Uint8Array, where: string): ZipListing {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headers = centralHeaders(view, bytes, where);
  refuseBomb(headers, bytes.length, where);
  const faults: Fault[] = [];
  const entries: ZipEntry[] = [];
  for (const header of headers) {
    const path = header.path.replaceAll('\\', '/');
    if (path.endsWith('/')) continue;
    if (leadsOut(path)) faults.push(fault('zip-path-refused', { where, expected: 'a path inside the archive', came: header.path.slice(0, 120) }));
    else entries.push({ path: path.replace(/^(\.\/)+/, ''), sizeBytes: header.size, read: () => unpacked(header, view, bytes, where) });
  }
  return { entries, faults };
}

function leadsOut(path: string): boolean {
  return path === '' || path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.includes('\0') || path.split('/').includes('..');
}

function unreadable(where: string, came: string): FaultError {
  return new FaultError('zip-unreadable', { where, expected: 'a zip archive', came });
}

function centralHeaders(view: DataView, bytes: Uint8Array, where: string): Header[] {
  let end = bytes.length - 22;
  const lowest = Math.max(0, end - 65_535);
  while (end >= lowest && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < lowest) throw unreadable(where, 'no end of a directory');
  let count = view.getUint16(end + 10, true), at = view.getUint32(end + 16, true);
  if ((count === 0xffff || at === 0xffffffff) && end >= 20 && view.getUint32(end - 20, true) === 0x07064b50) {
    const end64 = Number(view.getBigUint64(end - 12, true));
    if (end64 + 56 > bytes.length || view.getUint32(end64, true) !== 0x06064b50) throw unreadable(where, 'a damaged directory');
    count = Number(view.getBigUint64(end64 + 32, true));
    at = Number(view.getBigUint64(end64 + 48, true));
  }
  if (count > MOST_ENTRIES) throw unreadable(where, `${count} entries`);
  const headers: Header[] = [];
  for (let n = 0; n < count; n++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw unreadable(where, `a directory that ends after ${n} of ${count} entries`);
    const [nameLength, extraLength, commentLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > bytes.length) throw unreadable(where, `a directory that ends after ${n} of ${count} entries`);
    const flags = view.getUint16(at + 8, true);
    const name = bytes.subarray(at + 46, at + 46 + nameLength);
    const wide = wideSizes(view, at, at + 46 + nameLength, extraLength);
    headers.push({ path: new TextDecoder(flags & 0x800 ? 'utf-8' : 'windows-1252').decode(name), method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), encrypted: (flags & 1) !== 0, ...wide });
    at = next;
  }
  return headers;
}

/** Sizes and place, from the 64-bit field where the 32-bit ones are full. */
function wideSizes(view: DataView, at: number, extraAt: number, extraLength: number): Pick<Header, 'packed' | 'size' | 'at'> {
  const narrow = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  for (let field = extraAt; field + 4 <= extraAt + extraLength; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    const end = Math.min(extraAt + extraLength, field + 4 + view.getUint16(field + 2, true));
    let read = field + 4;
    const [size, packed, start] = narrow.map((value) => {
      if (value !== 0xffffffff || read + 8 > end) return value;
      read += 8;
      return Number(view.getBigUint64(read - 8, true));
    });
    return { size, packed, at: start };
  }
  const [size, packed, start] = narrow;
  return { size, packed, at: start };
}

function refuseBomb(headers: readonly Header[], zipBytes: number, where: string): void {
  const total = headers.reduce((sum, it) => sum + it.size, 0);
  if (total > SUSPICIOUS.totalBytes && total > SUSPICIOUS.ratio * zipBytes) {
    throw new FaultError('zip-bomb', { where, expected: `at most ${SUSPICIOUS.ratio} times its size`, came: `${zipBytes} bytes that unpack to ${total}` });
  }
  const ordered = [...headers].sort((a, b) => a.at - b.at);
  ordered.forEach((it, n) => {
    const before = ordered[n - 1];
    if (before && before.packed > 0 && before.at + 30 + before.packed > it.at) throw new FaultError('zip-bomb', { where, expected: 'entries that lie behind one another', came: 'entries that overlap' });
  });
}

function unpacked(header: Header, view: DataView, bytes: Uint8Array, where: string): Uint8Array {
  const damaged = (came: string): FaultError => unreadable(`${where}/${header.path}`, came);
  const { at, packed, size } = header;
  if (header.encrypted) throw damaged('an encrypted entry');
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50) throw damaged('no entry where the directory says');
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packed > bytes.length) throw damaged('an entry that ends beyond the archive');
  if (size > LARGEST_ENTRY_BYTES || size > packed * MOST_SHRINKING + 64) throw new FaultError('zip-bomb', { where: `${where}/${header.path}`, expected: `at most ${MOST_SHRINKING} times its ${packed} bytes`, came: `${size} bytes` });
  const data = bytes.subarray(start, start + packed);
  let out: Uint8Array;
  if (header.method === 0) out = data;
  else if (header.method === 8) {
    try {
      out = inflateSync(data, { out: new Uint8Array(size) });
    } catch {
      throw damaged('damaged deflate data');
    }
  } else throw damaged(`compression method ${header.method}`);
  if (out.length !== size || crc32(out) !== header.crc) throw damaged('bytes that do not match their checksum');
  return out;
}
