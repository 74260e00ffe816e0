import { useEffect, useRef } from 'react';
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactElement } from 'react';
import type { Fault } from '#core/faults.ts';
import type { SurfaceProps } from '#viewer/surfaceOwner.ts';
import { SurfaceOwner } from '#viewer/surfaceOwner.ts';

export interface SurfaceViewProps extends SurfaceProps {
  readonly label: string;
  readonly onTurn: (azimuth: number, elevation: number) => void;
  /** The vertex under the pointer (null beside the surface), and the one that was pressed. */
  readonly onHover: (vertex: number | null) => void;
  readonly onPick: (vertex: number) => void;
  readonly onFault: (fault: Fault) => void;
  readonly style?: CSSProperties;
}

const DEGREES_PER_PX = 0.5;
const STEP_DEGREES = 15;
/** A press that moved less than this many pixels is no turn. */
const STILL_PX = 4;

/** One coloured surface that can be turned (drag, arrow keys) and pressed (click; Enter for what is in the middle). */
export function SurfaceView({ label, style, onTurn, onHover, onPick, onFault, ...props }: SurfaceViewProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const owner = useRef<SurfaceOwner | null>(null);
  const latest = useRef({ props, onFault });
  const grip = useRef<{ readonly x: number; readonly y: number; readonly azimuth: number; readonly elevation: number } | null>(null);
  useEffect(() => { latest.current = { props, onFault }; });
  useEffect(() => {
    if (!host.current) return undefined;
    const made = new SurfaceOwner(host.current, latest.current.props, (it) => latest.current.onFault(it));
    owner.current = made;
    return () => { owner.current = null; made.destroy(); };
  }, []);
  const { shape, colours, azimuth, elevation, theme } = props;
  useEffect(() => owner.current?.setProps({ shape, colours, azimuth, elevation, theme }), [shape, colours, azimuth, elevation, theme]);

  const turn = (a: number, e: number) => onTurn(((a % 360) + 360) % 360, Math.max(-90, Math.min(90, e)));
  const moved = ({ clientX, clientY }: PointerEvent) => (grip.current ? Math.hypot(clientX - grip.current.x, clientY - grip.current.y) : 0);
  const move = (event: PointerEvent) => {
    const from = grip.current;
    if (!from) onHover(owner.current?.vertexAt(event.clientX, event.clientY) ?? null);
    else if (moved(event) >= STILL_PX) turn(from.azimuth + (event.clientX - from.x) * DEGREES_PER_PX, from.elevation + (event.clientY - from.y) * DEGREES_PER_PX);
  };
  const release = (event: PointerEvent) => {
    const vertex = moved(event) < STILL_PX ? owner.current?.vertexAt(event.clientX, event.clientY) ?? null : null;
    grip.current = null;
    if (vertex !== null) onPick(vertex);
  };
  const key = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by) turn(azimuth + by[0], elevation + by[1]);
    else if (event.key === 'Enter' && host.current) {
      const { left, top, width, height } = host.current.getBoundingClientRect();
      const vertex = owner.current?.vertexAt(left + width / 2, top + height / 2) ?? null;
      if (vertex !== null) onPick(vertex);
    } else return;
    event.preventDefault();
  };
  return (
    <div ref={host} tabIndex={0} role="application" aria-roledescription="surface that can be turned" aria-label={label} aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Enter"
      style={{ position: 'relative', overflow: 'hidden', touchAction: 'none', cursor: 'grab', ...style }}
      onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); grip.current = { x: event.clientX, y: event.clientY, azimuth, elevation }; }}
      onPointerMove={move} onPointerUp={release} onPointerCancel={() => { grip.current = null; }} onPointerLeave={() => onHover(null)} onKeyDown={key} />
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP_DEGREES, 0], ArrowRight: [STEP_DEGREES, 0], ArrowUp: [0, STEP_DEGREES], ArrowDown: [0, -STEP_DEGREES],
};
