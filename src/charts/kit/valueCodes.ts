import { rgb } from 'd3';
import { divergingColour, sequentialColour } from '#charts/kit/palette.ts';

/** What is painted on an organ: signed values diverge from white, shares climb from 0. */
export type ValueScale = 'signed' | 'share';

/** Values as one byte each, so that a viewer can paint them: 1 to 255 over the scale (128 at a signed 0), 0 where there is none. */
export function valueCodes(values: ArrayLike<number>, scale: ValueScale, span: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(values, (value) => {
    if (Number.isNaN(value)) return 0;
    const at = Math.max(scale === 'signed' ? -1 : 0, Math.min(1, value / span));
    return scale === 'signed' ? 128 + Math.round(127 * at) : 1 + Math.round(254 * at);
  });
}

/** Red, green, blue (0 to 255) of each of the 256 codes. */
export function codeColours(scale: ValueScale): Uint8Array<ArrayBuffer> {
  return coloursBy((code) => (scale === 'signed' ? divergingColour((code - 128) / 127) : sequentialColour(Math.max(0, code - 1) / 254)));
}

/** Red, green, blue of each of 256 codes that have a meaning of their own. */
export function coloursBy(colourOf: (code: number) => string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Array.from({ length: 256 }, (_, code) => {
    const { r, g, b } = rgb(colourOf(code));
    return [r, g, b];
  }).flat());
}
