import { FaultError } from '#core/faults.ts';
import type { PaneNiivue } from '#viewer/paneNiivue.ts';

/** The viewer's elements and its one NiiVue with its one WebGL context. */
export interface Stage {
  readonly pane: PaneNiivue;
  readonly glCanvas: HTMLCanvasElement;
  /** Lies above the WebGL canvas, same size in device pixels, takes no pointer. */
  readonly marksCanvas: HTMLCanvasElement;
  dispose(): void;
}

export interface StageEvents { readonly onContextLost: () => void; readonly onContextRestored: () => void }

/**
 * Builds the canvases in `host` and starts NiiVue on them. NiiVue is loaded only when something is to be shown, so
 * that it is a chunk of its own. Fault `webgl-missing` where the browser gives no WebGL2 context.
 */
export async function openStage(host: HTMLElement, events: StageEvents, signal: AbortSignal): Promise<Stage> {
  const { makePaneNiivue } = await import('#viewer/paneNiivue.ts');
  signal.throwIfAborted();
  const frame = document.createElement('div');
  frame.style.cssText = 'position:absolute;inset:0;overflow:hidden';
  const glCanvas = document.createElement('canvas');
  const marksCanvas = document.createElement('canvas');
  marksCanvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none';
  frame.append(glCanvas, marksCanvas);
  host.append(frame);
  const listeners = new AbortController();
  const dispose = () => {
    listeners.abort();
    pane.onDrawn = undefined;
    pane.cleanup();
    // Browsers allow some 16 contexts a page and free them late: this one is given back now.
    glCanvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    frame.remove();
  };
  const pane = makePaneNiivue();
  // The picture is preserved so that slices can be drawn without the rendering beside them (SceneView.draw).
  const gl = glCanvas.getContext('webgl2', { alpha: true, antialias: false, preserveDrawingBuffer: true });
  if (!gl) {
    frame.remove();
    throw new FaultError('webgl-missing', { expected: 'a WebGL2 context', came: 'none' });
  }
  glCanvas.addEventListener('webglcontextlost', (event) => { event.preventDefault(); events.onContextLost(); }, { signal: listeners.signal });
  glCanvas.addEventListener('webglcontextrestored', () => events.onContextRestored(), { signal: listeners.signal });
  try {
    await pane.attachToCanvas(glCanvas, false);
    signal.throwIfAborted();
  } catch (error) {
    dispose();
    throw error;
  }
  return { pane, glCanvas, marksCanvas, dispose };
}
