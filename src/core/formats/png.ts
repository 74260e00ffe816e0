import { decode } from 'fast-png';
import type { DecodedPng } from 'fast-png';
import { FaultError, fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import { volumeReading } from '#core/formats/nifti.ts';
import { checkPng } from '#core/formats/pngChunks.ts';
import type { PngHeader } from '#core/formats/pngChunks.ts';
import { DEFAULT_MAX_VOXEL_BYTES } from '#core/formats/readOptions.ts';
import type { ReadOptions, VolumeReading } from '#core/formats/readOptions.ts';
import { affineFromCodes } from '#core/volume/canonical.ts';
import type { Dims } from '#core/volume/grid.ts';

/** As an image colours become brightness; as a mask palette entries are label numbers and colours are refused. */
export type PngUse = 'image' | 'mask';

/**
 * A picture as an axial slice in radiological order (columns run to the patient's left, rows to the back) unless
 * `orientation` says otherwise. Grey of 1 to 16 bits, palettes and 8-bit colour; transparency is ignored. Throws FaultErrors,
 * among them the question `no-spacing`, for a PNG says nothing of millimetres that could be trusted.
 */
export function pngVolume(bytes: Uint8Array, where: string, options: ReadOptions, use: PngUse): VolumeReading {
  const { header, bytes: reduced } = checkPng(bytes, where, options.maxVoxelBytes ?? DEFAULT_MAX_VOXEL_BYTES);
  const spacing = options.spacingMm;
  if (!spacing) throw new FaultError('no-spacing', { where, expected: 'the size of a pixel in mm', came: `${header.width} × ${header.height} pixels` });
  if (!spacing.every((it) => Number.isFinite(it) && it > 0)) throw new FaultError('option-invalid', { where, expected: 'three sizes above 0', came: spacing.join(', ') });
  const dims: Dims = [header.width, header.height, 1];
  const affine = affineFromCodes(options.orientation ?? 'LPS', dims, spacing);
  if (!affine) throw new FaultError('option-invalid', { where, expected: 'an orientation such as LPS or RAS', came: (options.orientation ?? '').slice(0, 20) });
  const { data, notices } = pixels(header, decoded(reduced, where), where, use);
  return volumeReading({ dims, affine }, data, notices, 'png', options.modality ?? 'unknown');
}

function decoded(bytes: Uint8Array, where: string): DecodedPng {
  try {
    return decode(bytes);
  } catch (error) {
    throw new FaultError('png-damaged', { where, expected: 'valid pixel data', came: error instanceof Error ? error.message.slice(0, 100) : 'something else' });
  }
}

function pixels(header: PngHeader, png: DecodedPng, where: string, use: PngUse): { data: Uint8Array | Uint16Array; notices: readonly Fault[] } {
  if (header.colourType === 0) return { data: header.depth < 8 ? unpackBits(header, png.data) : plain(png.data), notices: [] };
  if (header.colourType === 3) {
    const indices = header.depth < 8 ? unpackBits(header, png.data) : plain(png.data);
    if (use === 'mask') return { data: indices, notices: [] };
    return brightness(paletteColours(indices, png, where), 3, where, use);
  }
  return brightness(plain(png.data), png.channels, where, use);
}

function plain(data: DecodedPng['data']): Uint8Array | Uint16Array {
  return data instanceof Uint16Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.length);
}

/** Pixels of 1, 2 or 4 bits; each row starts at a byte. */
function unpackBits({ width, height, depth }: PngHeader, packed: DecodedPng['data']): Uint8Array {
  const out = new Uint8Array(width * height);
  const bytesPerRow = Math.ceil((width * depth) / 8);
  const ones = (1 << depth) - 1;
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      out[o++] = (packed[y * bytesPerRow + (bit >> 3)] >> (8 - depth - (bit & 7))) & ones;
    }
  }
  return out;
}

function paletteColours(indices: Uint8Array | Uint16Array, { palette = [] }: DecodedPng, where: string): Uint8Array {
  const out = new Uint8Array(indices.length * 3);
  for (let at = 0; at < indices.length; at++) {
    const colour = palette[indices[at]];
    if (!colour) throw new FaultError('png-damaged', { where, expected: `palette entries below ${palette.length}`, came: `${indices[at]}` });
    out[3 * at] = colour[0];
    out[3 * at + 1] = colour[1];
    out[3 * at + 2] = colour[2];
  }
  return out;
}

/** Rec. 709 weights on the stored values; exact, and without a notice, where the channels agree. */
function brightness(data: Uint8Array | Uint16Array, channels: number, where: string, use: PngUse): { data: Uint8Array; notices: readonly Fault[] } {
  const out = new Uint8Array(data.length / channels);
  const [g, b] = channels >= 3 ? [1, 2] : [0, 0];
  let coloured = 0;
  for (let at = 0, o = 0; o < out.length; at += channels, o++) {
    const red = data[at], green = data[at + g], blue = data[at + b];
    if (red !== green || green !== blue) coloured++;
    out[o] = Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  }
  if (coloured > 0 && use === 'mask') throw new FaultError('png-mask-colour', { where, expected: 'greys or a palette', came: `${coloured} coloured pixels` });
  return { data: out, notices: coloured > 0 ? [fault('png-colour', { where, came: `${coloured} coloured pixels` })] : [] };
}
