/** A 3D array as networks take it: shape slowest axis first, data row-major. A file's x-fastest array of nx, ny, nz is the block [nz, ny, nx]. */
export interface Block {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Inclusive-exclusive bounds per axis. */
export type Bounds = readonly (readonly [from: number, to: number])[];

export function transposed(block: Block, order: readonly number[]): Block {
  if (order.every((axis, at) => axis === at)) return block;
  const strides = stridesOf(block.shape);
  const shape = order.map((axis) => block.shape[axis]);
  const data = new Float32Array(block.data.length);
  const [s0, s1, s2] = order.map((axis) => strides[axis]);
  let to = 0;
  for (let a = 0; a < shape[0]; a++) for (let b = 0; b < shape[1]; b++) for (let c = 0; c < shape[2]; c++) data[to++] = block.data[a * s0 + b * s1 + c * s2];
  return { shape, data };
}

export function stridesOf(shape: readonly number[]): number[] {
  return [shape[1] * shape[2], shape[2], 1];
}

export function cropped(block: Block, bounds: Bounds): Block {
  const shape = bounds.map(([from, to]) => to - from);
  const data = new Float32Array(shape[0] * shape[1] * shape[2]);
  copyRows(block.shape, bounds, (from, length, to) => data.set(block.data.subarray(from, from + length), to));
  return { shape, data };
}

/** Visits the rows of a box inside an array: offset in the array, row length, offset in the box. */
export function copyRows(shape: readonly number[], bounds: Bounds, visit: (from: number, length: number, to: number) => void): void {
  const [[a0, a1], [b0, b1], [c0, c1]] = bounds;
  let to = 0;
  for (let a = a0; a < a1; a++) {
    for (let b = b0; b < b1; b++, to += c1 - c0) visit((a * shape[1] + b) * shape[2] + c0, c1 - c0, to);
  }
}

/** Padded with zeros to at least `size`, evenly on both sides, the odd one after; `inside` is where the block went. */
export function paddedTo(block: Block, size: readonly number[]): { readonly block: Block; readonly inside: Bounds } {
  const shape = block.shape.map((n, axis) => Math.max(n, size[axis]));
  const inside = block.shape.map((n, axis) => {
    const below = Math.floor((shape[axis] - n) / 2);
    return [below, below + n] as const;
  });
  if (shape.every((n, axis) => n === block.shape[axis])) return { block, inside };
  const data = new Float32Array(shape[0] * shape[1] * shape[2]);
  copyRows(shape, inside, (at, length, from) => data.set(block.data.subarray(from, from + length), at));
  return { block: { shape, data }, inside };
}
