import { Niivue, NVImage, SLICE_TYPE } from '@niivue/niivue';
import type { LayoutTile } from '#viewer/layoutTiles.ts';
import type { CanvasRect } from '#viewer/frames.ts';

/** Image margin round a slice, as a share of its size. */
const MARGIN = 1.04;

/** How much of the image's own rendering remains visible behind rendered masks. */
const GHOST_OPACITY = 0.3;

const SLICE_TYPES = { axial: SLICE_TYPE.AXIAL, coronal: SLICE_TYPE.CORONAL, sagittal: SLICE_TYPE.SAGITTAL, render: SLICE_TYPE.RENDER } as const;

/**
 * NiiVue 0.69 with four habits changed: a slice fills its whole tile (NiiVue clips a zoomed slice to the unzoomed
 * image's rectangle), crosshairs on slices are left to the marks canvas (NiiVue's are voxels thick), masks stay visible
 * inside a rendered body, and somebody is told after each drawing. Only overrides methods that NiiVue declares public.
 */
export class PaneNiivue extends Niivue {
  onDrawn: (() => void) | undefined;
  /** Opacity factor that makes rendered masks solid; 1 / the largest alpha of the colour table. */
  maskSolidity = 1;
  maskVisibility: 'shown' | 'hidden' = 'hidden';
  /** Called before slices are drawn, to set up the slice shader. */
  onSlices: (() => void) | undefined;
  #isHeld = false;
  #clears: readonly LayoutTile['position'][] = [];
  #tile: CanvasRect = { left: 0, top: 0, width: 1, height: 1 };

  override draw2D(leftTopWidthHeight: number[], axCorSag: SLICE_TYPE, customMM = NaN): void {
    const [left, top, width, height] = leftTopWidthHeight;
    this.#tile = { left, top, width, height };
    this.onSlices?.();
    super.draw2D(leftTopWidthHeight, axCorSag, customMM);
  }

  /** The image's extent in mm, widened to the tile's aspect so that pixels stay square. */
  override screenFieldOfViewExtendedVox(axCorSag = 0): ReturnType<Niivue['screenFieldOfViewExtendedVox']> {
    const view = super.screenFieldOfViewExtendedVox(axCorSag);
    const mmPerPx = Math.max(view.fovMM[0] / this.#tile.width, view.fovMM[1] / this.#tile.height) * MARGIN;
    const spans = [mmPerPx * this.#tile.width, mmPerPx * this.#tile.height];
    for (const axis of [0, 1] as const) {
      const middle = (view.mnMM[axis] + view.mxMM[axis]) / 2;
      view.mnMM[axis] = middle - spans[axis] / 2;
      view.mxMM[axis] = middle + spans[axis] / 2;
      view.fovMM[axis] = spans[axis];
    }
    return view;
  }

  override drawImage3D(...args: Parameters<Niivue['drawImage3D']>): void {
    const shader = this.renderShader;
    if (shader) {
      shader.use(this.gl);
      const backOpacity = shader.uniforms['backOpacity'];
      if (backOpacity) this.gl.uniform1f(backOpacity, this.maskVisibility === 'shown' ? GHOST_OPACITY : 1);
    }
    this.drawOpacity = this.maskVisibility === 'shown' ? this.maskSolidity : 0;
    super.drawImage3D(...args);
    this.drawOpacity = 1;
  }

  override drawCrosshairs3D(...args: Parameters<Niivue['drawCrosshairs3D']>): void {
    if (!args[3]) super.drawCrosshairs3D(...args);
  }

  /** NiiVue keeps the volume's gradients for lighting that is not used here: four bytes a voxel on the GPU, freed. */
  override updateGLVolume(): void {
    super.updateGLVolume();
    this.gl.deleteTexture(this.gradientTexture);
    this.gradientTexture = null;
  }

  /** Does something that NiiVue would answer with a drawing of its own, without that drawing. */
  held(work: () => void): void {
    this.#isHeld = true;
    try {
      work();
    } finally {
      this.#isHeld = false;
    }
  }

  override drawScene(): ReturnType<Niivue['drawScene']> {
    if (this.#isHeld) return undefined;
    const said = super.drawScene();
    this.onDrawn?.();
    return said;
  }

  /** Clears only the tiles that are about to be drawn: a rendering that is not keeps its last picture. */
  override clearBounds(mask?: number, ltwh?: [number, number, number, number]): void {
    if (ltwh || this.#clears.length === 0) {
      super.clearBounds(mask, ltwh);
      return;
    }
    const { width, height } = this.gl.canvas;
    for (const [left, top, w, h] of this.#clears) {
      super.clearBounds(mask, [Math.floor(left * width), Math.floor(top * height), Math.ceil(w * width), Math.ceil(h * height)]);
    }
  }

  /** Draws these tiles; with `rest` kept, what lies beside them stays as it is. */
  layTiles(tiles: readonly LayoutTile[], rest: 'kept' | 'cleared'): void {
    this.#clears = rest === 'kept' ? tiles.map(({ position }) => position) : [];
    this.setCustomLayout(tiles.map(({ view, position }) => ({ sliceType: SLICE_TYPES[view], position: [...position] as [number, number, number, number] })));
  }
}

/** NiiVue as this viewer wants it: no handlers of its own, no drag and drop, no logs. */
export function makePaneNiivue(): PaneNiivue {
  const pane = new PaneNiivue({
    interactive: false,
    dragAndDropEnabled: false,
    logLevel: 'silent',
    loadingText: '',
    isOrientationTextVisible: false,
    isRadiologicalConvention: true,
    sagittalNoseLeft: true,
    isSliceMM: false,
    show3Dcrosshair: true,
    crosshairWidth: 1,
    crosshairWidthUnit: 'mm',
    crosshairColor: [0.45, 0.75, 0.95, 1],
    trustCalMinMax: true,
    smoothDrawing: 1,
  });
  pane.drawOpacity = 1;
  return pane;
}

/** Reads NIfTI bytes without scanning for a display range: the window is given. */
export async function readImage(bytes: ArrayBuffer, low: number, high: number): Promise<NVImage> {
  return NVImage.loadFromUrl({ url: 'volume.nii', name: 'volume.nii', buffer: bytes, colormap: 'gray', cal_min: low, cal_max: high });
}
