import type { Polarity } from '#core/models/promptable.ts';
import type { SlicePoint } from '#core/volume/grid.ts';
import { strokeTwice } from '#viewer/drawMarks.ts';
import type { SliceFrame } from '#viewer/frames.ts';
import { toCanvas } from '#viewer/frames.ts';
import { boxCorners } from '#viewer/glyphs.ts';
import { cssColor, PROMPT_COLORS } from '#viewer/palette.ts';
import type { PromptGlyph } from '#viewer/types.ts';

/** Draws a prompt: points carry + or − (shape, not only colour), boxes handles, scribbles their width. */
export function drawGlyph(context: CanvasRenderingContext2D, frame: SliceFrame, glyph: PromptGlyph, dpr: number): void {
  const color = cssColor(PROMPT_COLORS[glyph.polarity]);
  const wide = glyph.emphasis === 'selected' ? 2.5 * dpr : 1.5 * dpr;
  if (glyph.kind === 'point') drawPoint(context, frame, glyph.at, glyph.polarity, color, glyph.emphasis === 'selected' ? 8 * dpr : 6.5 * dpr, dpr);
  else if (glyph.kind === 'box') {
    const corners = boxCorners(glyph.box).map(({ at }) => toCanvas(frame, at));
    const path = new Path2D();
    corners.forEach(({ x, y }, index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
    path.closePath();
    context.setLineDash(glyph.polarity === 'negative' ? [5 * dpr, 4 * dpr] : []);
    strokeTwice(context, color, wide, path);
    context.setLineDash([]);
    for (const { x, y } of corners) {
      context.beginPath();
      context.rect(x - 3.5 * dpr, y - 3.5 * dpr, 7 * dpr, 7 * dpr);
      context.fillStyle = color;
      context.fill();
      context.strokeStyle = 'rgb(0 0 0 / 0.8)';
      context.lineWidth = dpr;
      context.stroke();
    }
  } else {
    const path = new Path2D();
    glyph.path.forEach((point, index) => {
      const { x, y } = toCanvas(frame, point);
      if (index === 0) path.moveTo(x, y);
      path.lineTo(x, y);
    });
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = cssColor(PROMPT_COLORS[glyph.polarity], glyph.emphasis === 'selected' ? 0.75 : 0.5);
    context.lineWidth = Math.max(2 * dpr, glyph.radiusPx * 2 * Math.abs(frame.dx));
    context.stroke(path);
    context.strokeStyle = color;
    context.lineWidth = wide;
    context.stroke(path);
  }
}

function drawPoint(context: CanvasRenderingContext2D, frame: SliceFrame, at: SlicePoint, polarity: Polarity, color: string, radius: number, dpr: number): void {
  const { x, y } = toCanvas(frame, at);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.strokeStyle = 'rgb(0 0 0 / 0.85)';
  context.lineWidth = 1.5 * dpr;
  context.stroke();
  const arm = radius * 0.55;
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  if (polarity === 'positive') {
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
  }
  context.lineWidth = 2 * dpr;
  context.stroke();
}

/** Where the pointer is, while a prompt tool has it: the brush's size for a scribble, else a small cross. */
export function drawCursor(context: CanvasRenderingContext2D, frame: SliceFrame, at: SlicePoint, tool: 'point' | 'box' | 'scribble', polarity: Polarity, brushRadiusPx: number, dpr: number): void {
  const { x, y } = toCanvas(frame, at);
  const path = new Path2D();
  if (tool === 'scribble') path.arc(x, y, Math.max(2 * dpr, brushRadiusPx * Math.abs(frame.dx)), 0, 2 * Math.PI);
  else {
    for (const [ux, uy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      path.moveTo(x + ux * 3 * dpr, y + uy * 3 * dpr);
      path.lineTo(x + ux * 9 * dpr, y + uy * 9 * dpr);
    }
  }
  strokeTwice(context, cssColor(PROMPT_COLORS[polarity]), 1.25 * dpr, path);
}
