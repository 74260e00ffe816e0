import type { NVImage } from '@niivue/niivue';
import type { Dims } from '#core/volume/grid.ts';
import type { DisplayWindow } from '#core/volume/displayWindow.ts';
import type { PaneNiivue } from '#viewer/paneNiivue.ts';

/** A texture unit that NiiVue uses for nothing that is called here. */
const UNIT = 12;

/** Half floats reach 65504; intensities are scaled by a power of two to stay well below. */
const LARGEST = 32_768;

/**
 * Grey from intensity and window, then the mask's colour over it. Inputs and outputs are those of NiiVue's slice
 * shader (texPos from its vertex shader; `drawing` and the last row of `colormap` as LabelTexture fills them).
 */
export const SLICE_SHADER = `#version 300 es
precision highp float;
precision highp int;
uniform highp sampler3D intensity;
uniform highp sampler3D drawing;
uniform highp sampler2D colormap;
uniform vec2 levels;
in vec3 texPos;
out vec4 color;
void main() {
  float grey = clamp((texture(intensity, texPos).r - levels.x) / (levels.y - levels.x), 0.0, 1.0);
  float code = floor(texture(drawing, texPos).r * 255.0 + 0.5);
  float lastRow = 1.0 - 0.5 / float(textureSize(colormap, 0).y);
  vec4 mask = texture(colormap, vec2((code + 0.5) / 256.0, lastRow));
  color = vec4(mix(vec3(grey), mask.rgb, mask.a), 1.0);
}`;

/**
 * The image's own intensities on the GPU, as half floats (an error of at most 0.25 HU below 1024 HU), so that a new
 * window is two numbers. NiiVue's own texture holds colours and is made anew, whole, for every window.
 */
export class IntensityTexture {
  readonly #pane: PaneNiivue;
  readonly #texture: WebGLTexture;
  readonly #scale: number;

  constructor(pane: PaneNiivue, image: NVImage, dims: Dims) {
    const { gl } = pane;
    this.#pane = pane;
    this.#texture = gl.createTexture();
    const slope = image.hdr && Number.isFinite(image.hdr.scl_slope) && image.hdr.scl_slope !== 0 ? image.hdr.scl_slope : 1;
    const intercept = image.hdr && Number.isFinite(image.hdr.scl_inter) ? image.hdr.scl_inter : 0;
    const raw = image.img ?? new Float32Array(dims[0] * dims[1] * dims[2]);
    this.#scale = halfFloatScale(raw, slope, intercept);
    gl.activeTexture(gl.TEXTURE0 + UNIT);
    gl.bindTexture(gl.TEXTURE_3D, this.#texture);
    for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R]) gl.texParameteri(gl.TEXTURE_3D, wrap, gl.CLAMP_TO_EDGE);
    gl.texStorage3D(gl.TEXTURE_3D, 1, gl.R16F, ...dims);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    const count = dims[0] * dims[1];
    const slice = new Float32Array(count);
    for (let k = 0; k < dims[2]; k++) {
      for (let at = 0; at < count; at++) {
        const value = (raw[at + count * k] * slope + intercept) * this.#scale;
        slice[at] = Number.isFinite(value) ? value : -LARGEST;
      }
      gl.texSubImage3D(gl.TEXTURE_3D, 0, 0, 0, k, dims[0], dims[1], 1, gl.RED, gl.FLOAT, slice);
    }
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  }

  /** Makes the next drawing of slices use this window. */
  use({ low, high }: DisplayWindow, interpolation: 'linear' | 'nearest'): void {
    const { gl, customSliceShader: shader } = this.#pane;
    if (!shader) throw new Error('IntensityTexture: the slice shader is not installed');
    const filter = interpolation === 'linear' ? gl.LINEAR : gl.NEAREST;
    gl.activeTexture(gl.TEXTURE0 + UNIT);
    gl.bindTexture(gl.TEXTURE_3D, this.#texture);
    gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MAG_FILTER, filter);
    shader.use(gl);
    gl.uniform1i(shader.uniforms['intensity'] ?? null, UNIT);
    gl.uniform1i(shader.uniforms['drawing'] ?? null, 7);
    gl.uniform1i(shader.uniforms['colormap'] ?? null, 1);
    gl.uniform2f(shader.uniforms['levels'] ?? null, low * this.#scale, Math.max(high, low + 1e-6 * Math.max(1, Math.abs(low))) * this.#scale);
  }

  dispose(): void {
    this.#pane.gl.deleteTexture(this.#texture);
  }
}

/** A power of two that brings the largest finite magnitude below LARGEST, and tiny ranges up to it. */
export function halfFloatScale(raw: ArrayLike<number>, slope: number, intercept: number): number {
  let most = 0;
  for (let at = 0; at < raw.length; at++) {
    const value = Math.abs(raw[at] * slope + intercept);
    if (value > most && value < Infinity) most = value;
  }
  return most === 0 ? 1 : 2 ** Math.floor(Math.log2(LARGEST / most));
}
