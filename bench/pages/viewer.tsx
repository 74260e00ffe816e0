import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { ViewerEvent, ViewerHandle, ViewerProps } from '#viewer/types.ts';
import { Viewer } from '#viewer/Viewer.tsx';
import { blockVolume, niftiBytes, readPageVolume } from './viewerVolumes.ts';
import type { PageVolume, Pose } from './viewerVolumes.ts';

/** What the browser tests and the benchmark drive: the viewer alone, in StrictMode, without the app. */
export interface ViewerPage {
  owner: ViewerHandle | undefined;
  readonly events: ViewerEvent[];
  volumes: Record<string, PageVolume>;
  set(props: Partial<ViewerProps>): void;
  mount(state: 'mounted' | 'unmounted'): void;
  open(url: string, reference?: string): Promise<void>;
  block(pose?: Pose): void;
  flat(): void;
}

declare global {
  interface Window { viewerPage: ViewerPage }
}

const page: ViewerPage = {
  owner: undefined, events: [], volumes: {},
  set: () => undefined, mount: () => undefined,
  async open(url, reference) {
    const image = await readPageVolume(url);
    const mask = reference ? await readPageVolume(reference) : undefined;
    page.volumes = { image, ...(mask ? { mask } : {}) };
    page.set({
      volume: { id: url, bytes: niftiBytes(image), grid: image.grid },
      overlays: mask ? { reference: { data: Uint8Array.from(mask.data), opacity: 0.4, visibility: 'shown' } } : {},
    });
  },
  block(pose = 'upright') {
    const { block, ...image } = blockVolume(pose);
    page.volumes = { image };
    page.set({ volume: { id: `block ${pose}`, bytes: niftiBytes(image), grid: image.grid }, window: { low: -100, high: 300 }, overlays: { reference: { data: block, opacity: 0.5, visibility: 'shown' } } });
  },
  flat() {
    const grid = { dims: [32, 24, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] } as const;
    // White where u is 8..15 and v is 4..11.
    const data = Float32Array.from({ length: 768 }, (_, at) => { const [u, v] = [31 - (at % 32), 23 - Math.floor(at / 32)]; return u >= 8 && u < 16 && v >= 4 && v < 12 ? 1 : 0; });
    page.volumes = { image: { grid, data } };
    page.set({ volume: { id: 'flat', bytes: niftiBytes({ grid, data }), grid }, overlays: {}, crosshairVisibility: 'hidden' });
  },
};
window.viewerPage = page;

const hear = (event: ViewerEvent) => { page.events.push(event); };
const keep = (owner: ViewerHandle | undefined) => { page.owner = owner; };

function Page() {
  const [props, setProps] = useState<Partial<ViewerProps>>({});
  const [state, setState] = useState<'mounted' | 'unmounted'>('mounted');
  useEffect(() => { Object.assign(page, { set: (next: Partial<ViewerProps>) => setProps((now) => ({ ...now, ...next })), mount: setState }); }, []);
  if (state === 'unmounted') return null;
  return <Viewer {...props} style={{ height: '100%' }} onEvent={hear} onOwner={keep} />;
}

const root = document.getElementById('root');
if (!root) throw new Error('no #root');
createRoot(root).render(<StrictMode><Page /></StrictMode>);
