import { RawImage, SamModel, SamProcessor, env } from '@huggingface/transformers';
import glue from 'transformers-runtime/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'transformers-runtime/ort-wasm-simd-threaded.asyncify.wasm?url';
import { cosine } from '#core/models/golden/likeness.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import { bytesOf } from '#core/models/sam/preprocess.ts';
import { samSettings } from '#core/models/sam/settings.ts';
import { finiteOutput } from '#core/models/namedTensors.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';
import { FAMILIES } from '#engine/models/families.ts';
import { createModel } from '#engine/models/loadedModel.ts';
import { readModelFiles } from '#engine/models/modelFiles.ts';
import { startRuntime } from '#engine/models/runtime.ts';
import type { PromptableDuel } from './promptableDuel.ts';
import { duel } from './promptableDuel.ts';

const SIZE = { width: 512, height: 400 };
const SLICE: SliceImage = {
  plane: 'axial', index: 0, ...SIZE, spacingMm: { u: 0.75, v: 0.75 },
  data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, at) => (Math.hypot((at % SIZE.width) - 250, Math.floor(at / SIZE.width) - 200) < 90 ? 60 : -80) + ((at * 7919) % 41)),
};
const WINDOW = { low: -160, high: 240 };
const CLICK = { u: 250, v: 200 };
const PROMPTS: SlicePrompts = { points: [{ at: CLICK, polarity: 'positive' }], scribbles: [] };

interface Request { readonly files: readonly File[]; readonly threads: number; readonly repeats: number }

async function compared({ files, threads, repeats }: Request): Promise<PromptableDuel> {
  const runtime = await startRuntime({ device: 'wasm', threads });
  const read = await readModelFiles({ kind: 'files', files }, new AbortController().signal, () => undefined);
  const { manifest, graphs } = read;
  const { model, encoder, decoder } = await createModel(read, FAMILIES, (bytes) => runtime.createSession(bytes));
  const { frame, normalise } = samSettings(manifest);
  if (normalise.kind !== 'mean-std') throw new Error('a model with mean and deviation is needed');

  // The same graphs under the names that transformers.js asks for; nothing is fetched from elsewhere.
  const hub: Readonly<Record<string, BlobPart>> = {
    'config.json': JSON.stringify({ model_type: 'sam', architectures: ['SamModel'] }),
    'preprocessor_config.json': JSON.stringify({
      image_processor_type: 'SamImageProcessor', processor_class: 'SamProcessor', do_resize: true, size: { longest_edge: frame }, resample: 2, do_rescale: true, rescale_factor: 1 / 255,
      do_normalize: true, image_mean: normalise.mean.map((it) => it / 255), image_std: normalise.std.map((it) => it / 255), do_pad: true, pad_size: { width: frame, height: frame }, do_convert_rgb: true,
    }),
    'vision_encoder.onnx': Uint8Array.from(graphs.get('encoder') ?? []), 'prompt_encoder_mask_decoder.onnx': Uint8Array.from(graphs.get('decoder') ?? []),
  };
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.localModelPath = new URL('./hub/', self.location.href).href;
  env.fetch = async (url) => {
    const name = String(url).slice(String(url).lastIndexOf('/') + 1);
    return Object.hasOwn(hub, name) ? new Response(new Blob([hub[name]])) : new Response(null, { status: 404 });
  };
  env.backends.onnx.wasm.wasmPaths = { mjs: new URL(glue, self.location.href).href, wasm: new URL(wasm, self.location.href).href };
  env.backends.onnx.wasm.numThreads = threads;
  const sam = await SamModel.from_pretrained('bench', { device: 'wasm', dtype: 'fp32' });
  const processor = await SamProcessor.from_pretrained('bench');
  const grey = bytesOf(SLICE.data, WINDOW);
  const image = new RawImage(Uint8ClampedArray.from({ length: 3 * grey.length }, (_, at) => grey[Math.floor(at / 3)]), SIZE.width, SIZE.height, 3);

  let fed: Readonly<Record<string, Tensor>> = {};
  const listening: Session = { ...decoder, run: (feeds) => decoder.run(fed = feeds) };
  const embedding = await model.encode(encoder, SLICE, WINDOW);
  await model.decode(listening, embedding, SLICE, PROMPTS);
  const pictured = await processor(image);
  const hubEmbedding = await sam.get_image_embeddings(pictured);
  const inputs = () => {
    const points = processor.reshape_input_points([[[CLICK.u, CLICK.v]]], pictured.original_sizes, pictured.reshaped_input_sizes);
    return { ...hubEmbedding, input_points: points, input_labels: processor.image_processor.add_input_labels([[1]], points) };
  };
  const bare = Object.fromEntries(Object.entries(inputs()).map(([name, it]) => [name, it.ort_tensor]));
  return {
    encode: await duel(repeats, () => model.encode(encoder, SLICE, WINDOW), async () => sam.get_image_embeddings(await processor(image))),
    click: await duel(repeats, () => model.decode(decoder, embedding, SLICE, PROMPTS), async () => {
      const { pred_masks: masks } = await sam(inputs());
      return processor.post_process_masks(masks, pictured.original_sizes, pictured.reshaped_input_sizes);
    }),
    decoder: await duel(repeats, () => decoder.run(fed), () => sam.sessions['prompt_encoder_mask_decoder'].run(bare)),
    embeddingCosine: cosine(finiteOutput(embedding.tensors, 'image_embeddings').data, hubEmbedding['image_embeddings'].data),
    version: env.version,
  };
}

self.onmessage = ({ data }: MessageEvent<Request>) => {
  void compared(data).then((it) => self.postMessage(it), (error: unknown) => self.postMessage({ error: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error) }));
};
