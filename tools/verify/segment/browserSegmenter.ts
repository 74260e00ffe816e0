import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { IntensityWindow } from '#core/models/promptable.ts';
import type { SliceImage } from '#core/volume/slice.ts';
import { openBuiltPage } from '../../house/builtPage.ts';
import type { SegmentPage } from './page.ts';
import { emptyMask } from './segmenter.ts';
import type { Segmenter } from './segmenter.ts';

/**
 * The model through the product's own engine in a real Chromium: the page of this folder is built and served under
 * the program's headers, and the engine's workers open the same file, encode and decode.
 */
export async function makeBrowserSegmenter(model: string, device: 'wasm' | 'webgpu', port: number): Promise<Segmenter> {
  const { page, close } = await openBuiltPage({ folder: new URL('./', import.meta.url), file: 'page.html', name: 'segment-page', port, withPublic: true });
  const onPage = <T, A>(work: (argument: A & { readonly page: SegmentPage }) => Promise<T>, argument: A): Promise<T> =>
    page.evaluate(`(${work.toString()})({ ...${JSON.stringify(argument)}, page: window.segmentPage })`) as Promise<T>;
  const used = await onPage(({ page: it, ...start }) => it.start(start), { device, model });
  let at: { image: SliceImage; window: IntensityWindow } | undefined;
  return {
    device: used,
    async open({ imagePath, scan, spacingMm }) {
      at = undefined;
      await page.locator('#file').setInputFiles({ name: basename(imagePath), mimeType: 'application/octet-stream', buffer: readFileSync(imagePath) });
      await onPage(({ page: it, answers }) => it.open(answers), { answers: { modality: scan.modality, ...(spacingMm && { spacingMm }) } });
    },
    async encode(image, window) {
      at = { image, window };
      return onPage(({ page: it, ...slice }) => it.encode(slice), { plane: image.plane, index: image.index, window });
    },
    async answer(prompts, memory) {
      if (!at) throw new Error('encode a slice first');
      const { image, window } = at;
      const reply = await onPage(({ page: it, ...ask }) => it.answer(ask), { plane: image.plane, index: image.index, window, prompts, memory: typeof memory === 'number' ? memory : null });
      const mask = reply.mask === null ? emptyMask(image) : { ...emptyMask(image), data: new Uint8Array(Buffer.from(reply.mask, 'base64')) };
      return { mask, memory: reply.memory, decodeMs: reply.decodeMs };
    },
    close,
  };
}
