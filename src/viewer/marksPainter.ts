import type { Grid, VoxelPoint } from '#core/volume/grid.ts';
import { sliceCount, sliceGeometry, voxelToSlice } from '#core/volume/slice.ts';
import type { Panes } from '#viewer/camera.ts';
import { drawCursor, drawGlyph } from '#viewer/drawGlyphs.ts';
import { drawCrosshair, drawOrientation, drawRenderTitle, drawScaleBar, drawSeparator, drawTitle, strokeTwice } from '#viewer/drawMarks.ts';
import type { SliceFrame } from '#viewer/frames.ts';
import { isOnFrame } from '#viewer/glyphs.ts';
import type { Coding } from '#viewer/labelCodes.ts';
import { overlayColor } from '#viewer/labelCodes.ts';
import { outlinedRoles } from '#viewer/labelTexture.ts';
import { drawOnSlice, maskImage, onCanvas, OutlineCache, outlinePath } from '#viewer/maskPaths.ts';
import { cssColor, PROMPT_COLORS } from '#viewer/palette.ts';
import type { Preview, SlicePosition, ViewerProps } from '#viewer/types.ts';

export interface MarksScene {
  readonly grid: Grid;
  readonly panes: Panes;
  readonly crosshair: VoxelPoint;
  readonly coding: Coding;
  readonly props: ViewerProps;
  /** Where the pointer hovers, while a prompt tool has it. */
  readonly cursor: SlicePosition | undefined;
  /** Device pixels per CSS pixel. */
  readonly dpr: number;
}

/** Paints what lies above the image: outlines, live previews, prompts, crosshair, markers, scale bars. */
export class MarksPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #outlines = new OutlineCache();
  readonly #previews = new WeakMap<Preview, { image: HTMLCanvasElement; outline: Path2D }>();

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** Call when voxels of an overlay changed in place. */
  forgetOutlines(): void {
    this.#outlines.clear();
  }

  paint(scene: MarksScene, width: number, height: number): void {
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    for (const frame of scene.panes.slices) {
      const { left, top, width: w, height: h } = frame.rect;
      context.save();
      context.beginPath();
      context.rect(left, top, w, h);
      context.clip();
      this.#paintSlice(context, frame, scene);
      context.restore();
    }
    const { slices, render } = scene.panes;
    if (render) drawRenderTitle(context, render, scene.dpr);
    const rects = [...slices.map(({ rect }) => rect), ...(render ? [render] : [])];
    if (rects.length > 1) for (const rect of rects) drawSeparator(context, rect, scene.dpr);
  }

  #paintSlice(context: CanvasRenderingContext2D, frame: SliceFrame, scene: MarksScene): void {
    const { props, dpr, grid } = scene;
    for (const role of outlinedRoles(scene.coding, props.overlays)) {
      const overlay = props.overlays[role];
      if (!overlay) continue;
      const path = onCanvas(this.#outlines.path(role, grid, overlay, frame.plane, frame.index), frame);
      strokeTwice(context, cssColor(overlayColor(role, overlay)), 1.25 * dpr, path);
    }
    for (const preview of props.previews) {
      if (preview.mask.plane === frame.plane && preview.mask.index === frame.index) this.#paintPreview(context, frame, preview, dpr);
    }
    if (props.crosshairVisibility === 'shown') drawCrosshair(context, frame, voxelToSlice(grid, frame.plane, scene.crosshair).point, dpr);
    for (const glyph of props.prompts) if (isOnFrame(glyph, frame)) drawGlyph(context, frame, glyph, dpr);
    const { tool, polarity } = props;
    if (scene.cursor?.plane === frame.plane && (tool === 'point' || tool === 'box' || tool === 'scribble')) {
      drawCursor(context, frame, scene.cursor.point, tool, polarity, props.brushRadiusPx, dpr);
    }
    drawOrientation(context, frame, dpr);
    drawTitle(context, frame, sliceCount(grid, frame.plane), dpr);
    drawScaleBar(context, frame, sliceGeometry(grid, frame.plane, 0).spacingMm.u, dpr);
  }

  #paintPreview(context: CanvasRenderingContext2D, frame: SliceFrame, preview: Preview, dpr: number): void {
    const { mask, status } = preview;
    const color = preview.color ?? PROMPT_COLORS[status];
    let made = this.#previews.get(preview);
    if (!made) {
      made = { image: maskImage(mask, color, status === 'candidate' ? 0.32 : 0.16), outline: outlinePath(mask.data, mask.width, mask.height, (value) => value > 0) };
      this.#previews.set(preview, made);
    }
    drawOnSlice(context, frame, made.image);
    if (status === 'hover') context.setLineDash([4 * dpr, 3 * dpr]);
    strokeTwice(context, cssColor(color), 1.5 * dpr, onCanvas(made.outline, frame));
    context.setLineDash([]);
  }
}
