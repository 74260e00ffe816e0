import { Unzlib } from 'fflate';
import { FaultError } from '#core/faults.ts';
import { crc32 } from '#core/formats/crc32.ts';

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
/** All that is needed for pixel values; the rest (texts, profiles) is dropped unread. */
const NEEDED = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colourType: number;
  readonly interlaced: boolean;
}

/** A PNG reduced to what its pixels need, each chunk's checksum and the unpacked size having been checked. */
export interface CheckedPng { readonly header: PngHeader; readonly bytes: Uint8Array }

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && SIGNATURE.every((byte, at) => bytes[at] === byte);
}

/** Walks the chunks. Throws FaultErrors for damage, for kinds of PNG that are not read, and for sizes over `maxBytes`. */
export function checkPng(bytes: Uint8Array, where: string, maxBytes: number): CheckedPng {
  const damaged = (expected: string, came: string) => new FaultError('png-damaged', { where, expected, came });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  const data: Uint8Array[] = [];
  let header: PngHeader | undefined;
  let ended = false;
  for (let at = 8; !ended;) {
    if (at + 12 > bytes.length) throw damaged('chunks up to IEND', `the end after ${bytes.length} bytes`);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) throw damaged(`${length} bytes of ${type}`, `${Math.max(0, bytes.length - at - 12)}`);
    if (NEEDED.has(type)) {
      if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) throw damaged(`the checksum of ${type}`, 'another one');
      if ((type === 'IHDR') !== (header === undefined)) throw damaged('one IHDR, and it first', `${type} at byte ${at}`);
      if (type === 'IHDR') header = pngHeader(view, at + 8, length, where, maxBytes);
      if (type === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length));
      kept.push(bytes.subarray(at, at + 12 + length));
    }
    ended = type === 'IEND';
    at += 12 + length;
  }
  if (!header) throw damaged('an IHDR chunk', 'none');
  checkUnpackedSize(data, unpackedBytes(header), where);
  return { header, bytes: concatenated(kept) };
}

function pngHeader(view: DataView, at: number, length: number, where: string, maxBytes: number): PngHeader {
  if (length !== 13) throw new FaultError('png-damaged', { where, expected: 'an IHDR of 13 bytes', came: `${length}` });
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, colourType, compression, filter, interlace] = [8, 9, 10, 11, 12].map((n) => view.getUint8(at + n));
  if (width === 0 || height === 0 || width > 2 ** 31 || height > 2 ** 31) throw new FaultError('png-damaged', { where, expected: 'sizes of at least 1', came: `${width} × ${height}` });
  const kind = `colour type ${colourType} with ${depth} bits`;
  const depths = colourType === 0 ? [1, 2, 4, 8, 16] : colourType === 3 ? [1, 2, 4, 8] : [2, 4, 6].includes(colourType) ? [8] : [];
  const readable = depths.includes(depth) && compression === 0 && filter === 0 && (interlace === 0 || (interlace === 1 && depth >= 8));
  if (!readable) throw new FaultError('png-kind', { where, expected: 'grey, palette or 8-bit colour', came: interlace === 1 ? `interlaced ${kind}` : kind });
  const header = { width, height, depth, colourType, interlaced: interlace === 1 };
  if (Math.max(unpackedBytes(header), width * height) > maxBytes) throw new FaultError('volume-over-memory', { where, expected: `at most ${maxBytes} bytes`, came: `${width} × ${height} pixels` });
  return header;
}

/** Starts and steps of the seven passes of Adam7: x, y, step in x, step in y. */
const ADAM7 = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const;

/** Every row is preceded by the byte of its filter. */
function unpackedBytes({ width, height, depth, colourType, interlaced }: PngHeader): number {
  const channels = colourType === 2 ? 3 : colourType === 4 ? 2 : colourType === 6 ? 4 : 1;
  const size = (columns: number, rows: number) => (columns > 0 && rows > 0 ? rows * (1 + Math.ceil((columns * channels * depth) / 8)) : 0);
  if (!interlaced) return size(width, height);
  return ADAM7.reduce((sum, [x, y, dx, dy]) => sum + size(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)), 0);
}

/** The decoder trusts its data to have the right length, so it is unpacked once to count it, in blocks and never beyond what is expected. */
function checkUnpackedSize(data: readonly Uint8Array[], expected: number, where: string): void {
  let size = 0;
  const wrong = (came: string) => new FaultError('png-damaged', { where, expected: `${expected} bytes of pixels`, came });
  const stream = new Unzlib((chunk) => {
    size += chunk.length;
    if (size > expected) throw wrong('more');
  });
  const all = concatenated(data);
  try {
    for (let at = 0; at < all.length; at += 16384) stream.push(all.subarray(at, at + 16384), at + 16384 >= all.length);
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw wrong('data that cannot be unpacked');
  }
  if (size !== expected) throw wrong(`${size}`);
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { out.set(part, at); at += part.length; }
  return out;
}
