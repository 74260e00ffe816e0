/** A triangulated surface as it is drawn. */
export interface SurfaceShape { readonly points: Float32Array; readonly triangles: Uint32Array }

/**
 * The vertex nearest to a place of the screen, on the triangle that lies in front there; null beside the surface.
 * `mvp` is a column-major 4 × 4 matrix to clip space without perspective, where smaller depth is nearer; x and y run from
 * −1 to 1, y upwards.
 */
export function pickSurface({ points, triangles }: SurfaceShape, mvp: ArrayLike<number>, x: number, y: number): number | null {
  const at = (vertex: number, row: number) => mvp[row] * points[3 * vertex] + mvp[4 + row] * points[3 * vertex + 1] + mvp[8 + row] * points[3 * vertex + 2] + mvp[12 + row];
  let found: number | null = null, nearest = Infinity;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]];
    const ax = at(a, 0) - x, bx = at(b, 0) - x, cx = at(c, 0) - x;
    if ((ax > 0 && bx > 0 && cx > 0) || (ax < 0 && bx < 0 && cx < 0)) continue;
    const ay = at(a, 1) - y, by = at(b, 1) - y, cy = at(c, 1) - y;
    // Barycentric weights of the place; all of one sign where it is inside.
    const wa = bx * cy - by * cx, wb = cx * ay - cy * ax, wc = ax * by - ay * bx;
    const sum = wa + wb + wc;
    if (sum === 0 || wa * sum < 0 || wb * sum < 0 || wc * sum < 0) continue;
    const depth = (wa * at(a, 2) + wb * at(b, 2) + wc * at(c, 2)) / sum;
    if (depth >= nearest) continue;
    nearest = depth;
    found = wa / sum >= Math.max(wb / sum, wc / sum) ? a : wb / sum >= wc / sum ? b : c;
  }
  return found;
}
