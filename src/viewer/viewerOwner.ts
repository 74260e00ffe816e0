import { fault, FaultError } from '#core/faults.ts';
import type { SlicePoint, VoxelPoint } from '#core/volume/grid.ts';
import type { Plane, SliceMask } from '#core/volume/slice.ts';
import { planeAxes, writeSlice } from '#core/volume/slice.ts';
import { resetCamera } from '#viewer/camera.ts';
import { PointerDesk } from '#viewer/pointerDesk.ts';
import { Redraw } from '#viewer/redraw.ts';
import { SceneView } from '#viewer/sceneView.ts';
import { openStage } from '#viewer/stage.ts';
import type { SlicePosition, ViewerEvent, ViewerHandle, ViewerListener, ViewerProps } from '#viewer/types.ts';
import type { HandsOwner } from '#viewer/viewerHands.ts';
import { ViewerHands, worldOf } from '#viewer/viewerHands.ts';
import { changedProps, INITIAL_PROPS, middleVoxel, nearestVoxel } from '#viewer/viewerProps.ts';

const PLANES: readonly Plane[] = ['axial', 'coronal', 'sagittal'];

/** Props that only the marks above the image depend on. */
const MARKS_PROPS: ReadonlySet<keyof ViewerProps> = new Set(['previews', 'prompts', 'brushRadiusPx', 'polarity', 'tool']);

/**
 * The one owner of one NiiVue, its WebGL context and its listeners, in a host element. Imperative inside, declarative
 * outside: setProps says what should be seen, subscribe tells what happened, destroy gives everything back.
 */
export class ViewerOwner implements ViewerHandle, HandsOwner {
  readonly #host: HTMLElement;
  readonly #listeners = new Set<ViewerListener>();
  readonly #life = new AbortController();
  readonly #redraw: Redraw;
  #stageLife = new AbortController();
  #props: ViewerProps = INITIAL_PROPS;
  #view: SceneView | undefined;
  #cursor: SlicePosition | undefined;
  #context: 'fine' | 'lost' = 'fine';
  /** Identity of the newest load; an older one that comes later is dropped. */
  #newestLoad: object = {};

  constructor(host: HTMLElement, props: Partial<ViewerProps> = {}) {
    this.#host = host;
    if (getComputedStyle(host).position === 'static') host.style.position = 'relative';
    host.style.touchAction = 'none';
    this.#redraw = new Redraw({ scene: () => this.#view?.draw(), marks: () => this.#view?.paintMarks() }, () => this.#view?.isBusy ?? false);
    const hands = new ViewerHands(this);
    new PointerDesk(hands).attach(host, this.#life.signal);
    host.addEventListener('keydown', (event) => hands.key(event), { signal: this.#life.signal });
    this.setProps(props);
    void this.#open();
  }

  get props(): ViewerProps {
    return this.#props;
  }

  get crosshair(): VoxelPoint {
    return this.#props.crosshair;
  }

  get view(): SceneView | undefined {
    return this.#view;
  }

  setProps(next: Partial<ViewerProps>): void {
    const changed = changedProps(this.#props, next);
    if (changed.size === 0) return;
    const before = this.#props;
    this.#props = { ...before, ...next };
    const isNewVolume = this.#props.volume?.id !== before.volume?.id;
    if (isNewVolume && this.#props.volume) {
      this.#placeCrosshair(changed.has('crosshair') ? this.#props.crosshair : middleVoxel(this.#props.volume.grid), before.crosshair, 'props');
      void this.#load();
    } else if (isNewVolume) {
      this.#newestLoad = {};
      this.#view?.clear();
    } else if (changed.has('crosshair')) this.#placeCrosshair(this.#props.crosshair, before.crosshair, 'props');
    if (changed.has('overlays') && !isNewVolume) this.#view?.showOverlays(this.#props.overlays);
    this.#redraw.ask([...changed].every((name) => MARKS_PROPS.has(name)) ? 'marks' : 'scene');
  }

  subscribe(listener: ViewerListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: ViewerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  paintSlice(overlay: 'reference' | 'prediction', mask: SliceMask, value = 1): void {
    const data = this.#props.overlays[overlay]?.data;
    const volume = this.#props.volume;
    if (!data || !volume) throw new Error(`paintSlice: there is no ${overlay} overlay to paint on`);
    writeSlice(volume.grid, data, mask, value);
    this.#view?.refreshSlice(mask.plane, mask.index, value);
    this.#redraw.ask('scene');
  }

  async snapshot(): Promise<Blob> {
    if (!this.#view) throw new Error('snapshot: the viewer is not on the screen yet');
    return this.#view.snapshot();
  }

  sliceIndex(plane: Plane): number {
    return sliceIndexOf(plane, this.#props.crosshair);
  }

  resetView(): void {
    if (this.#view) resetCamera(this.#view.pane);
    this.redraw('render');
    this.emit({ kind: 'view', zoom: 1 });
  }

  clientPoint(plane: Plane, point: SlicePoint): { readonly x: number; readonly y: number } | undefined {
    return this.#view?.toClient(plane, point);
  }

  async rest(): Promise<void> {
    while (!this.#life.signal.aborted && (this.#redraw.state === 'waiting' || this.#view?.isAtRest === false)) {
      await new Promise((resolve) => { setTimeout(resolve, 16); });
    }
  }

  rebuild(): void {
    this.#closeView();
    void this.#open();
  }

  destroy(): void {
    this.#life.abort();
    this.#closeView();
    this.#listeners.clear();
  }

  moveCrosshair(voxel: VoxelPoint): void {
    this.#placeCrosshair(voxel, this.#props.crosshair, 'user');
  }

  changeWindow(low: number, high: number): void {
    this.setProps({ window: { low, high } });
    this.emit({ kind: 'window', window: { low, high } });
  }

  showCursor(position: SlicePosition | undefined): void {
    this.#cursor = position;
    this.#redraw.ask('marks');
  }

  redraw(pane: 'slices' | 'render'): void {
    if (pane === 'render') this.#view?.askRender();
    this.#redraw.ask('scene');
  }

  async #open(): Promise<void> {
    const life = new AbortController();
    this.#stageLife = life;
    await this.#guard(async () => {
      const stage = await openStage(this.#host, { onContextLost: () => this.#loseContext(), onContextRestored: () => this.rebuild() }, life.signal);
      this.#view = new SceneView(stage, () => ({ props: this.#props, crosshair: this.#props.crosshair, cursor: this.#cursor }));
      await this.#load();
    });
  }

  #closeView(): void {
    this.#stageLife.abort();
    this.#redraw.stop();
    this.#view?.dispose();
    this.#view = undefined;
  }

  #loseContext(): void {
    this.#context = 'lost';
    this.#redraw.stop();
    this.emit({ kind: 'context', state: 'lost' });
    this.emit({ kind: 'fault', fault: fault('webgl-context-lost') });
  }

  async #load(): Promise<void> {
    const { volume } = this.#props;
    const view = this.#view;
    if (!view || !volume) return;
    const load = {};
    this.#newestLoad = load;
    await this.#guard(async () => {
      const image = await view.read(volume, this.#props.window);
      if (this.#newestLoad !== load || this.#view !== view) return;
      view.show(image, volume.grid);
      this.#placeCrosshair(this.#props.crosshair, this.#props.crosshair, 'props');
      this.emit({ kind: 'ready', volumeId: volume.id });
      if (this.#context === 'fine') return;
      this.#context = 'fine';
      this.emit({ kind: 'context', state: 'restored' });
    });
  }

  /** The viewer's own boundary: what fails in the background becomes a fault event, never an unheard rejection. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#life.signal.aborted || (error instanceof DOMException && error.name === 'AbortError')) return;
      const told = error instanceof FaultError ? error.fault : fault('viewer-volume-unreadable', { came: error instanceof Error ? error.message : String(error) });
      this.emit({ kind: 'fault', fault: told });
    }
  }

  #placeCrosshair(to: VoxelPoint, from: VoxelPoint, cause: 'user' | 'props'): void {
    const grid = this.#props.volume?.grid;
    if (!grid) return;
    const voxel = nearestVoxel(grid, to);
    this.#props = { ...this.#props, crosshair: voxel };
    this.emit({ kind: 'crosshair', voxel, world: worldOf(grid, voxel), intensity: this.#view?.intensity(voxel) ?? 0, cause });
    for (const plane of PLANES) {
      if (sliceIndexOf(plane, from) !== sliceIndexOf(plane, voxel)) this.emit({ kind: 'slice', plane, index: sliceIndexOf(plane, voxel) });
    }
    this.#redraw.ask('scene');
  }
}

function sliceIndexOf(plane: Plane, voxel: VoxelPoint): number {
  return [voxel.i, voxel.j, voxel.k][planeAxes(plane)[2]];
}
