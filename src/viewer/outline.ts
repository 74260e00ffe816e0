/**
 * The outline of a mask along its pixel edges: segments [u1, v1, u2, v2] in slice pixels (a pixel spans ±0.5 about
 * its centre), runs merged. The truth about the voxels, at any zoom. `isIn` is asked for the value of each pixel.
 */
export function outlineSegments(data: Uint8Array, width: number, height: number, isIn: (value: number) => boolean): Float32Array {
  const out: number[] = [];
  const at = (u: number, v: number) => u >= 0 && v >= 0 && u < width && v < height && isIn(data[u + width * v]);
  for (let v = 0; v <= height; v++) {
    let start = -1;
    for (let u = 0; u <= width; u++) {
      const isEdge = u < width && at(u, v) !== at(u, v - 1);
      if (isEdge && start < 0) start = u;
      if (!isEdge && start >= 0) { out.push(start - 0.5, v - 0.5, u - 0.5, v - 0.5); start = -1; }
    }
  }
  for (let u = 0; u <= width; u++) {
    let start = -1;
    for (let v = 0; v <= height; v++) {
      const isEdge = v < height && at(u, v) !== at(u - 1, v);
      if (isEdge && start < 0) start = v;
      if (!isEdge && start >= 0) { out.push(u - 0.5, start - 0.5, u - 0.5, v - 0.5); start = -1; }
    }
  }
  return Float32Array.from(out);
}
