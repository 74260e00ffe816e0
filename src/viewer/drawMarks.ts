import type { SlicePoint } from '#core/volume/grid.ts';
import type { CanvasRect, SliceFrame } from '#viewer/frames.ts';
import { isInside, toCanvas } from '#viewer/frames.ts';
import { lengthCaption, scaleBar } from '#viewer/scaleBar.ts';

const LETTERS = { axial: ['R', 'L', 'A', 'P'], coronal: ['R', 'L', 'S', 'I'], sagittal: ['A', 'P', 'S', 'I'] } as const;
const TITLES = { axial: 'Axial', coronal: 'Coronal', sagittal: 'Sagittal' } as const;
const FONT = "'Inter Variable', Inter, system-ui, sans-serif";
const INK = '#e8edf2';
const CROSSHAIR = 'rgb(125 200 245 / 0.65)';
const SEPARATOR = '#2a313b';

/** Text that reads on any image: light with a dark rim. */
function drawText(context: CanvasRenderingContext2D, text: string, x: number, y: number, align: CanvasTextAlign, baseline: CanvasTextBaseline): void {
  context.textAlign = align;
  context.textBaseline = baseline;
  context.lineJoin = 'round';
  context.strokeStyle = 'rgb(0 0 0 / 0.75)';
  context.lineWidth = Number.parseFloat(context.font.match(/[\d.]+px/)?.[0] ?? '12') / 4;
  context.strokeText(text, x, y);
  context.fillStyle = INK;
  context.fillText(text, x, y);
}

/** L/R, A/P, S/I at the four edges, as the tile is really mirrored. */
export function drawOrientation(context: CanvasRenderingContext2D, frame: SliceFrame, dpr: number): void {
  const [low, high, top, bottom] = LETTERS[frame.plane];
  const { left, top: up, width, height } = frame.rect;
  const pad = 7 * dpr;
  context.font = `600 ${13 * dpr}px ${FONT}`;
  drawText(context, frame.dx > 0 ? low : high, left + pad, up + height / 2, 'left', 'middle');
  drawText(context, frame.dx > 0 ? high : low, left + width - pad, up + height / 2, 'right', 'middle');
  drawText(context, top, left + width / 2, up + pad, 'center', 'top');
  drawText(context, bottom, left + width / 2, up + height - pad, 'center', 'bottom');
}

export function drawTitle(context: CanvasRenderingContext2D, frame: SliceFrame, sliceCount: number, dpr: number): void {
  context.font = `500 ${12 * dpr}px ${FONT}`;
  drawText(context, `${TITLES[frame.plane]}  ${frame.index + 1} / ${sliceCount}`, frame.rect.left + 10 * dpr, frame.rect.top + 9 * dpr, 'left', 'top');
}

/** A thin line round a tile, where there are several. */
export function drawSeparator(context: CanvasRenderingContext2D, rect: CanvasRect, dpr: number): void {
  context.strokeStyle = SEPARATOR;
  context.lineWidth = dpr;
  context.strokeRect(rect.left - dpr / 2, rect.top - dpr / 2, rect.width + dpr, rect.height + dpr);
}

export function drawRenderTitle(context: CanvasRenderingContext2D, rect: CanvasRect, dpr: number): void {
  context.font = `500 ${12 * dpr}px ${FONT}`;
  drawText(context, '3D', rect.left + 10 * dpr, rect.top + 9 * dpr, 'left', 'top');
}

export function drawScaleBar(context: CanvasRenderingContext2D, frame: SliceFrame, pixelMm: number, dpr: number): void {
  const { lengthMm, lengthPx } = scaleBar(Math.abs(frame.dx) / pixelMm, Math.min(frame.rect.width * 0.28, 160 * dpr));
  const right = frame.rect.left + frame.rect.width - 12 * dpr;
  const y = frame.rect.top + frame.rect.height - 14 * dpr;
  const tick = 4 * dpr;
  context.beginPath();
  context.moveTo(right - lengthPx, y - tick);
  context.lineTo(right - lengthPx, y);
  context.lineTo(right, y);
  context.lineTo(right, y - tick);
  strokeTwice(context, INK, 1.5 * dpr);
  context.font = `500 ${11 * dpr}px ${FONT}`;
  drawText(context, lengthCaption(lengthMm), right - lengthPx / 2, y - 5 * dpr, 'center', 'bottom');
}

/** Hairlines with a gap about the place itself, so that what one points at stays visible. */
export function drawCrosshair(context: CanvasRenderingContext2D, frame: SliceFrame, point: SlicePoint, dpr: number): void {
  const at = toCanvas(frame, point);
  const { left, top, width, height } = frame.rect;
  const x = Math.round(at.x) + 0.5;
  const y = Math.round(at.y) + 0.5;
  const gap = 9 * dpr;
  context.beginPath();
  if (at.x >= left && at.x < left + width) {
    line(context, x, top, x, Math.min(y - gap, top + height));
    line(context, x, Math.max(y + gap, top), x, top + height);
  }
  if (at.y >= top && at.y < top + height) {
    line(context, left, y, Math.min(x - gap, left + width), y);
    line(context, Math.max(x + gap, left), y, left + width, y);
  }
  context.strokeStyle = CROSSHAIR;
  context.lineWidth = dpr;
  context.stroke();
  if (!isInside(frame.rect, at)) return;
  context.beginPath();
  context.arc(at.x, at.y, 1.2 * dpr, 0, 2 * Math.PI);
  context.fillStyle = CROSSHAIR;
  context.fill();
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  if (x2 < x1 || y2 < y1) return;
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
}

/** The current path with a dark rim, so that it reads on any image. */
export function strokeTwice(context: CanvasRenderingContext2D, style: string, width: number, path?: Path2D): void {
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const [stroke, wide] of [['rgb(0 0 0 / 0.55)', width * 2.2], [style, width]] as const) {
    context.strokeStyle = stroke;
    context.lineWidth = wide;
    if (path) context.stroke(path);
    else context.stroke();
  }
}
