import { quadtree } from 'd3';
import type { Quadtree } from 'd3';

/** A subject in a drawing. */
export interface FieldDot {
  readonly x: number;
  readonly y: number;
  /** Place of its group, which decides its colour. */
  readonly group: number;
  /** Index into the table's cases. */
  readonly caseAt: number;
  readonly value: number;
  /** Where it comes among those of its group when the keyboard goes from one to the next. */
  readonly order: number;
}

/** More dots than this are painted on a canvas: each is a mark that the browser would lay out by itself. */
export const MOST_MARKS = 3000;

/** Dots nearer than this to the pointer are meant. */
const REACH_PX = 14;

export interface DotField {
  readonly dots: readonly FieldDot[];
  /** The dot nearest to a place, or null where none is within reach. */
  nearest(x: number, y: number): FieldDot | null;
  /** The dot `step` places on in the keyboard's order; the first where none was pointed at. */
  step(from: FieldDot | null, step: number): FieldDot | null;
}

export function makeDotField(dots: readonly FieldDot[]): DotField {
  // Both are made when they are first asked for, and a hundred thousand dots take a moment.
  let tree: Quadtree<FieldDot> | null = null;
  let ordered: { readonly list: readonly FieldDot[]; readonly places: ReadonlyMap<FieldDot, number> } | null = null;
  return {
    dots,
    nearest(x, y) {
      tree ??= quadtree(dots as FieldDot[], (it) => it.x, (it) => it.y);
      return tree.find(x, y, REACH_PX) ?? null;
    },
    step(from, step) {
      if (!ordered) {
        const list = dots.toSorted((a, b) => a.group - b.group || a.order - b.order);
        ordered = { list, places: new Map(list.map((it, at) => [it, at])) };
      }
      const now = from === null ? undefined : ordered.places.get(from);
      const to = now === undefined ? 0 : Math.max(0, Math.min(ordered.list.length - 1, now + step));
      return ordered.list[to] ?? null;
    },
  };
}

/** All dots of a group as one path of round caps. */
export function dotsPath(dots: readonly FieldDot[], group: number): string {
  return dots.filter((it) => it.group === group).map(({ x, y }) => `M${x.toFixed(1)},${y.toFixed(1)}h0`).join('');
}
