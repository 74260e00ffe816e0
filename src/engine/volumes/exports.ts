import { formatLabelMapOnSource, formatNifti, gzip } from '#core/formats/writeNifti.ts';
import type { Label, Volume, VoxelArray } from '#core/volume/volume.ts';
import type { OpenCase } from '#engine/volumes/openCase.ts';

/** The image for the viewer. Types that graphics textures do not take become float32, which the screen cannot tell apart. */
export function viewerNifti({ grid, data }: Volume): Uint8Array<ArrayBuffer> {
  return formatNifti({ grid, data: isDrawable(data) ? data : Float32Array.from(data) });
}

function isDrawable(data: VoxelArray): boolean {
  return data instanceof Uint8Array || data instanceof Int16Array || data instanceof Uint16Array || data instanceof Float32Array;
}

/** The prediction as a file beside the image's own; the names go into the description as far as it holds them. */
export function exportedMask({ prediction, volume }: OpenCase, names: readonly Label[], signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const description = `IsoDice ${names.map(({ value, name }) => `${value}=${name}`).join(' ')}`.trim();
  return gzip(formatLabelMapOnSource({ data: prediction, source: volume.source }, description), signal);
}
