import { contours, geoPath, max } from 'd3';
import { CELLS, SIDE } from '#core/errormaps/volumeMap.ts';

/** How the three looks run over the grid of a volume map (x right, y anterior, z superior): cell index of picture column u and row v at depth d, as a reading room sees them. */
export const PROJECTIONS = [
  { name: 'axial', edges: ['R', 'L', 'A', 'P'], at: (u: number, v: number, d: number) => cell(SIDE - 1 - u, SIDE - 1 - v, d) },
  { name: 'coronal', edges: ['R', 'L', 'S', 'I'], at: (u: number, v: number, d: number) => cell(SIDE - 1 - u, d, SIDE - 1 - v) },
  { name: 'sagittal', edges: ['A', 'P', 'S', 'I'], at: (u: number, v: number, d: number) => cell(d, SIDE - 1 - u, SIDE - 1 - v) },
] as const;

function cell(x: number, y: number, z: number): number {
  return x + SIDE * (y + SIDE * z);
}

/** Mean of the cells along the line of sight, picture rows one after the other; NaN where the image covers none of them. */
export function projected(values: ArrayLike<number>, covered: ArrayLike<number>, look: (typeof PROJECTIONS)[number]): Float64Array {
  if (values.length !== CELLS) throw new RangeError(`${values.length} values for ${CELLS} cells`);
  return Float64Array.from({ length: SIDE * SIDE }, (_, at) => {
    let sum = 0, weight = 0;
    for (let d = 0; d < SIDE; d++) {
      const index = look.at(at % SIDE, Math.floor(at / SIDE), d);
      sum += values[index];
      weight += covered[index];
    }
    return weight === 0 ? Number.NaN : sum / weight;
  });
}

/** Outline of the organ's shadow, in picture cells. */
export function shadowPath(inside: ArrayLike<number>, look: (typeof PROJECTIONS)[number]): string {
  const shadow = Array.from({ length: SIDE * SIDE }, (_, at) => max(Array.from({ length: SIDE }, (_row, d) => inside[look.at(at % SIDE, Math.floor(at / SIDE), d)])) ?? 0);
  const [shape] = contours().size([SIDE, SIDE]).thresholds([0.5])(shadow);
  return geoPath().digits(2)(shape) ?? '';
}
