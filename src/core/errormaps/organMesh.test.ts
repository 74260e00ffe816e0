import { expect, test } from 'vitest';
import { organMesh, vertexColours } from '#core/errormaps/organMesh.ts';
import { binDirection, BINS, COLUMNS, ROWS } from '#core/errormaps/surfaceBins.ts';

const ball = Array.from({ length: BINS }, (_, bin) => binDirection(bin)).flatMap(({ x, y, z }) => [40 * x, 40 * y, 40 * z]);
const tube = Array.from({ length: BINS }, (_, bin) => {
  const { x, y } = binDirection((ROWS / 2) * COLUMNS + (bin % COLUMNS));
  return [10 * x, 10 * y, 8 * Math.floor(bin / COLUMNS)];
}).flat();

/** Volume inside the surface in ml; negative where triangles wind the wrong way. */
function volumeMl({ points, triangles }: ReturnType<typeof organMesh>): number {
  let sum = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((n) => [...points.subarray(3 * triangles[t + n], 3 * triangles[t + n] + 3)]);
    sum += a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  }
  return sum / 6000;
}

test.each([['sphere', ball, (4 / 3) * Math.PI * 64], ['tube', tube, Math.PI * 12]] as const)('the surface of a %s is closed, faces outwards and holds its volume', (topology, places, expected) => {
  const mesh = organMesh(places, topology);
  const edges = new Map<string, number>();
  for (let t = 0; t < mesh.triangles.length; t += 3) {
    for (let n = 0; n < 3; n++) {
      const key = `${mesh.triangles[t + n]} ${mesh.triangles[t + ((n + 1) % 3)]}`;
      edges.set(key, (edges.get(key) ?? 0) + 1);
    }
  }
  // Every edge once in each direction.
  expect([...edges].every(([key, n]) => n === 1 && edges.get(key.split(' ').reverse().join(' ')) === 1)).toBe(true);
  expect(Math.abs(volumeMl(mesh) / expected - 1)).toBeLessThan(0.05);
});

test('each vertex has the colour of the bin that it lies in', () => {
  const mesh = organMesh(ball, 'sphere');
  const colours = vertexColours(mesh, Array.from({ length: 3 * BINS }, (_, at) => Math.floor(at / 3) % 256));
  mesh.bins.forEach((bin, at) => {
    expect(colours[4 * at]).toBe(bin % 256);
    const { x, y, z } = binDirection(bin);
    const length = Math.hypot(...mesh.points.subarray(3 * at, 3 * at + 3));
    if (at < mesh.bins.length - 2) expect((x * mesh.points[3 * at] + y * mesh.points[3 * at + 1] + z * mesh.points[3 * at + 2]) / length).toBeGreaterThan(0.97);
  });
  expect(() => vertexColours(mesh, [1, 2, 3])).toThrow(RangeError);
});
