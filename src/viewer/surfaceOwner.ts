import type { Niivue, NVMesh } from '@niivue/niivue';
import { fault, FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { SurfaceShape } from '#viewer/pickSurface.ts';
import { pickSurface } from '#viewer/pickSurface.ts';

export interface SurfaceProps {
  readonly shape: SurfaceShape;
  /** Red, green, blue, opacity of each vertex. */
  readonly colours: Uint8Array;
  /** Where it is looked at from, degrees: azimuth 180 is in front, elevation 90 above. */
  readonly azimuth: number;
  readonly elevation: number;
  readonly theme: 'dark' | 'light';
}

/** Darker only where the surface turns away: a colour that faces the eye is that of the legend, which lights and highlights would change. */
const EVEN_SHADER = `#version 300 es
precision highp int;
precision highp float;
uniform float opacity;
in vec4 vClr;
in vec3 vN;
out vec4 color;
void main() {
  color = vec4(vClr.rgb * (0.55 + 0.45 * smoothstep(0.0, 0.8, abs(normalize(vN).z))), opacity);
}`;

const WHOLE = 0.78;

const BACKGROUND = { dark: [0.086, 0.094, 0.11, 1], light: [1, 1, 1, 1] } as const;

/** The one owner of a NiiVue that shows one coloured surface; lives and dies with its host element. */
export class SurfaceOwner {
  readonly #canvas = document.createElement('canvas');
  readonly #life = new AbortController();
  #props: SurfaceProps;
  #pane: Niivue | undefined;
  #mesh: NVMesh | undefined;
  #makeMesh: ((props: SurfaceProps, gl: WebGL2RenderingContext) => NVMesh) | undefined;

  constructor(host: HTMLElement, props: SurfaceProps, onFault: (fault: Fault) => void) {
    this.#props = props;
    this.#canvas.style.cssText = 'position:absolute;inset:0;outline:none';
    host.append(this.#canvas);
    this.#open().catch((error: unknown) => {
      if (!this.#life.signal.aborted) onFault(error instanceof FaultError ? error.fault : fault('internal', { where: 'organ view', came: String(error) }));
    });
  }

  setProps(next: SurfaceProps): void {
    const before = this.#props;
    this.#props = next;
    if (!this.#pane) return;
    if (before.shape !== next.shape) this.#show();
    else if (before.colours !== next.colours && this.#mesh) {
      this.#mesh.rgba255 = next.colours;
      this.#mesh.updateMesh(this.#pane.gl);
    }
    this.#draw();
  }

  /** The vertex under a place of the page; null beside the surface. */
  vertexAt(clientX: number, clientY: number): number | null {
    if (!this.#pane) return null;
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const [mvp] = this.#pane.calculateMvpMatrix(null, [0, 0, this.#canvas.width, this.#canvas.height], this.#props.azimuth, this.#props.elevation);
    return pickSurface(this.#props.shape, mvp, (2 * (clientX - left)) / width - 1, 1 - (2 * (clientY - top)) / height);
  }

  destroy(): void {
    this.#life.abort();
    this.#pane?.cleanup();
    this.#canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    this.#canvas.remove();
  }

  async #open(): Promise<void> {
    const { Niivue: Pane, NVMesh: Mesh, SLICE_TYPE } = await import('@niivue/niivue');
    if (this.#life.signal.aborted) return;
    if (!this.#canvas.getContext('webgl2', { alpha: true, antialias: true })) throw new FaultError('webgl-missing', { expected: 'a WebGL2 context', came: 'none' });
    const pane = new Pane({ interactive: false, dragAndDropEnabled: false, logLevel: 'silent', loadingText: '', isOrientCube: true, show3Dcrosshair: false });
    await pane.attachToCanvas(this.#canvas, true);
    if (this.#life.signal.aborted) return;
    pane.setSliceType(SLICE_TYPE.RENDER);
    pane.opts.crosshairWidth = 0;
    // NiiVue's own scale cuts off the ends of what is long.
    pane.scene.volScaleMultiplier = WHOLE;
    const meshShaderIndex = pane.setCustomMeshShader(EVEN_SHADER, 'Even');
    this.#makeMesh = ({ shape, colours }, gl) => Object.assign(new Mesh(shape.points, shape.triangles, 'organ', colours, 1, true, gl), { meshShaderIndex });
    this.#pane = pane;
    this.#show();
    this.#draw();
  }

  #show(): void {
    if (!this.#pane || !this.#makeMesh) return;
    if (this.#mesh) this.#pane.removeMesh(this.#mesh);
    this.#mesh = this.#makeMesh(this.#props, this.#pane.gl);
    this.#pane.addMesh(this.#mesh);
  }

  #draw(): void {
    if (!this.#pane) return;
    const { azimuth, elevation, theme } = this.#props;
    this.#pane.opts.backColor = [...BACKGROUND[theme]];
    this.#pane.setRenderAzimuthElevation(azimuth, elevation);
  }
}
