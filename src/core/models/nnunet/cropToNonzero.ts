import type { Block, Bounds } from '#core/models/block.ts';

export interface Nonzero {
  readonly bounds: Bounds;
  /** 1 inside the nonzero region with its holes filled, over the whole array. */
  readonly mask: Uint8Array;
}

/** The region where any channel is not zero, holes filled (faces connect), and its bounding box; the whole array where all is zero. */
export function nonzeroRegion(channels: readonly Block[]): Nonzero {
  const { shape } = channels[0];
  const mask = new Uint8Array(channels[0].data.length);
  for (const { data } of channels) for (let at = 0; at < data.length; at++) if (data[at] !== 0) mask[at] = 1;
  fillHoles(mask, shape);
  return { mask, bounds: boundsOf(mask, shape) };
}

/** Sets to 1 every 0 that no path through faces joins to the border. */
function fillHoles(mask: Uint8Array, shape: readonly number[]): void {
  const [n0, n1, n2] = shape;
  const outside = new Uint8Array(mask.length);
  const stack = new Int32Array(mask.length);
  let depth = 0;
  const visit = (at: number) => {
    if (mask[at] === 0 && outside[at] === 0) {
      outside[at] = 1;
      stack[depth++] = at;
    }
  };
  for (let a = 0; a < n0; a++) for (let b = 0; b < n1; b++) for (let c = 0; c < n2; c++) {
    if (a === 0 || b === 0 || c === 0 || a === n0 - 1 || b === n1 - 1 || c === n2 - 1) visit((a * n1 + b) * n2 + c);
  }
  while (depth > 0) {
    const at = stack[--depth];
    const c = at % n2;
    const b = Math.floor(at / n2) % n1;
    if (c > 0) visit(at - 1);
    if (c < n2 - 1) visit(at + 1);
    if (b > 0) visit(at - n2);
    if (b < n1 - 1) visit(at + n2);
    if (at >= n1 * n2) visit(at - n1 * n2);
    if (at < mask.length - n1 * n2) visit(at + n1 * n2);
  }
  for (let at = 0; at < mask.length; at++) mask[at] = outside[at] === 0 ? 1 : 0;
}

function boundsOf(mask: Uint8Array, shape: readonly number[]): Bounds {
  const low = [Infinity, Infinity, Infinity];
  const high = [-1, -1, -1];
  for (let a = 0, at = 0; a < shape[0]; a++) for (let b = 0; b < shape[1]; b++) for (let c = 0; c < shape[2]; c++) {
    if (mask[at++] === 0) continue;
    [a, b, c].forEach((index, axis) => {
      if (index < low[axis]) low[axis] = index;
      if (index > high[axis]) high[axis] = index;
    });
  }
  if (high[0] < 0) return shape.map((n) => [0, n] as const);
  return low.map((from, axis) => [from, high[axis] + 1] as const);
}
