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
  dropFragments(canvas, labels);
  return labels;
}

function dropFragments({ dims, image, tissue, means }: Canvas, labels: Uint8Array): void {
  const piece = new Int32Array(labels.length);
  const stack = new Int32Array(labels.length);
  const sizes = [0];
  const largest = new Int32Array(8);
  const [nx, ny, nz] = dims;
  const plane = nx * ny;
  for (let start = 0; start < labels.length; start++) {
    const label = labels[start];
    if (label === 0 || piece[start] !== 0) continue;
    const id = sizes.length;
    let top = 0, size = 0;
    stack[top++] = start;
    piece[start] = id;
    const visit = (v: number) => {
      if (labels[v] === label && piece[v] === 0) {
        piece[v] = id;
        stack[top++] = v;
      }
    };
    while (top > 0) {
      const v = stack[--top];
      size++;
      const i = v % nx, j = Math.floor(v / nx) % ny, k = Math.floor(v / plane);
      if (i > 0) visit(v - 1);
      if (i + 1 < nx) visit(v + 1);
      if (j > 0) visit(v - nx);
      if (j + 1 < ny) visit(v + nx);
      if (k > 0) visit(v - plane);
      if (k + 1 < nz) visit(v + plane);
    }
    sizes.push(size);
    if (largest[label] === 0 || size > sizes[largest[label]]) largest[label] = id;
  }
  for (let v = 0; v < labels.length; v++) {
    if (labels[v] === 0 || piece[v] === largest[labels[v]]) continue;
    labels[v] = 0;
    tissue[v] = CODE.visceralFat;
    image[v] = means[CODE.visceralFat];
  }
}
