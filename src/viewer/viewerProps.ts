import type { Grid, VoxelPoint } from '#core/volume/grid.ts';
import type { ViewerProps } from '#viewer/types.ts';

export const INITIAL_PROPS: ViewerProps = {
  layout: 'multiplanar',
  window: { low: -160, high: 240 },
  convention: 'radiological',
  overlays: {},
  crosshair: { i: 0, j: 0, k: 0 },
  crosshairVisibility: 'shown',
  tool: 'navigate',
  interpolation: 'linear',
  previews: [],
  prompts: [],
  brushRadiusPx: 3,
  polarity: 'positive',
  theme: 'dark',
};

export function middleVoxel(grid: Grid): VoxelPoint {
  const [i, j, k] = grid.dims.map((count) => Math.floor(count / 2));
  return { i, j, k };
}

/** The nearest voxel of the grid. */
export function nearestVoxel(grid: Grid, { i, j, k }: VoxelPoint): VoxelPoint {
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.round(value)));
  return { i: within(i, grid.dims[0]), j: within(j, grid.dims[1]), k: within(k, grid.dims[2]) };
}

/** Names of the props in `next` whose value is another than in `now`. */
export function changedProps(now: Partial<ViewerProps>, next: Partial<ViewerProps>): Set<keyof ViewerProps> {
  const names = Object.keys(next) as (keyof ViewerProps)[];
  return new Set(names.filter((name) => !isSame(now[name], next[name])));
}

/** Equality of small plain records (windows, points, overlays), whose members may be such records; identity for the rest. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], b[key]));
}

function isRecord(it: unknown): it is Record<string, unknown> {
  return typeof it === 'object' && it !== null && Object.getPrototypeOf(it) === Object.prototype;
}
