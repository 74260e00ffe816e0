import type { Plane } from '#core/volume/slice.ts';
import type { CanvasPoint, SliceFrame } from '#viewer/frames.ts';
import { clampToSlice, isOnSlice, toSlice } from '#viewer/frames.ts';
import type { GlyphHit, Modifiers, SlicePosition, Tool, ViewerEvent } from '#viewer/types.ts';

/** What the pointer acts on; the owner implements it. */
export interface PointerTarget {
  readonly tool: Tool;
  toCanvas(event: MouseEvent): CanvasPoint;
  frameAt(at: CanvasPoint): SliceFrame | undefined;
  frameOf(plane: Plane): SliceFrame | undefined;
  isInRender(at: CanvasPoint): boolean;
  hitAt(frame: SliceFrame, at: CanvasPoint): GlyphHit | undefined;
  positionOn(frame: SliceFrame, at: CanvasPoint): SlicePosition;
  activate(plane: Plane): void;
  moveCrosshair(position: SlicePosition): void;
  scroll(plane: Plane, steps: number): void;
  zoom(at: CanvasPoint, factor: number): void;
  pan(plane: Plane, from: CanvasPoint, to: CanvasPoint): void;
  dragWindow(dx: number, dy: number): void;
  rotate(dx: number, dy: number): void;
  showCursor(position: SlicePosition | undefined): void;
  emit(event: ViewerEvent): void;
}

type Gesture =
  | { readonly kind: 'none' }
  | { readonly kind: 'crosshair' | 'pan'; readonly plane: Plane }
  | { readonly kind: 'prompt'; readonly plane: Plane; readonly start: SlicePosition; readonly hit: GlyphHit | undefined }
  | { readonly kind: 'window' | 'rotate' | 'pinch' };

/** Wheel travel in CSS pixels that makes one slice: one notch of a wheel, a short stroke of a trackpad. */
const PX_PER_SLICE = 40;

/** One gesture at a time: turns pointers, wheel and touches into what the tool in hand means by them. */
export class PointerDesk {
  readonly #target: PointerTarget;
  readonly #touches = new Map<number, CanvasPoint>();
  #gesture: Gesture = { kind: 'none' };
  #last: CanvasPoint = { x: 0, y: 0 };
  #wheelRest = 0;
  #hover: 'on' | 'off' = 'off';
  #space: 'up' | 'down' = 'up';

  constructor(target: PointerTarget) {
    this.#target = target;
  }

  attach(element: HTMLElement, signal: AbortSignal): void {
    element.addEventListener('pointerdown', (event) => this.#down(event, element), { signal });
    element.addEventListener('pointermove', (event) => this.#move(event), { signal });
    element.addEventListener('pointerup', (event) => this.#up(event), { signal });
    element.addEventListener('pointercancel', (event) => this.#cancel(event), { signal });
    element.addEventListener('pointerleave', () => this.#leave(), { signal });
    element.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
    element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    element.addEventListener('keydown', (event) => { if (event.code === 'Space') { this.#space = 'down'; event.preventDefault(); } }, { signal });
    element.addEventListener('keyup', (event) => { if (event.code === 'Space') this.#space = 'up'; }, { signal });
    element.addEventListener('blur', () => { this.#space = 'up'; }, { signal });
  }

  #down(event: PointerEvent, element: HTMLElement): void {
    const at = this.#target.toCanvas(event);
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') this.#touches.set(event.pointerId, at);
    if (this.#touches.size === 2) {
      if (this.#gesture.kind === 'prompt') this.#target.emit({ kind: 'press-cancelled' });
      this.#gesture = { kind: 'pinch' };
      return;
    }
    if (this.#gesture.kind !== 'none') return;
    this.#last = at;
    this.#gesture = this.#begin(event, at);
  }

  #begin(event: PointerEvent, at: CanvasPoint): Gesture {
    if (event.button === 2) return { kind: 'window' };
    if (this.#target.isInRender(at)) return { kind: 'rotate' };
    const frame = this.#target.frameAt(at);
    if (!frame) return { kind: 'none' };
    this.#target.activate(frame.plane);
    const tool = event.button === 1 || this.#space === 'down' ? 'pan' : this.#target.tool;
    if (tool === 'pan') return { kind: 'pan', plane: frame.plane };
    if (tool === 'window') return { kind: 'window' };
    if (tool === 'navigate') {
      this.#target.moveCrosshair(this.#clamped(frame, at));
      return { kind: 'crosshair', plane: frame.plane };
    }
    // A click beside the image is no prompt; a box or stroke may well begin there.
    if (tool === 'point' && !isOnSlice(frame, toSlice(frame, at))) return { kind: 'none' };
    const start = this.#clamped(frame, at);
    const hit = this.#target.hitAt(frame, at);
    this.#target.emit({ kind: 'press', at: start, start, modifiers: modifiersOf(event), ...(hit ? { hit } : {}) });
    return { kind: 'prompt', plane: frame.plane, start, hit };
  }

  #move(event: PointerEvent): void {
    const at = this.#target.toCanvas(event);
    const gesture = this.#gesture;
    if (gesture.kind === 'pinch') this.#pinch(event.pointerId, at);
    else if (gesture.kind === 'window') this.#target.dragWindow(at.x - this.#last.x, at.y - this.#last.y);
    else if (gesture.kind === 'rotate') this.#target.rotate(at.x - this.#last.x, at.y - this.#last.y);
    else if (gesture.kind === 'pan') this.#target.pan(gesture.plane, this.#last, at);
    else if (gesture.kind === 'crosshair') {
      const frame = this.#target.frameOf(gesture.plane);
      if (frame) this.#target.moveCrosshair(this.#clamped(frame, at));
    } else if (gesture.kind === 'prompt') this.#drag('drag', event, at, gesture);
    else this.#hoverAt(event, at);
    this.#last = at;
  }

  #drag(kind: 'drag' | 'release', event: PointerEvent, at: CanvasPoint, gesture: Gesture & { kind: 'prompt' }): void {
    const frame = this.#target.frameOf(gesture.plane);
    if (!frame) return;
    const position = this.#clamped({ ...frame, index: gesture.start.index }, at);
    this.#target.showCursor(position);
    this.#target.emit({ kind, at: position, start: gesture.start, modifiers: modifiersOf(event), ...(gesture.hit ? { hit: gesture.hit } : {}) });
  }

  #up(event: PointerEvent): void {
    this.#touches.delete(event.pointerId);
    if (this.#gesture.kind === 'prompt') this.#drag('release', event, this.#target.toCanvas(event), this.#gesture);
    if (this.#touches.size === 0) this.#gesture = { kind: 'none' };
  }

  #cancel(event: PointerEvent): void {
    this.#touches.delete(event.pointerId);
    if (this.#gesture.kind === 'prompt') this.#target.emit({ kind: 'press-cancelled' });
    this.#gesture = { kind: 'none' };
    this.#leave();
  }

  #hoverAt(event: PointerEvent, at: CanvasPoint): void {
    const frame = this.#target.frameAt(at);
    if (!frame || !isOnSlice(frame, toSlice(frame, at))) {
      this.#leave();
      return;
    }
    this.#hover = 'on';
    const position = this.#target.positionOn(frame, at);
    const hit = this.#target.hitAt(frame, at);
    this.#target.activate(frame.plane);
    this.#target.showCursor(position);
    this.#target.emit({ kind: 'hover', at: position, modifiers: modifiersOf(event), ...(hit ? { hit } : {}) });
  }

  #leave(): void {
    if (this.#hover === 'off') return;
    this.#hover = 'off';
    this.#target.showCursor(undefined);
    this.#target.emit({ kind: 'hover-end' });
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const at = this.#target.toCanvas(event);
    const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * PX_PER_SLICE / 3 : event.deltaY;
    const frame = this.#target.frameAt(at);
    if (event.ctrlKey || event.metaKey || !frame) {
      this.#target.zoom(at, Math.exp(-px / (Math.abs(px) < 20 ? 100 : 500)));
      return;
    }
    this.#wheelRest += px;
    const steps = Math.trunc(this.#wheelRest / PX_PER_SLICE);
    this.#wheelRest -= steps * PX_PER_SLICE;
    if (steps !== 0) this.#target.scroll(frame.plane, -steps);
  }

  #pinch(pointerId: number, at: CanvasPoint): void {
    const before = [...this.#touches.values()];
    this.#touches.set(pointerId, at);
    const after = [...this.#touches.values()];
    if (before.length < 2) return;
    const spread = ([a, b]: CanvasPoint[]) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
    const middle = ([a, b]: CanvasPoint[]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    this.#target.zoom(middle(after), spread(after) / spread(before));
    const frame = this.#target.frameAt(middle(after));
    if (frame) this.#target.pan(frame.plane, middle(before), middle(after));
  }

  #clamped(frame: SliceFrame, at: CanvasPoint): SlicePosition {
    const point = clampToSlice(frame, toSlice(frame, at));
    return this.#target.positionOn(frame, { x: frame.x0 + frame.dx * point.u, y: frame.y0 + frame.dy * point.v });
  }
}

function modifiersOf(event: PointerEvent): Modifiers {
  return { alt: event.altKey, ctrl: event.ctrlKey, meta: event.metaKey, shift: event.shiftKey };
}
