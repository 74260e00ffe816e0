import { brushX, select } from 'd3';
import type { D3BrushEvent, ScaleLinear } from 'd3';
import { useEffect, useRef } from 'react';

interface AxisBrushProps {
  readonly scale: ScaleLinear<number, number>;
  /** Top of the axis, and how far down it can be grasped. */
  readonly top: number;
  readonly height?: number;
  readonly testId: string;
  /** A range of the axis was drawn over; ends to three digits. */
  readonly onBrush: (low: number, high: number) => void;
}

/** Shorter than this is a press, not a range. */
const LEAST_PX = 5;

/** Draws a range over a horizontal axis with the pointer, so that the dots above it stay within reach. By keyboard the same filter is set in the filter bar. */
export function AxisBrush({ scale, top, height = 26, testId, onBrush }: AxisBrushProps) {
  const group = useRef<SVGGElement>(null);
  const [from, to] = scale.range();
  const [low, high] = scale.domain();
  const told = useRef(onBrush);
  useEffect(() => { told.current = onBrush; });
  useEffect(() => {
    if (!group.current) return undefined;
    const at = select(group.current);
    const valueAt = (pixel: number) => low + ((high - low) * (pixel - from)) / (to - from);
    const brush = brushX<unknown>().extent([[from, 0], [Math.max(from, to), height]]).on('end', ({ sourceEvent, selection }: D3BrushEvent<unknown>) => {
      if (!sourceEvent || !selection) return;
      const [left, right] = selection as [number, number];
      at.call(brush.clear);
      if (right - left >= LEAST_PX) told.current(...([left, right].map((it) => Number(valueAt(it).toPrecision(3))) as [number, number]));
    });
    at.call(brush);
    return () => { at.on('.brush', null).selectAll('*').remove(); };
  }, [from, to, low, high, height]);
  return <g ref={group} data-screen-only="" data-testid={testId} aria-hidden="true" transform={`translate(0,${top})`} style={{ color: 'currentColor' }} />;
}
