import { cvArea } from '#core/models/resize/cvArea.ts';
import { nearest } from '#core/models/resize/nearest.ts';
import { pilBilinear } from '#core/models/resize/pilBilinear.ts';
import type { Resize } from '#core/models/resize/picture.ts';
import { spline3 } from '#core/models/resize/spline3.ts';
import { torchBilinear, torchBilinearAntialias } from '#core/models/resize/torchBilinear.ts';

/** The ways to resize that models were trained with, by the name that a manifest gives. */
export const KERNELS = {
  'torch-bilinear': torchBilinear,
  'torch-bilinear-antialias': torchBilinearAntialias,
  'pil-bilinear': pilBilinear,
  'cv-area': cvArea,
  spline3,
  nearest,
} as const satisfies Record<string, Resize>;

export type KernelName = keyof typeof KERNELS;
