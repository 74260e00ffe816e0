import { useState } from 'react';
import type { KeyboardEvent } from 'react';

/** One mark at a time has the keyboard: arrow keys move among them, Enter opens, as a pointer would, Escape leaves. */
export interface Marks {
  /** The mark that is pointed at or focused; null where none is. */
  readonly at: number | null;
  readonly propsOf: (index: number) => {
    readonly tabIndex: number;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
    readonly onClick: () => void;
    readonly onKeyDown: (event: KeyboardEvent<SVGElement>) => void;
  };
}

/** `next` gives the mark in a direction, so that a chart decides what left and up mean; marks carry data-mark. */
export function useMarks(count: number, onOpen: (index: number) => void, next: (index: number, key: string) => number): Marks {
  const [at, setAt] = useState<number | null>(null);
  const [home, setHome] = useState(0);
  const show = (index: number | null) => {
    setAt(index);
    if (index !== null) setHome(index);
  };
  return {
    at: at !== null && at < count ? at : null,
    propsOf: (index) => ({
      tabIndex: index === Math.min(home, count - 1) ? 0 : -1,
      onFocus: () => show(index),
      onBlur: () => show(null),
      onPointerEnter: () => show(index),
      onPointerLeave: () => show(null),
      onClick: () => onOpen(index),
      onKeyDown: (event) => {
        if (event.key === 'Escape') {
          event.currentTarget.blur();
        } else if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onOpen(index);
        } else if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') {
          event.preventDefault();
          const to = event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : next(index, event.key);
          event.currentTarget.closest('svg')?.querySelector<SVGElement>(`[data-mark="${Math.max(0, Math.min(count - 1, to))}"]`)?.focus();
        }
      },
    }),
  };
}

/** The mark before or after another one where marks have no order but their place along an axis. */
export function beside<Mark>(marks: readonly Mark[], index: number, key: string, placeOf: (mark: Mark) => number): number {
  const order = [...marks.keys()].sort((a, b) => placeOf(marks[a]) - placeOf(marks[b]));
  const to = order.indexOf(index) + (key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1);
  return order[Math.max(0, Math.min(order.length - 1, to))] ?? index;
}

/** For marks in a list from top to bottom: down and right go on, up and left go back. */
export function listed(index: number, key: string): number {
  return index + (key === 'ArrowDown' || key === 'ArrowRight' ? 1 : -1);
}
