import type { NVImage } from '@niivue/niivue';
import { FaultError } from '#core/faults.ts';
import type { Grid, SlicePoint, VoxelPoint } from '#core/volume/grid.ts';
import { spacingMm } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { axisScales, drawnPanes, resetCamera } from '#viewer/camera.ts';
import type { Panes } from '#viewer/camera.ts';
import type { CanvasPoint, SliceFrame } from '#viewer/frames.ts';
import { isInside, toCanvas } from '#viewer/frames.ts';
import { LabelTexture } from '#viewer/labelTexture.ts';
import { GpuClock } from '#viewer/gpuClock.ts';
import { IntensityTexture, SLICE_SHADER } from '#viewer/intensityTexture.ts';
import type { LayoutTile } from '#viewer/layoutTiles.ts';
import { layoutTiles } from '#viewer/layoutTiles.ts';
import { MarksPainter } from '#viewer/marksPainter.ts';
import type { PaneNiivue } from '#viewer/paneNiivue.ts';
import type { Stage } from '#viewer/stage.ts';
import type { DisplayWindow } from '#core/volume/displayWindow.ts';
import type { Overlays, SlicePosition, ViewerProps, ViewerVolume } from '#viewer/types.ts';

const BACKGROUND = { dark: [0.035, 0.043, 0.055, 1], light: [0.13, 0.145, 0.165, 1] } as const;

/** What is being looked at, apart from the props: the places of crosshair and pointer. */
export interface Look {
  readonly props: ViewerProps;
  readonly crosshair: VoxelPoint;
  readonly cursor: SlicePosition | undefined;
}

interface Shown { readonly grid: Grid; readonly image: NVImage; readonly intensity: IntensityTexture; readonly labels: LabelTexture }

/** A rendering that takes longer than two frames is drawn when the rest has come to rest, not with every move. */
const LIVE_RENDER_MS = 34;
const REST_MS = 250;
/** On a device that renders as slowly as this, one waits longer before it is given a rendering. */
const SLOW_RENDER_MS = 500;
const SLOW_REST_MS = 1000;

/**
 * Makes NiiVue take the array as it is. Slices are cut along the array anyway, and world positions come from the grid;
 * left with an oblique affine NiiVue would choose axes by a rule of its own, which near 45° is not the readers'.
 */
function layUpright(image: NVImage, grid: Grid): void {
  const [sx, sy, sz] = spacingMm(grid);
  const start = (axis: 0 | 1 | 2, size: number) => (-size * (grid.dims[axis] - 1)) / 2;
  if (image.hdr) image.hdr.pixDims = [1, sx, sy, sz, ...image.hdr.pixDims.slice(4)];
  image.setAffine([[sx, 0, 0, start(0, sx)], [0, sy, 0, start(1, sy)], [0, 0, sz, start(2, sz)], [0, 0, 0, 1]]);
}

/** One image with its masks and marks on one stage; lives and dies with the stage's WebGL context. */
export class SceneView {
  readonly pane: PaneNiivue;
  readonly #stage: Stage;
  readonly #painter: MarksPainter;
  readonly #look: () => Look;
  readonly #clock: GpuClock;
  #shown: Shown | undefined;
  /** Whether the rendering is of what is shown; what the last one cost; its timer. */
  #render: 'fresh' | 'stale' | 'asked' = 'stale';
  #renderMs = Infinity;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #drawnSize = '';
  #panes: Panes = { slices: [], render: undefined };

  constructor(stage: Stage, look: () => Look) {
    this.#stage = stage;
    this.pane = stage.pane;
    this.#look = look;
    this.#painter = new MarksPainter(stage.marksCanvas);
    this.#clock = new GpuClock(stage.pane.gl);
    resetCamera(this.pane);
    this.pane.setCustomSliceShader(SLICE_SHADER);
    this.pane.onSlices = () => this.#shown?.intensity.use(this.#look().props.window, this.#look().props.interpolation);
    this.pane.onDrawn = () => this.#drawn();
  }

  get grid(): Grid | undefined {
    return this.#shown?.grid;
  }

  get panes(): Panes {
    return this.#panes;
  }

  /** Reads the bytes; faults where they are not what the volume says or the device cannot hold them. */
  async read(volume: ViewerVolume, window: DisplayWindow): Promise<NVImage> {
    const max3D = this.pane.uiData.max3D ?? 2048;
    const dims = volume.grid.dims.join(' × ');
    if (Math.max(...volume.grid.dims) > max3D) throw new FaultError('viewer-volume-too-large', { expected: `at most ${max3D} voxels along an axis`, came: dims });
    const { readImage } = await import('#viewer/paneNiivue.ts');
    const image = await readImage(volume.bytes, window.low, window.high);
    layUpright(image, volume.grid);
    const read = image.dimsRAS?.slice(1, 4).join(' × ');
    if (read !== dims) throw new FaultError('viewer-volume-unreadable', { expected: `${dims} voxels`, came: `${read}` });
    return image;
  }

  show(image: NVImage, grid: Grid): void {
    if (this.#shown) resetCamera(this.pane);
    this.clear();
    this.pane.held(() => this.pane.addVolume(image));
    this.#shown = { grid, image, intensity: new IntensityTexture(this.pane, image, grid.dims), labels: new LabelTexture(this.pane, grid) };
    this.showOverlays(this.#look().props.overlays);
    this.draw();
  }

  clear(): void {
    this.#shown?.intensity.dispose();
    this.#shown = undefined;
    this.#panes = { slices: [], render: undefined };
    this.#painter.forgetOutlines();
    this.pane.volumes = [];
    this.pane.drawScene();
    const { marksCanvas } = this.#stage;
    marksCanvas.getContext('2d')?.clearRect(0, 0, marksCanvas.width, marksCanvas.height);
  }

  showOverlays(overlays: Overlays): void {
    this.#shown?.labels.show(overlays);
  }

  /** One slice of an overlay's array changed in place; `newLabel` is the value written. */
  refreshSlice(plane: Plane, index: number, newLabel: number): void {
    this.#painter.forgetOutlines();
    this.#shown?.labels.refreshSlice(plane, index, newLabel);
  }

  /** While true nothing new should be drawn: the GPU has not finished the last. */
  get isBusy(): boolean {
    return this.#clock.isBusy;
  }

  /** At rest: the GPU is done and the rendering is of what is shown. */
  get isAtRest(): boolean {
    return !this.#clock.isBusy && this.#restTimer === undefined;
  }

  /** The next drawing shall include the rendering, however long it takes: the user is turning it. */
  askRender(): void {
    this.#render = 'asked';
  }

  draw(): void {
    if (!this.#shown) return;
    if (this.#render === 'fresh') this.#renderMs = this.#clock.lastMs;
    const { props, crosshair: { i, j, k } } = this.#look();
    const { pane } = this;
    const { dims } = this.#shown.grid;
    pane.scene.crosshairPos = [(i + 0.5) / dims[0], (j + 0.5) / dims[1], (k + 0.5) / dims[2]];
    pane.opts.isRadiologicalConvention = props.convention === 'radiological';
    pane.opts.show3Dcrosshair = props.crosshairVisibility === 'shown';
    pane.opts.backColor = [...BACKGROUND[props.theme]];
    const tiles = layoutTiles(props.layout, pane.gl.canvas.width / Math.max(1, pane.gl.canvas.height));
    const slices = tiles.filter(({ view }) => view !== 'render');
    const isWhole = slices.length === tiles.length || slices.length === 0 || this.#render === 'asked' || this.#size() !== this.#drawnSize
      || (this.#renderMs <= LIVE_RENDER_MS && this.#isColored());
    if (isWhole) this.#drawWhole(tiles);
    else this.#drawSlices(slices);
  }

  #drawWhole(tiles: readonly LayoutTile[]): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = undefined;
    const hasRender = tiles.some(({ view }) => view === 'render');
    const started = performance.now();
    if (hasRender) this.#colorRender();
    this.#render = hasRender ? 'fresh' : 'stale';
    this.#drawnSize = this.#size();
    this.pane.layTiles(tiles, 'cleared');
    this.#clock.mark(started);
  }

  /** Slices only, beside the last rendering, which follows when nothing has moved for a while. */
  #drawSlices(tiles: readonly LayoutTile[]): void {
    this.#render = 'stale';
    const started = performance.now();
    this.pane.layTiles(tiles, 'kept');
    this.#clock.mark(started);
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#rest(), Number.isFinite(this.#renderMs) && this.#renderMs > SLOW_RENDER_MS ? SLOW_REST_MS : REST_MS);
  }

  #rest(): void {
    if (this.#clock.isBusy) {
      this.#restTimer = setTimeout(() => this.#rest(), REST_MS);
      return;
    }
    this.#render = 'asked';
    this.draw();
  }

  #size(): string {
    const { width, height } = this.#stage.glCanvas;
    return `${width} ${height} ${this.#look().props.layout}`;
  }

  /** Whether NiiVue's coloured texture, which only the rendering uses, is of the present window. */
  #isColored(): boolean {
    const { low, high } = this.#look().props.window;
    return this.#shown?.image.cal_min === low && this.#shown.image.cal_max === high;
  }

  #colorRender(): void {
    if (!this.#shown) return;
    this.#shown.labels.smooth();
    if (this.#isColored()) return;
    const { low, high } = this.#look().props.window;
    this.#shown.image.cal_min = low;
    this.#shown.image.cal_max = high;
    this.pane.held(() => this.pane.updateGLVolume());
  }

  /** Repaints what lies above the image only: cheap enough for every pointer move. */
  paintMarks(): void {
    if (!this.#shown) return;
    const { width, height } = this.#stage.glCanvas;
    const { props, crosshair, cursor } = this.#look();
    this.#painter.paint({ grid: this.#shown.grid, panes: this.#panes, crosshair, coding: this.#shown.labels.coding, props, cursor, dpr: this.pane.uiData.dpr ?? 1 }, width, height);
  }

  frameAt(at: CanvasPoint): SliceFrame | undefined {
    return this.#panes.slices.find((frame) => isInside(frame.rect, at));
  }

  frameOf(plane: Plane): SliceFrame | undefined {
    return this.#panes.slices.find((frame) => frame.plane === plane);
  }

  /** Real intensity of the nearest voxel; 0 before there is an image. */
  intensity(voxel: VoxelPoint): number {
    return this.#shown?.image.getValue(voxel.i, voxel.j, voxel.k) ?? 0;
  }

  toCanvas(event: { readonly clientX: number; readonly clientY: number }): CanvasPoint {
    const bounds = this.#stage.glCanvas.getBoundingClientRect();
    const { width, height } = this.#stage.glCanvas;
    return { x: ((event.clientX - bounds.left) * width) / bounds.width, y: ((event.clientY - bounds.top) * height) / bounds.height };
  }

  toClient(plane: Plane, point: SlicePoint): { readonly x: number; readonly y: number } | undefined {
    const frame = this.frameOf(plane);
    if (!frame) return undefined;
    const at = toCanvas(frame, point);
    const bounds = this.#stage.glCanvas.getBoundingClientRect();
    const { width, height } = this.#stage.glCanvas;
    return { x: bounds.left + (at.x * bounds.width) / width, y: bounds.top + (at.y * bounds.height) / height };
  }

  /** PNG of image and marks. Read in the same task as the drawing: the context keeps no picture beyond it. */
  async snapshot(): Promise<Blob> {
    this.askRender();
    this.draw();
    const { glCanvas, marksCanvas } = this.#stage;
    const copy = new OffscreenCanvas(glCanvas.width, glCanvas.height);
    const context = copy.getContext('2d');
    if (!context) throw new FaultError('internal', { expected: 'a 2D canvas', came: 'none' });
    context.drawImage(glCanvas, 0, 0);
    context.drawImage(marksCanvas, 0, 0);
    return copy.convertToBlob({ type: 'image/png' });
  }

  dispose(): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = undefined;
    this.#clock.stop();
    this.#shown = undefined;
    this.#stage.dispose();
  }

  /** After every drawing of NiiVue's; a resize is its own, with the tiles of the last drawing. */
  #drawn(): void {
    if (!this.#shown || this.pane.volumes.length === 0) return;
    const { grid } = this.#shown;
    const drawn = drawnPanes(this.pane, grid, this.#look().crosshair, axisScales(this.pane, grid.dims));
    const isBesideRender = this.#render === 'stale' && this.#look().props.layout === 'multiplanar';
    this.#panes = { slices: drawn.slices, render: drawn.render ?? (isBesideRender ? this.#panes.render : undefined) };
    this.paintMarks();
    if (this.#size() !== this.#drawnSize && this.#restTimer === undefined) this.#restTimer = setTimeout(() => this.#rest(), REST_MS);
  }
}
