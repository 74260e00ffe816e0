import { join } from 'node:path';
import { nodeSession } from '#cli/nodeSession.ts';
import { deepestPoint, tightBox } from '#core/evaluation/promptProtocols.ts';
import { overlap } from '#core/models/golden/likeness.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import type { IntensityWindow, PromptableModel, SlicePrompts } from '#core/models/promptable.ts';
import type { Session } from '#core/models/session.ts';
import type { SliceImage, SliceMask } from '#core/volume/slice.ts';
import { FAMILIES } from '#engine/models/families.ts';
import { openFolder } from './folder.ts';

/** One model's graphs in one convention, on onnxruntime-node. */
export interface Way { readonly model: PromptableModel; readonly encoder: Session; readonly decoder: Session }

/** An organ on a slice, and the window that models see it in. */
export interface Case { readonly image: SliceImage; readonly target: SliceMask; readonly window: IntensityWindow }

/** `change` is for tests: what the manifest says is put differently. */
export async function openWay(folder: string, name: string, change: (manifest: ModelManifest) => ModelManifest = (it) => it): Promise<Way> {
  const files = await openFolder(join(folder, name));
  const session = (role: string) => nodeSession(files.graph(role), { threads: 1 });
  return { model: FAMILIES[files.manifest.family](change(files.manifest)), encoder: await session('encoder'), decoder: await session('decoder') };
}

export async function closeWay({ encoder, decoder }: Way): Promise<void> {
  await encoder.release();
  await decoder.release();
}

/** The deepest click of a target, or its box with a margin of one pixel; undefined where the target is empty. */
export function promptOf(kind: 'click' | 'box', target: SliceMask): SlicePrompts | undefined {
  const at = deepestPoint(target), box = tightBox(target, 1);
  if (!at || !box) return undefined;
  return kind === 'click' ? { points: [{ at, polarity: 'positive' }], scribbles: [] } : { points: [], scribbles: [], box };
}

/** The masks of an answer, the model's best first. */
export async function masksOf({ model, encoder, decoder }: Way, { image, window }: Case, prompts: SlicePrompts): Promise<Uint8Array[]> {
  const embedding = await model.encode(encoder, image, window);
  return (await model.decode(decoder, embedding, image, prompts)).map(({ mask }) => mask.data);
}

/** IoU of the best masks of two conventions; two empty masks are alike. */
export async function likeness(one: Way, other: Way, asked: Case, prompts: SlicePrompts): Promise<number> {
  const [[a], [b]] = [await masksOf(one, asked, prompts), await masksOf(other, asked, prompts)];
  return overlap(a, 0, b, 0);
}

/**
 * A case on a square canvas filled with the window's floor, in its upper left corner: what is padding to Meta's
 * convention and picture to MedSAM's becomes picture to both, so that a stretch changes no shape.
 */
export function squared({ image, target, window }: Case): Case {
  const side = Math.max(image.width, image.height);
  const onto = <T extends Float32Array | Uint8Array>(data: T, canvas: T): T => {
    for (let v = 0; v < image.height; v++) canvas.set(data.subarray(v * image.width, (v + 1) * image.width), v * side);
    return canvas;
  };
  const size = { width: side, height: side };
  return {
    window,
    image: { ...image, ...size, data: onto(image.data, new Float32Array(side * side).fill(window.low)) },
    target: { ...target, ...size, data: onto(target.data, new Uint8Array(side * side)) },
  };
}
