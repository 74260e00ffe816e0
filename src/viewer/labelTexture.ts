import type { Dims, Grid } from '#core/volume/grid.ts';
import type { Plane } from '#core/volume/slice.ts';
import { planeAxes } from '#core/volume/slice.ts';
import type { Coding, VoxelBox } from '#viewer/labelCodes.ts';
import { codeColors, codingOf, isCoded, isErrorView, labelValues, writeCodes } from '#viewer/labelCodes.ts';
import type { PaneNiivue } from '#viewer/paneNiivue.ts';
import type { Overlays } from '#viewer/types.ts';

/**
 * The masks on the GPU. NiiVue's drawing layer (one byte per voxel on the image's grid, coloured through a table of
 * 256) carries the codes of labelCodes.ts: a new opacity, colour or view costs 1 KB, a painted slice one slice,
 * where an overlay volume would be uploaded and reoriented whole each time.
 */
export class LabelTexture {
  readonly #pane: PaneNiivue;
  readonly #grid: Grid;
  readonly #values = new WeakMap<Uint8Array, Set<number>>();
  #codes: Uint8Array<ArrayBuffer> | undefined;
  #coding: Coding = 'single';
  #shown: Overlays = {};
  #surface: 'fine' | 'stale' = 'fine';

  constructor(pane: PaneNiivue, grid: Grid) {
    this.#pane = pane;
    this.#grid = grid;
    pane.drawBitmap = null;
    pane.drawTexture = pane.r8Tex(pane.drawTexture, pane.gl.TEXTURE7, [3, 2, 2, 2], true);
  }

  get coding(): Coding {
    return this.#coding;
  }

  /** Shows these overlays; uploads voxels only if arrays, labels or the coding changed. */
  show(overlays: Overlays): void {
    const coding = codingOf(overlays, (data) => this.#valuesOf(data));
    const isSame = coding === this.#coding && this.#codes !== undefined
      && isSameVoxels(overlays, this.#shown, 'reference') && isSameVoxels(overlays, this.#shown, 'prediction')
      && (coding !== 'values' || overlays.values?.data === this.#shown.values?.data);
    this.#coding = coding;
    this.#shown = overlays;
    if (!isSame) this.#writeAll();
    this.#writeColors();
  }

  /** Uploads one slice again, after its voxels changed in an overlay's array. */
  refreshSlice(plane: Plane, index: number, newLabel: number): void {
    for (const overlay of [this.#shown.reference, this.#shown.prediction]) if (overlay && newLabel > 0) this.#values.get(overlay.data)?.add(newLabel);
    if (codingOf(this.#shown, (data) => this.#valuesOf(data)) !== this.#coding) {
      this.show({ ...this.#shown });
      return;
    }
    const normal = planeAxes(plane)[2];
    const from = [0, 0, 0];
    const size = [...this.#grid.dims];
    from[normal] = index;
    size[normal] = 1;
    this.#write({ from: [from[0], from[1], from[2]], size: [size[0], size[1], size[2]] });
  }

  #valuesOf(data: Uint8Array): Set<number> {
    let values = this.#values.get(data);
    if (!values) this.#values.set(data, values = labelValues(data));
    return values;
  }

  #writeAll(): void {
    const { reference, prediction, values } = this.#shown;
    if (!reference && !prediction && !values && !this.#codes) return;
    const dims = this.#grid.dims;
    if (!this.#codes) {
      const codes = new Uint8Array(dims[0] * dims[1] * dims[2]);
      this.#codes = codes;
      this.#pane.drawBitmap = codes;
      this.#pane.drawTexture = this.#pane.r8Tex(this.#pane.drawTexture, this.#pane.gl.TEXTURE7, [3, ...dims], true);
    }
    this.#write({ from: [0, 0, 0], size: dims });
  }

  #write({ from, size }: VoxelBox): void {
    if (!this.#codes) return;
    const changed = writeCodes(this.#codes, this.#grid.dims, { from, size }, this.#coding, this.#shown);
    if (changed) this.#upload({ from: [from[0], from[1], changed.from], size: [size[0], size[1], changed.to - changed.from + 1] });
  }

  /** Smooths the masks' surface for the 3D view, if voxels changed since. Whole volume: not for every slice painted. */
  smooth(): void {
    if (this.#surface === 'fine' || !this.#codes) return;
    this.#surface = 'fine';
    // A blur of values would make values that are nowhere.
    if (this.#coding !== 'values') this.#pane.blurDrawingGL([3, ...this.#grid.dims]);
  }

  #upload({ from, size }: VoxelBox): void {
    if (!this.#codes) return;
    this.#surface = 'stale';
    const gl = this.#pane.gl;
    const [nx, ny]: Dims = this.#grid.dims;
    gl.activeTexture(gl.TEXTURE7);
    gl.bindTexture(gl.TEXTURE_3D, this.#pane.drawTexture);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, nx);
    gl.pixelStorei(gl.UNPACK_IMAGE_HEIGHT, ny);
    const start = from[0] + nx * (from[1] + ny * from[2]);
    gl.texSubImage3D(gl.TEXTURE_3D, 0, from[0], from[1], from[2], size[0], size[1], size[2], gl.RED, gl.UNSIGNED_BYTE, this.#codes, start);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
    gl.pixelStorei(gl.UNPACK_IMAGE_HEIGHT, 0);
  }

  #writeColors(): void {
    const table = codeColors(this.#coding, this.#shown);
    const largest = table.reduce((most, value, at) => (at % 4 === 3 ? Math.max(most, value) : most), 0);
    const isShown = largest > 0 && this.#codes !== undefined;
    this.#pane.maskVisibility = isShown ? 'shown' : 'hidden';
    this.#pane.maskSolidity = isShown ? 255 / largest : 1;
    this.#pane.drawLut = { ...this.#pane.drawLut, lut: table };
    this.#pane.refreshColormaps();
  }
}

function isSameVoxels(now: Overlays, before: Overlays, role: 'reference' | 'prediction'): boolean {
  const [a, b] = [now[role], before[role]];
  return isCoded(now, a) === isCoded(before, b) && a?.data === b?.data && a?.label === b?.label;
}

/** Overlays whose outlines are drawn on slices: one organ, not the error view. Values have the outlines round them. */
export function outlinedRoles(coding: Coding, overlays: Overlays): readonly ('reference' | 'prediction')[] {
  if (coding === 'values') return (['reference', 'prediction'] as const).filter((role) => overlays[role]?.label !== undefined && overlays[role]?.visibility === 'shown');
  if (coding !== 'single' || isErrorView(overlays)) return [];
  return (['reference', 'prediction'] as const).filter((role) => overlays[role]?.visibility === 'shown');
}
