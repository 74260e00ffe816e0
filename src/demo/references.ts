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
  const boxes = labelBoxes(labels, canvas.dims);
  for (const { value } of PHANTOM_LABELS) dropFragments(canvas, labels, value, boxes.subarray(6 * value, 6 * value + 6));
  return labels;
}

/** For each label value, at 6 times it: the first voxel along i, j, k that holds it and the last. */
function labelBoxes(labels: Uint8Array, [nx, ny, nz]: Dims): Int32Array {
  const boxes = new Int32Array(6 * (PHANTOM_LABELS.length + 1));
  for (let at = 0; at < boxes.length; at += 6) boxes.set([nx, ny, nz, -1, -1, -1], at);
  for (let k = 0, v = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, v++) {
        if (labels[v] === 0) continue;
        const at = 6 * labels[v];
        if (i < boxes[at]) boxes[at] = i;
        if (j < boxes[at + 1]) boxes[at + 1] = j;
        if (k < boxes[at + 2]) boxes[at + 2] = k;
        if (i > boxes[at + 3]) boxes[at + 3] = i;
        if (j > boxes[at + 4]) boxes[at + 4] = j;
        boxes[at + 5] = k;
      }
    }
  }
  return boxes;
}

function dropFragments({ dims, image, tissue, means }: Canvas, labels: Uint8Array, value: number, box: Int32Array): void {
  if (box[3] < 0) return;
  const [nx, ny] = dims;
  const size: Dims = [box[3] - box[0] + 1, box[4] - box[1] + 1, box[5] - box[2] + 1];
  const at = (n: number) => box[0] + (n % size[0]) + nx * (box[1] + (Math.floor(n / size[0]) % size[1]) + ny * (box[2] + Math.floor(n / (size[0] * size[1]))));
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
