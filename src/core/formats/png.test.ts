import { zlibSync } from 'fflate';
import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { crc32 } from '#core/formats/crc32.ts';
import { readLabelMap } from '#core/formats/readLabelMap.ts';
import { readVolume } from '#core/formats/readVolume.ts';

const spacingMm = [0.5, 0.25, 3] as const;
const grey = encode({ width: 3, height: 2, data: Uint8Array.from([1, 2, 3, 4, 5, 6]), channels: 1, depth: 8 });

/** A PNG by hand: header fields and unpacked rows, filter bytes included. */
function png(header: readonly number[], rows: readonly number[], more: Uint8Array[] = []): Uint8Array {
  const parts = [Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10), chunk('IHDR', Uint8Array.from(header)), ...more, chunk('IDAT', zlibSync(Uint8Array.from(rows))), chunk('IEND', new Uint8Array(0))];
  return new Uint8Array(Buffer.concat(parts));
}
function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  [...type].forEach((letter, n) => { out[4 + n] = letter.charCodeAt(0); });
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}
const size = (width: number, height: number) => [0, 0, width >> 8, width & 255, 0, 0, height >> 8, height & 255];

async function code(bytes: Uint8Array, as: 'image' | 'mask' = 'image'): Promise<string> {
  const result = await (as === 'image' ? readVolume(bytes, 'p.png', { spacingMm }) : readLabelMap(bytes, 'p.png', { spacingMm }));
  return result.state === 'failed' ? result.fault.code : 'done';
}

test('the spacing is asked, then the picture is an axial slice seen from the feet', async () => {
  expect(await readVolume(grey, 'p.png')).toMatchObject({ state: 'failed', fault: { code: 'no-spacing', severity: 'question', came: '3 × 2 pixels' } });
  const result = await readVolume(grey, 'p.png', { spacingMm });
  if (result.state === 'failed') throw new Error(result.fault.code);
  const { volume } = result.value;
  // The picture's left is the patient's right, its top the front: both in-plane axes are turned round.
  expect([...volume.data]).toEqual([6, 5, 4, 3, 2, 1]);
  expect(volume.grid).toEqual({ dims: [3, 2, 1], affine: [0.5, 0, 0, -0.5, 0, 0.25, 0, -0.125, 0, 0, 3, 0, 0, 0, 0, 1] });
});

test('colours become brightness with a notice; equal channels are grey without one', async () => {
  const read = async (data: number[]) => readVolume(encode({ width: 2, height: 1, data: Uint8Array.from(data), channels: 3, depth: 8 }), 'p.png', { spacingMm });
  const colour = await read([255, 0, 0, 0, 255, 0]);
  expect(colour).toMatchObject({ state: 'done', value: { notices: [{ code: 'png-colour' }] } });
  expect(colour.state === 'done' && [...colour.value.volume.data]).toEqual([182, 54]);
  const plain = await read([7, 7, 7, 9, 9, 9]);
  expect(plain.state === 'done' && [[...plain.value.volume.data], plain.value.notices.length]).toEqual([[9, 7], 0]);
});

test('a palette is colours to an image and numbers to a mask, packed bits included', async () => {
  const palette = chunk('PLTE', Uint8Array.of(0, 0, 0, 10, 10, 10, 20, 20, 20, 30, 30, 30));
  const indexed = png([...size(3, 2), 2, 3, 0, 0, 0], [0, 0b00011000, 0, 0b11000000], [palette]);
  const image = await readVolume(indexed, 'p.png', { spacingMm });
  expect(image.state === 'done' && [...image.value.volume.data]).toEqual([0, 0, 30, 20, 10, 0]);
  const mask = await readLabelMap(indexed, 'p.png', { spacingMm });
  expect(mask.state === 'done' && [...mask.value.labelMap.data]).toEqual([0, 0, 3, 2, 1, 0]);
  expect(await code(png([...size(1, 1), 8, 3, 0, 0, 0], [0, 9], [palette]))).toBe('png-damaged');
});

test('16-bit grey keeps its values', async () => {
  const deep = encode({ width: 2, height: 1, data: Uint16Array.from([258, 65535]), channels: 1, depth: 16 });
  const result = await readVolume(deep, 'p.png', { spacingMm });
  expect(result.state === 'done' && result.value.volume.data).toEqual(Uint16Array.from([65535, 258]));
});

test('refused by name', async () => {
  const colour = encode({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3), channels: 3, depth: 8 });
  expect(await code(colour, 'mask')).toBe('png-mask-colour');
  expect(await code(grey.subarray(0, grey.length - 20))).toBe('png-damaged');
  const flipped = grey.slice();
  flipped[45] ^= 1;
  expect(await code(flipped)).toBe('png-damaged');
  expect(await code(png([...size(3, 2), 16, 2, 0, 0, 0], [0]))).toBe('png-kind');
  expect(await code(png([...size(0, 2), 8, 0, 0, 0, 0], [0]))).toBe('png-damaged');
  expect(await code(png([...size(3, 2), 8, 0, 0, 0, 0], [0, 1, 2, 3]))).toBe('png-damaged');
  expect(await code(png([0x40, 0, 0, 0, 0x40, 0, 0, 0, 8, 0, 0, 0, 0], [0]))).toBe('volume-over-memory');
});

test('a bomb in the pixel data stops where the pixels end', async () => {
  expect(await code(png([...size(3, 2), 8, 0, 0, 0, 0], new Array<number>(200_000).fill(0)))).toBe('png-damaged');
});
