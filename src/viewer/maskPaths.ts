import type { Grid } from '#core/volume/grid.ts';
import type { Plane, SliceMask } from '#core/volume/slice.ts';
import { sliceGeometry, sliceStrides } from '#core/volume/slice.ts';
import type { SliceFrame } from '#viewer/frames.ts';
import { outlineSegments } from '#viewer/outline.ts';
import type { Rgb } from '#viewer/types.ts';

/** The outline as a path in slice pixels. */
export function outlinePath(data: Uint8Array, width: number, height: number, isIn: (value: number) => boolean): Path2D {
  const path = new Path2D();
  const segments = outlineSegments(data, width, height, isIn);
  for (let at = 0; at < segments.length; at += 4) {
    path.moveTo(segments[at], segments[at + 1]);
    path.lineTo(segments[at + 2], segments[at + 3]);
  }
  return path;
}

/** A path in slice pixels as one in canvas pixels, so that lines keep their width at any zoom. */
export function onCanvas(path: Path2D, frame: SliceFrame): Path2D {
  const out = new Path2D();
  out.addPath(path, new DOMMatrix([frame.dx, 0, 0, frame.dy, frame.x0, frame.y0]));
  return out;
}

/** Labels of one slice of a canonical array, row-major in the radiological frame. */
export function sliceLabels(grid: Grid, data: Uint8Array, plane: Plane, index: number): Uint8Array {
  const { width, height } = sliceGeometry(grid, plane, index);
  const { offset, stepU, stepV } = sliceStrides(grid, plane, index);
  const out = new Uint8Array(width * height);
  for (let v = 0, o = 0; v < height; v++) for (let u = 0, at = offset + v * stepV; u < width; u++, at += stepU) out[o++] = data[at];
  return out;
}

/** Outlines of overlay slices, kept until the slice or its voxels change. */
export class OutlineCache {
  readonly #kept = new Map<string, { data: Uint8Array; label: number | undefined; index: number; path: Path2D }>();

  path(role: string, grid: Grid, overlay: { data: Uint8Array; label?: number }, plane: Plane, index: number): Path2D {
    const key = `${role} ${plane}`;
    const kept = this.#kept.get(key);
    if (kept && kept.data === overlay.data && kept.label === overlay.label && kept.index === index) return kept.path;
    const { width, height } = sliceGeometry(grid, plane, index);
    const { label } = overlay;
    const path = outlinePath(sliceLabels(grid, overlay.data, plane, index), width, height, (value) => (label === undefined ? value > 0 : value === label));
    this.#kept.set(key, { data: overlay.data, label, index, path });
    return path;
  }

  clear(): void {
    this.#kept.clear();
  }
}

/** A mask as a picture of its slice, one pixel a pixel. */
export function maskImage(mask: SliceMask, color: Rgb, alpha: number): HTMLCanvasElement {
  const image = new ImageData(mask.width, mask.height);
  const words = new Uint32Array(image.data.buffer);
  const word = (Math.round(alpha * 255) << 24) | (color.b << 16) | (color.g << 8) | color.r;
  for (let at = 0; at < words.length; at++) if (mask.data[at]) words[at] = word;
  const canvas = document.createElement('canvas');
  canvas.width = mask.width;
  canvas.height = mask.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

/** Draws a picture of a slice exactly over its pixels. */
export function drawOnSlice(context: CanvasRenderingContext2D, frame: SliceFrame, image: CanvasImageSource): void {
  context.save();
  context.imageSmoothingEnabled = false;
  context.transform(frame.dx, 0, 0, frame.dy, frame.x0, frame.y0);
  context.drawImage(image, -0.5, -0.5);
  context.restore();
}
