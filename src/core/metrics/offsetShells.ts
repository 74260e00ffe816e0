/** Lattice offsets in order of their length, for a search that ends at the first site it meets. */
export interface OffsetShells {
  readonly dx: Int32Array;
  readonly dy: Int32Array;
  readonly dz: Int32Array;
  /** Ascending, in mm. */
  readonly lengthMm: Float64Array;
  /** Largest |dx|, |dy|, |dz|. */
  readonly reach: readonly [number, number, number];
  /** Every offset that is not listed is longer than this. */
  readonly radiusMm: number;
}

/**
 * All offsets within the sphere that holds about `count` lattice points. Squared lengths are summed as
 * ((dx·sx)² + (dy·sy)²) + (dz·sz)², which gives the same double as scipy's distance transform.
 */
export function offsetShells([sx, sy, sz]: readonly [number, number, number], count = 4000): OffsetShells {
  const radiusMm = Math.cbrt((3 * count * sx * sy * sz) / (4 * Math.PI));
  const [rx, ry, rz] = [Math.floor(radiusMm / sx), Math.floor(radiusMm / sy), Math.floor(radiusMm / sz)];
  const found: { dx: number; dy: number; dz: number; squared: number }[] = [];
  for (let dz = -rz; dz <= rz; dz++) {
    for (let dy = -ry; dy <= ry; dy++) {
      for (let dx = -rx; dx <= rx; dx++) {
        const squared = squaredLength(dx * sx, dy * sy, dz * sz);
        if (squared <= radiusMm * radiusMm) found.push({ dx, dy, dz, squared });
      }
    }
  }
  found.sort((a, b) => a.squared - b.squared);
  return {
    dx: Int32Array.from(found, (it) => it.dx),
    dy: Int32Array.from(found, (it) => it.dy),
    dz: Int32Array.from(found, (it) => it.dz),
    lengthMm: Float64Array.from(found, (it) => Math.sqrt(it.squared)),
    reach: [rx, ry, rz],
    radiusMm,
  };
}

export function squaredLength(x: number, y: number, z: number): number {
  return (x * x + y * y) + z * z;
}
