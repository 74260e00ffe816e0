import type { Dims } from '#core/volume/grid.ts';

/**
 * 'face' joins voxels that share a face (6 neighbours in 3D, 4 in a slice), 'corner' also those that share an edge or
 * a corner (26 in 3D, 8 in a slice). A slice is an array with nz = 1.
 */
export type Connectivity = 'face' | 'corner';

export interface Components {
  /** 0 for background, else 1..sizes.length in the order in which an x-fastest scan meets them. */
  readonly labels: Int32Array;
  /** Voxels of component n at index n − 1. */
  readonly sizes: readonly number[];
}

/** Connected components of the nonzero voxels, by two passes with union-find. */
export function components(mask: Uint8Array, dims: Dims, connectivity: Connectivity): Components {
  const [nx, ny, nz] = dims;
  const labels = new Int32Array(mask.length);
  const parents: number[] = [0];
  const offsets = earlierNeighbours(connectivity);
  let at = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (mask[at] === 0) continue;
        let label = 0;
        for (let n = 0; n < offsets.length; n += 3) {
          const x = i + offsets[n], y = j + offsets[n + 1], z = k + offsets[n + 2];
          if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny) continue;
          const neighbour = labels[x + nx * (y + ny * z)];
          if (neighbour === 0 || neighbour === label) continue;
          label = label === 0 ? root(parents, neighbour) : unite(parents, label, neighbour);
        }
        if (label === 0) { label = parents.length; parents.push(label); }
        labels[at] = label;
      }
    }
  }
  return renumber(labels, parents);
}

/** The offsets (dx, dy, dz in a row) of the neighbours that an x-fastest scan has already passed. */
function earlierNeighbours(connectivity: Connectivity): readonly number[] {
  if (connectivity === 'face') return [-1, 0, 0, 0, -1, 0, 0, 0, -1];
  const out: number[] = [];
  for (let dz = -1; dz <= 0; dz++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        if (dz < 0 || dy < 0 || (dy === 0 && dx < 0)) out.push(dx, dy, dz);
      }
    }
  }
  return out;
}

function root(parents: number[], label: number): number {
  let at = label;
  while (parents[at] !== at) { parents[at] = parents[parents[at]]; at = parents[at]; }
  return at;
}

function unite(parents: number[], a: number, b: number): number {
  const rootA = root(parents, a), rootB = root(parents, b);
  const low = Math.min(rootA, rootB);
  parents[rootA] = low;
  parents[rootB] = low;
  return low;
}

function renumber(labels: Int32Array, parents: number[]): Components {
  const numbers = new Int32Array(parents.length);
  const sizes: number[] = [];
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] === 0) continue;
    const top = root(parents, labels[at]);
    if (numbers[top] === 0) numbers[top] = sizes.push(0);
    labels[at] = numbers[top];
    sizes[numbers[top] - 1]++;
  }
  return { labels, sizes };
}

/** The largest component as 0 and 1; the first met of several equals; all zero where the mask is empty. */
export function largestComponent(mask: Uint8Array, dims: Dims, connectivity: Connectivity): Uint8Array<ArrayBuffer> {
  const { labels, sizes } = components(mask, dims, connectivity);
  const out = new Uint8Array(mask.length);
  if (sizes.length === 0) return out;
  let best = 0;
  for (let n = 1; n < sizes.length; n++) if (sizes[n] > sizes[best]) best = n;
  for (let at = 0; at < labels.length; at++) if (labels[at] === best + 1) out[at] = 1;
  return out;
}
