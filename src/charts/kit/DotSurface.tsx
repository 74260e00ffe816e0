import { useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import type { DotField, FieldDot } from '#charts/kit/dotField.ts';
import { Tip } from '#charts/kit/Tip.tsx';

interface DotSurfaceProps {
  readonly field: DotField;
  /** Part of the drawing that the dots lie in, from its upper left corner. */
  readonly left: number;
  readonly bottom: number;
  /** Width of the whole drawing, in its own pixels. */
  readonly width: number;
  readonly testId: string;
  readonly linesOf: (dot: FieldDot) => readonly string[];
  readonly onOpen: (caseAt: number) => void;
  readonly onHover?: ((caseAt: number | null) => void) | undefined;
}

/** Takes pointer and keyboard for a field of dots: the nearest one is told, a click or Enter opens its case, arrow keys go on to the next, Escape leaves. */
export function DotSurface({ field, left, bottom, width, testId, linesOf, onOpen, onHover }: DotSurfaceProps) {
  const [pointed, setPointed] = useState<FieldDot | null>(null);
  // A dot of an earlier layout is nowhere now.
  const shown = pointed && field.dots.includes(pointed) ? pointed : null;
  const show = (it: FieldDot | null) => {
    setPointed(it);
    onHover?.(it?.caseAt ?? null);
  };
  const at = (event: MouseEvent<SVGRectElement>) => {
    const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    return box ? field.nearest(((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * width) / box.width) : null;
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Escape') show(null);
    else if (step !== undefined) show(field.step(shown, step));
    else if ((event.key === 'Enter' || event.key === ' ') && shown) onOpen(shown.caseAt);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <rect x={left} y={0} width={Math.max(0, width - left)} height={Math.max(0, bottom)} fill="transparent" tabIndex={0} role="application" aria-label="Subjects; arrow keys go from one to the next, Enter opens the case"
        style={{ cursor: shown ? 'pointer' : 'default' }} data-testid={testId}
        onPointerMove={(event) => show(at(event))} onPointerLeave={() => show(null)} onBlur={() => show(null)} onKeyDown={onKey}
        onClick={(event) => { const it = at(event); if (it) onOpen(it.caseAt); }} />
      {shown && (
        <>
          <circle data-screen-only="" cx={shown.x} cy={shown.y} r={5.5} fill="none" stroke="currentColor" strokeWidth={1.6} pointerEvents="none" />
          <Tip x={shown.x} y={shown.y} width={width} lines={linesOf(shown)} />
          <text data-screen-only="" x={-1} y={-1} fontSize={1} fillOpacity={0} aria-live="polite">{linesOf(shown).join(', ')}</text>
        </>
      )}
    </>
  );
}
