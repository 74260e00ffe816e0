import { largestComponent } from '#core/volume/components.ts';
import type { Dims } from '#core/volume/grid.ts';
import type { Label } from '#core/volume/volume.ts';
import type { Canvas } from '#demo/canvas.ts';
import type { Tissue } from '#demo/tissue.ts';
import { CODE, TISSUES } from '#demo/tissue.ts';

/** Values of the reference masks. */
export const PHANTOM_LABELS: readonly Label[] = [
  { value: 1, name: 'liver' }, { value: 2, name: 'spleen' }, { value: 3, name: 'kidney_left' }, { value: 4, name: 'kidney_right' },
  { value: 5, name: 'aorta' }, { value: 6, name: 'lung_left' }, { value: 7, name: 'lung_right' },
];

const LABEL_OF: Readonly<Partial<Record<Tissue, number>>> = {
  liver: 1, liverVessel: 1, spleen: 2, cortexLeft: 3, medullaLeft: 3, cortexRight: 4, medullaRight: 4, aorta: 5, calcification: 5,
};

/**
 * The reference of every voxel from what its centre is made of. Each organ keeps its largest piece (6-connected);
 * voxels that another organ cut off become the fat they lie in, in the picture too, so that the mask stays exact.
 */
export function referenceLabels(canvas: Canvas): Uint8Array {
  const { tissue, x } = canvas;
  const { lung, lungVessel } = CODE;
  const byTissue = Uint8Array.from(TISSUES, (name) => LABEL_OF[name] ?? 0);
  const labels = new Uint8Array(tissue.length);
  for (let v = 0; v < labels.length; v++) {
    const code = tissue[v];
    labels[v] = code === lung || code === lungVessel ? (x[v] < 0 ? 6 : 7) : byTissue[code];
  }
  for (const { value } of PHANTOM_LABELS) dropFragments(canvas, labels, value);
  return labels;
}

function dropFragments({ dims, image, tissue, means }: Canvas, labels: Uint8Array, value: number): void {
  const [nx, ny, nz] = dims;
  const low = [nx, ny, nz], high = [-1, -1, -1];
  for (let k = 0, v = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, v++) {
        if (labels[v] !== value) continue;
        if (i < low[0]) low[0] = i;
        if (i > high[0]) high[0] = i;
        if (j < low[1]) low[1] = j;
        if (j > high[1]) high[1] = j;
        if (k < low[2]) low[2] = k;
        if (k > high[2]) high[2] = k;
      }
  if (high[0] < 0) return;
  const size: Dims = [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1];
  const at = (n: number) => low[0] + (n % size[0]) + nx * (low[1] + (Math.floor(n / size[0]) % size[1]) + ny * (low[2] + Math.floor(n / (size[0] * size[1]))));
  const crop = new Uint8Array(size[0] * size[1] * size[2]);
  for (let n = 0; n < crop.length; n++) crop[n] = labels[at(n)] === value ? 1 : 0;
  const kept = largestComponent(crop, size, 'face');
  for (let n = 0; n < crop.length; n++) {
    if (crop[n] === kept[n]) continue;
    const v = at(n);
    labels[v] = 0;
    tissue[v] = CODE.visceralFat;
    image[v] = means[CODE.visceralFat];
  }
}
