import type { VoxelPoint, WorldPoint, Grid } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { planeAxes, sliceToVoxel } from '#core/volume/slice.ts';
import { panSlices, rotateRender, zoomRender, zoomSlices } from '#viewer/camera.ts';
import type { CanvasPoint, SliceFrame } from '#viewer/frames.ts';
import { isInside, toSlice } from '#viewer/frames.ts';
import { glyphAt } from '#viewer/glyphs.ts';
import { keyAction } from '#viewer/keys.ts';
import type { PointerTarget } from '#viewer/pointerDesk.ts';
import type { SceneView } from '#viewer/sceneView.ts';
import type { GlyphHit, SlicePosition, Tool, ViewerEvent, ViewerProps } from '#viewer/types.ts';

/** How near the pointer must come to a glyph to be on it, in CSS pixels. */
const HIT_REACH_CSS_PX = 9;

/** What hands need of the owner. */
export interface HandsOwner {
  readonly props: ViewerProps;
  readonly crosshair: VoxelPoint;
  readonly view: SceneView | undefined;
  moveCrosshair(voxel: VoxelPoint): void;
  changeWindow(low: number, high: number): void;
  showCursor(position: SlicePosition | undefined): void;
  redraw(pane: 'slices' | 'render'): void;
  resetView(): void;
  emit(event: ViewerEvent): void;
}

/** What pointer and keys do to the scene. Without a scene on the screen nothing is hit, so nothing happens. */
export class ViewerHands implements PointerTarget {
  readonly #owner: HandsOwner;
  #activePlane: Plane = 'axial';

  constructor(owner: HandsOwner) {
    this.#owner = owner;
  }

  get tool(): Tool {
    return this.#owner.props.tool;
  }

  toCanvas(event: MouseEvent): CanvasPoint {
    return this.#owner.view?.toCanvas(event) ?? { x: -1, y: -1 };
  }

  frameAt(at: CanvasPoint): SliceFrame | undefined {
    return this.#owner.view?.frameAt(at);
  }

  frameOf(plane: Plane): SliceFrame | undefined {
    return this.#owner.view?.frameOf(plane);
  }

  isInRender(at: CanvasPoint): boolean {
    const rect = this.#owner.view?.panes.render;
    return rect !== undefined && isInside(rect, at);
  }

  hitAt(frame: SliceFrame, at: CanvasPoint): GlyphHit | undefined {
    return glyphAt(this.#owner.props.prompts, frame, at, HIT_REACH_CSS_PX * (this.#owner.view?.pane.uiData.dpr ?? 1));
  }

  positionOn(frame: SliceFrame, at: CanvasPoint): SlicePosition {
    const { view } = this.#owner;
    const grid = view?.grid;
    if (!view || !grid) throw new Error('positionOn: a frame without a scene');
    const point = toSlice(frame, at);
    const voxel = sliceToVoxel(grid, frame.plane, frame.index, point);
    return { plane: frame.plane, index: frame.index, point, voxel, world: worldOf(grid, voxel), intensity: view.intensity(voxel) };
  }

  activate(plane: Plane): void {
    this.#activePlane = plane;
  }

  moveCrosshair(position: SlicePosition): void {
    this.#owner.moveCrosshair(position.voxel);
  }

  scroll(plane: Plane, steps: number): void {
    const { i, j, k } = this.#owner.crosshair;
    const to = [i, j, k];
    to[planeAxes(plane)[2]] += steps;
    this.#owner.moveCrosshair({ i: to[0], j: to[1], k: to[2] });
  }

  zoom(at: CanvasPoint, factor: number): void {
    const { view } = this.#owner;
    if (!view?.grid) return;
    const frame = view.frameAt(at);
    if (!frame) zoomRender(view.pane, factor);
    else this.#owner.emit({ kind: 'view', zoom: zoomSlices(view.pane, view.grid, frame, at, factor) });
    this.#owner.redraw(frame ? 'slices' : 'render');
  }

  pan(plane: Plane, from: CanvasPoint, to: CanvasPoint): void {
    const { view } = this.#owner;
    const frame = view?.frameOf(plane);
    if (!view?.grid || !frame) return;
    panSlices(view.pane, view.grid, frame, from, to);
    this.#owner.redraw('slices');
  }

  /** Right and left widen and narrow, up and down brighten and darken; 400 pixels are the whole window. */
  dragWindow(dx: number, dy: number): void {
    const { low, high } = this.#owner.props.window;
    const unit = (high - low) / (400 * (this.#owner.view?.pane.uiData.dpr ?? 1));
    const width = Math.max((high - low) * 0.05, high - low + dx * unit * 2);
    const level = (low + high) / 2 + dy * unit;
    this.#owner.changeWindow(level - width / 2, level + width / 2);
  }

  rotate(dx: number, dy: number): void {
    const { view } = this.#owner;
    if (!view) return;
    rotateRender(view.pane, dx, dy);
    this.#owner.redraw('render');
  }

  showCursor(position: SlicePosition | undefined): void {
    this.#owner.showCursor(position);
  }

  emit(event: ViewerEvent): void {
    this.#owner.emit(event);
  }

  key(event: KeyboardEvent): void {
    const frames = this.#owner.view?.panes.slices ?? [];
    const frame = frames.find(({ plane }) => plane === this.#activePlane) ?? frames[0];
    const action = keyAction(event, frame?.plane ?? 'axial', frame && frame.dx < 0 ? -1 : 1);
    if (!action) return;
    event.preventDefault();
    const { crosshair } = this.#owner;
    if (action.kind === 'move') this.#owner.moveCrosshair({ i: crosshair.i + action.by.i, j: crosshair.j + action.by.j, k: crosshair.k + action.by.k });
    else if (action.kind === 'reset') this.#owner.resetView();
    else if (frame) this.zoom({ x: frame.rect.left + frame.rect.width / 2, y: frame.rect.top + frame.rect.height / 2 }, action.factor);
    else this.zoom({ x: -1, y: -1 }, action.factor);
  }
}

/** RAS mm of a voxel position. */
export function worldOf(grid: Grid, { i, j, k }: VoxelPoint): WorldPoint {
  const a = grid.affine;
  const row = (r: number) => a[r] * i + a[r + 1] * j + a[r + 2] * k + a[r + 3];
  return { x: row(0), y: row(4), z: row(8) };
}
