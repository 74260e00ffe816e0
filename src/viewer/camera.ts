import type { Dims, Grid, SlicePoint, VoxelPoint } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { planeAxes, sliceToVoxel } from '#core/volume/slice.ts';
import type { AxisScale, CanvasPoint, CanvasRect, SliceFrame } from '#viewer/frames.ts';
import { sliceFrame, toSlice } from '#viewer/frames.ts';
import type { PaneNiivue } from '#viewer/paneNiivue.ts';

const PLANES: readonly Plane[] = ['axial', 'coronal', 'sagittal'];
const ZOOM_MIN = 0.5;
const ZOOM_MAX = 40;
const ZOOM_3D_MIN = 0.3;
const ZOOM_3D_MAX = 8;

export interface Panes {
  readonly slices: readonly SliceFrame[];
  readonly render: CanvasRect | undefined;
}

/** NiiVue's unrotated slice space: mm along each array axis. */
export function axisScales(pane: PaneNiivue, dims: Dims): AxisScale[] {
  const low = pane.frac2mm([0, 0, 0]);
  const high = pane.frac2mm([1, 1, 1]);
  return dims.map((count, axis) => ({ originMm: low[axis], sizeMm: (high[axis] - low[axis]) / count }));
}

/** Where everything was drawn last. */
export function drawnPanes(pane: PaneNiivue, grid: Grid, crosshair: VoxelPoint, scales: readonly AxisScale[]): Panes {
  const at = [crosshair.i, crosshair.j, crosshair.k];
  const slices: SliceFrame[] = [];
  let render: CanvasRect | undefined;
  for (const tile of pane.screenSlices) {
    const [left, top, width, height] = tile.leftTopWidthHeight;
    const rect = { left, top, width, height };
    const plane = PLANES[tile.axCorSag];
    if (!plane) render = rect;
    else {
      slices.push(sliceFrame(plane, at[planeAxes(plane)[2]], grid.dims, scales, {
        rect, leftMm: tile.leftTopMM[0], bottomMm: tile.leftTopMM[1], spanXMm: tile.fovMM[0], spanYMm: tile.fovMM[1],
      }));
    }
  }
  return { slices, render };
}

function placeMm(pane: PaneNiivue, grid: Grid, frame: SliceFrame, point: SlicePoint): readonly [number, number, number] {
  const scales = axisScales(pane, grid.dims);
  const { i, j, k } = sliceToVoxel(grid, frame.plane, frame.index, point);
  const mm = (voxel: number, axis: 0 | 1 | 2) => scales[axis].originMm + scales[axis].sizeMm * (voxel + 0.5);
  return [mm(i, 0), mm(j, 1), mm(k, 2)];
}

/** Zooms so that what lies under the canvas place stays there. NiiVue shows (extent − pan) / zoom. */
export function zoomSlices(pane: PaneNiivue, grid: Grid, frame: SliceFrame, at: CanvasPoint, factor: number): number {
  const [x, y, z, zoom] = pane.scene.pan2Dxyzmm;
  const next = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, zoom * factor));
  const place = placeMm(pane, grid, frame, toSlice(frame, at));
  const shift = zoom - next;
  pane.scene.pan2Dxyzmm = [x + place[0] * shift, y + place[1] * shift, z + place[2] * shift, next];
  return next;
}

export function panSlices(pane: PaneNiivue, grid: Grid, frame: SliceFrame, from: CanvasPoint, to: CanvasPoint): void {
  const [x, y, z, zoom] = pane.scene.pan2Dxyzmm;
  const a = placeMm(pane, grid, frame, toSlice(frame, from));
  const b = placeMm(pane, grid, frame, toSlice(frame, to));
  pane.scene.pan2Dxyzmm = [x + (b[0] - a[0]) * zoom, y + (b[1] - a[1]) * zoom, z + (b[2] - a[2]) * zoom, zoom];
}

export function resetCamera(pane: PaneNiivue): void {
  pane.scene.pan2Dxyzmm = [0, 0, 0, 1];
  pane.scene.renderAzimuth = 160;
  pane.scene.renderElevation = 12;
  pane.scene.volScaleMultiplier = 1;
}

export function rotateRender(pane: PaneNiivue, dxPx: number, dyPx: number): void {
  pane.scene.renderAzimuth = (pane.scene.renderAzimuth - dxPx * 0.5 + 360) % 360;
  pane.scene.renderElevation = Math.min(90, Math.max(-90, pane.scene.renderElevation + dyPx * 0.5));
}

export function zoomRender(pane: PaneNiivue, factor: number): void {
  pane.scene.volScaleMultiplier = Math.min(ZOOM_3D_MAX, Math.max(ZOOM_3D_MIN, pane.scene.volScaleMultiplier * factor));
}
