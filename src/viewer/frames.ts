import type { Dims, SlicePoint } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';

/** A place on the viewer's canvas in device pixels, from its top left corner. */
export interface CanvasPoint { readonly x: number; readonly y: number }

export interface CanvasRect { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

/**
 * One pane that shows a slice, and where the slice's pixels lie on it: the centre of slice pixel (u, v) is at
 * x = x0 + dx·u, y = y0 + dy·v in device pixels. dx is negative when the pane is mirrored (neurological view).
 */
export interface SliceFrame {
  readonly plane: Plane;
  readonly index: number;
  readonly width: number;
  readonly height: number;
  readonly rect: CanvasRect;
  readonly x0: number;
  readonly y0: number;
  readonly dx: number;
  readonly dy: number;
}

/** What NiiVue says of a tile: the mm (along its own axes) at its bottom left, and the mm that it spans; negative when mirrored. */
export interface TileExtent {
  readonly rect: CanvasRect;
  readonly leftMm: number;
  readonly bottomMm: number;
  readonly spanXMm: number;
  readonly spanYMm: number;
}

/** Along one array axis: mm of the low face of voxel 0, and voxel size, in NiiVue's unrotated slice space. */
export interface AxisScale { readonly originMm: number; readonly sizeMm: number }

const AXES = { axial: [0, 1], coronal: [0, 2], sagittal: [1, 2] } as const;

/** The frame of a plane's tile. Slice columns and rows count against the array axes (core/volume/slice.ts). */
export function sliceFrame(plane: Plane, index: number, dims: Dims, scales: readonly AxisScale[], tile: TileExtent): SliceFrame {
  const [a, b] = AXES[plane];
  const pxPerMmX = tile.rect.width / tile.spanXMm;
  const pxPerMmY = tile.rect.height / tile.spanYMm;
  const bottom = tile.rect.top + tile.rect.height;
  const lastU = scales[a].originMm + scales[a].sizeMm * (dims[a] - 0.5);
  const lastV = scales[b].originMm + scales[b].sizeMm * (dims[b] - 0.5);
  return {
    plane, index, width: dims[a], height: dims[b], rect: tile.rect,
    x0: tile.rect.left + (lastU - tile.leftMm) * pxPerMmX,
    dx: -scales[a].sizeMm * pxPerMmX,
    y0: bottom - (lastV - tile.bottomMm) * pxPerMmY,
    dy: scales[b].sizeMm * pxPerMmY,
  };
}

export function toCanvas(frame: SliceFrame, point: SlicePoint): CanvasPoint {
  return { x: frame.x0 + frame.dx * point.u, y: frame.y0 + frame.dy * point.v };
}

/** The slice place under a canvas place, anywhere on the plane (also outside the image). */
export function toSlice(frame: SliceFrame, at: CanvasPoint): SlicePoint {
  return { u: (at.x - frame.x0) / frame.dx, v: (at.y - frame.y0) / frame.dy };
}

/** Whether a slice place lies on the image (pixels are half a pixel wide about their centres). */
export function isOnSlice(frame: SliceFrame, point: SlicePoint): boolean {
  return point.u >= -0.5 && point.u < frame.width - 0.5 && point.v >= -0.5 && point.v < frame.height - 0.5;
}

export function clampToSlice(frame: SliceFrame, point: SlicePoint): SlicePoint {
  return { u: Math.min(Math.max(point.u, 0), frame.width - 1), v: Math.min(Math.max(point.v, 0), frame.height - 1) };
}

export function isInside(rect: CanvasRect, at: CanvasPoint): boolean {
  return at.x >= rect.left && at.x < rect.left + rect.width && at.y >= rect.top && at.y < rect.top + rect.height;
}
