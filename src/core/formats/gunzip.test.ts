import { gzipSync, zlibSync } from 'fflate';
import { expect, test } from 'vitest';
import { attempt } from '#core/faults.ts';
import { crc32 } from '#core/formats/crc32.ts';
import { gunzip } from '#core/formats/gunzip.ts';
import type { GunzipOptions } from '#core/formats/gunzip.ts';
import { makeRandom } from '#core/num/random.ts';

const random = makeRandom('gunzip');
const noise = Uint8Array.from({ length: 300_000 }, () => random.integer(256));
const packed = gzipSync(noise, { mtime: 0 });

const open = (bytes: Uint8Array, options: Partial<GunzipOptions> = {}) => attempt(() => gunzip(bytes, { where: 'f', maxBytes: 2 ** 31, ...options }));
async function code(bytes: Uint8Array, options: Partial<GunzipOptions> = {}): Promise<string> {
  const result = await open(bytes, options);
  return result.state === 'failed' ? result.fault.code : 'done';
}
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
/** Element by element, toEqual takes seconds over so many bytes. */
const isNoise = (bytes: Uint8Array) => Buffer.compare(bytes, noise) === 0;

test('the check value of the CRC', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(noise.subarray(1001), crc32(noise.subarray(0, 1001)))).toBe(crc32(noise));
});

test('one member, several members, and names in the header', async () => {
  const single = await open(packed);
  expect(single).toMatchObject({ state: 'done', value: { totalBytes: 300_000, notices: [] } });
  expect(single.state === 'done' && isNoise(single.value.bytes)).toBe(true);
  const members = joined(gzipSync(noise.subarray(0, 7)), gzipSync(noise.subarray(7, 200_000), { filename: 'a.nii' }), gzipSync(new Uint8Array(0)), gzipSync(noise.subarray(200_000)));
  const result = await open(members);
  expect(result.state === 'done' && isNoise(result.value.bytes)).toBe(true);
});

test('hundreds of tiny members are read, thousands are refused before they cost hours', async () => {
  const one = gzipSync(Uint8Array.of(9));
  const few = await open(joined(...new Array<Uint8Array>(200).fill(one)));
  expect(few.state === 'done' && few.value.totalBytes).toBe(200);
  expect(await code(joined(...new Array<Uint8Array>(5000).fill(one)))).toBe('gzip-damaged');
});

test('only the planned range is kept', async () => {
  const heads: number[] = [];
  const result = await open(packed, { plan: (head) => { heads.push(head.length); return { from: 100_000, to: 100_010, total: 300_000 }; } });
  expect(heads).toEqual([4096]);
  expect(result.state === 'done' && [...result.value.bytes]).toEqual([...noise.subarray(100_000, 100_010)]);
});

test.each([1, 5, 11, 500, 150_000, packed.length - 9, packed.length - 1])('cut after %i bytes', async (length) => {
  expect(await code(packed.subarray(0, length))).toMatch(/^gzip-(truncated|damaged)$/);
});

test('a flipped bit anywhere in the data is noticed', async () => {
  for (const at of [20, 1000, 70_000, 250_000, packed.length - 6, packed.length - 2]) {
    const flipped = packed.slice();
    flipped[at] ^= 4;
    expect(await code(flipped)).toMatch(/^gzip-(truncated|damaged)$/);
  }
});

test('bytes behind the end are ignored with a notice', async () => {
  for (const junk of [new Uint8Array(1), new Uint8Array(512), new Uint8Array(200_000), noise.subarray(0, 100_000)]) {
    const result = await open(joined(packed, junk));
    expect(result.state === 'done' && result.value.notices.map((it) => it.code)).toEqual(['gzip-trailing']);
    expect(result.state === 'done' && isNoise(result.value.bytes)).toBe(true);
  }
});

test('a bomb stops at the budget, or a little beyond what its content promises', async () => {
  const bomb = gzipSync(new Uint8Array(4_000_000));
  expect(await code(bomb, { maxBytes: 1_000_000 })).toBe('gzip-bomb');
  expect(await code(bomb, { plan: () => ({ from: 0, to: 1000, total: 1000 }) })).toBe('gzip-bomb');
  expect(await code(bomb, { plan: () => ({ from: 0, to: 4_000_000, total: 4_000_000 }) })).toBe('done');
  expect(await code(packed, { maxBytes: 1000, plan: () => ({ from: 0, to: 300_000, total: 300_000 }) })).toBe('volume-over-memory');
});

test('no room is made for what the file is too small to hold', async () => {
  expect(await code(gzipSync(noise.subarray(0, 5000)), { plan: () => ({ from: 0, to: 2 ** 31, total: 2 ** 31 }) })).toBe('gzip-truncated');
});

test('twice compressed, and not gzip inside', async () => {
  expect(await code(gzipSync(packed))).toBe('gzip-nested');
  expect(await code(joined(Uint8Array.of(0x1f, 0x8b), zlibSync(noise.subarray(0, 50))))).toBe('gzip-damaged');
});

test('cancelled before it begins', async () => {
  const controller = new AbortController();
  controller.abort();
  expect(await code(packed, { signal: controller.signal })).toBe('cancelled');
});
