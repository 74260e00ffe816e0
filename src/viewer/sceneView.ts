import type { NVImage } from '@niivue/niivue';
import { FaultError } from '#core/faults.ts';
import type { Grid, SlicePoint, VoxelPoint } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { axisScales, drawnPanes, resetCamera } from '#viewer/camera.ts';
import type { Panes } from '#viewer/camera.ts';
import type { CanvasPoint, SliceFrame } from '#viewer/frames.ts';
import { isInside, toCanvas } from '#viewer/frames.ts';
import { LabelTexture } from '#viewer/labelTexture.ts';
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

interface Shown { readonly grid: Grid; readonly image: NVImage; readonly labels: LabelTexture }

/** One image with its masks and marks on one stage; lives and dies with the stage's WebGL context. */
export class SceneView {
  readonly pane: PaneNiivue;
  readonly #stage: Stage;
  readonly #painter: MarksPainter;
  readonly #look: () => Look;
  #shown: Shown | undefined;
  #panes: Panes = { slices: [], render: undefined };

  constructor(stage: Stage, look: () => Look) {
    this.#stage = stage;
    this.pane = stage.pane;
    this.#look = look;
    this.#painter = new MarksPainter(stage.marksCanvas);
    resetCamera(this.pane);
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
    const read = image.dimsRAS?.slice(1, 4).join(' × ');
    const axes = image.permRAS?.join(', ');
    if (read !== dims || axes !== '1, 2, 3') throw new FaultError('viewer-volume-unreadable', { expected: `${dims} voxels in RAS order`, came: `${read} with axes ${axes}` });
    return image;
  }

  show(image: NVImage, grid: Grid): void {
    if (this.#shown) resetCamera(this.pane);
    this.pane.volumes = [];
    this.pane.addVolume(image);
    this.#shown = { grid, image, labels: new LabelTexture(this.pane, grid) };
    this.#painter.forgetOutlines();
    this.showOverlays(this.#look().props.overlays);
    this.applyWindow();
    this.draw();
  }

  clear(): void {
    this.#shown = undefined;
    this.#panes = { slices: [], render: undefined };
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

  applyWindow(): void {
    if (!this.#shown) return;
    const { low, high } = this.#look().props.window;
    const { image } = this.#shown;
    if (image.cal_min === low && image.cal_max === high) return;
    image.cal_min = low;
    image.cal_max = high;
    this.pane.updateGLVolume();
  }

  draw(): void {
    const { pane } = this;
    if (!this.#shown) return;
    const { props, crosshair: { i, j, k } } = this.#look();
    const { dims } = this.#shown.grid;
    pane.scene.crosshairPos = [(i + 0.5) / dims[0], (j + 0.5) / dims[1], (k + 0.5) / dims[2]];
    pane.opts.isRadiologicalConvention = props.convention === 'radiological';
    pane.opts.show3Dcrosshair = props.crosshairVisibility === 'shown';
    pane.opts.backColor = [...BACKGROUND[props.theme]];
    pane.opts.isNearestInterpolation = props.interpolation === 'nearest';
    if (props.layout === 'render' || props.layout === 'multiplanar') this.#shown.labels.smooth();
    pane.layTiles(layoutTiles(props.layout, pane.gl.canvas.width / Math.max(1, pane.gl.canvas.height)));
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
    this.#shown = undefined;
    this.#stage.dispose();
  }

  /** After every drawing of NiiVue's, its own on resize too. */
  #drawn(): void {
    if (!this.#shown || this.pane.volumes.length === 0) return;
    this.#panes = drawnPanes(this.pane, this.#shown.grid, this.#look().crosshair, axisScales(this.pane, this.#shown.grid.dims));
    this.paintMarks();
  }
}
