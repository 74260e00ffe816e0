import { useEffect, useRef, useState } from 'react';
import type { CSSProperties, ReactElement } from 'react';
import type { ViewerEvent, ViewerHandle, ViewerProps } from '#viewer/types.ts';
import { ViewerOwner } from '#viewer/viewerOwner.ts';
import { changedProps } from '#viewer/viewerProps.ts';

export interface ViewerComponentProps extends Partial<ViewerProps> {
  readonly onEvent?: (event: ViewerEvent) => void;
  /** The imperative handle while the viewer lives, undefined after. */
  readonly onOwner?: (owner: ViewerHandle | undefined) => void;
  readonly label?: string;
  readonly className?: string;
  readonly style?: CSSProperties;
}

/** How long the crosshair must rest before a screen reader is told where it is. */
const SPEAK_AFTER_MS = 500;

const HIDDEN: CSSProperties = { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' };

/** The viewer as a component: one owner per mounted element, props passed on, events passed back. */
export function Viewer({ onEvent, onOwner, label = 'Image viewer', className, style, ...props }: ViewerComponentProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const owner = useRef<ViewerOwner | undefined>(undefined);
  const passed = useRef<Partial<ViewerProps>>(props);
  const latest = useRef({ props, onEvent, onOwner });
  const [spoken, setSpoken] = useState('');
  useEffect(() => { latest.current = { props, onEvent, onOwner }; });

  useEffect(() => {
    if (!host.current) return undefined;
    const made = new ViewerOwner(host.current, latest.current.props);
    owner.current = made;
    let timer: ReturnType<typeof setTimeout> | undefined;
    made.subscribe((event) => {
      if (event.kind === 'crosshair') {
        clearTimeout(timer);
        timer = setTimeout(() => setSpoken(crosshairSentence(event)), SPEAK_AFTER_MS);
      }
      latest.current.onEvent?.(event);
    });
    latest.current.onOwner?.(made);
    return () => {
      clearTimeout(timer);
      owner.current = undefined;
      latest.current.onOwner?.(undefined);
      made.destroy();
    };
  }, []);

  // Only what the parent changed since its last render is passed on: a value that stayed the same there must not undo
  // what the user did here meanwhile.
  useEffect(() => {
    const changed = changedProps(passed.current, props);
    passed.current = props;
    if (changed.size > 0) owner.current?.setProps(Object.fromEntries([...changed].map((name) => [name, props[name]])));
  });

  return (
    <div className={className} style={{ position: 'relative', overflow: 'hidden', ...style }}>
      <div ref={host} tabIndex={0} role="application" aria-label={label} aria-roledescription="medical image viewer"
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown PageUp PageDown Plus Minus Home" style={{ position: 'absolute', inset: 0 }} />
      <div aria-live="polite" style={HIDDEN}>{spoken}</div>
    </div>
  );
}

function crosshairSentence({ voxel, world, intensity }: ViewerEvent & { kind: 'crosshair' }): string {
  const side = (value: number, positive: string, negative: string) => `${Math.abs(value).toFixed(0)} mm ${value < 0 ? negative : positive}`;
  return `Sagittal slice ${voxel.i + 1}, coronal ${voxel.j + 1}, axial ${voxel.k + 1}; ${side(world.x, 'right', 'left')}, ${side(world.y, 'anterior', 'posterior')}, ${side(world.z, 'superior', 'inferior')}; intensity ${Number(intensity.toPrecision(4))}.`;
}
