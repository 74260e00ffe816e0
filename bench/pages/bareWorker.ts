import { isoPrompt } from '#core/models/isoPrompt/isoPrompt.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { Session, Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';
import { FAMILIES } from '#engine/models/families.ts';
import { createModel } from '#engine/models/loadedModel.ts';
import { readModelFiles } from '#engine/models/modelFiles.ts';
import { startRuntime } from '#engine/models/runtime.ts';
import { implement, serve } from '#engine/protocol/serve.ts';
import type { InferenceSession } from 'onnxruntime-web/webgpu';
import { bareCall } from './bare.ts';

const SIZE = 512;
const SLICE: SliceImage = {
  plane: 'axial', index: 0, width: SIZE, height: SIZE, spacingMm: { u: 0.75, v: 0.75 },
  data: Float32Array.from({ length: SIZE * SIZE }, (_, at) => (Math.hypot((at % SIZE) - 250, Math.floor(at / SIZE) - 260) < 90 ? 60 : -80) + ((at * 7919) % 41)),
};
const WINDOW = { low: -160, high: 240 };
const PROMPTS: SlicePrompts = { points: [], scribbles: [], box: { uMin: 158, vMin: 168, uMax: 342, vMax: 352 } };

/** A session that remembers what it was last fed. */
function listening(session: Session): { session: Session; fed(): Readonly<Record<string, Tensor>> } {
  let last: Readonly<Record<string, Tensor>> = {};
  return { session: { ...session, run: (feeds) => session.run(last = feeds) }, fed: () => last };
}

/** Ours and bare by turns, so that a busy machine slows both alike; medians in ms. */
async function duel(repeats: number, ours: () => Promise<unknown>, bare: () => Promise<unknown>): Promise<{ oursMs: number; bareMs: number }> {
  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  const timed = async (into: number[], work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    into.push(performance.now() - from);
  };
  await ours();
  await bare();
  for (let n = 0; n < repeats; n++) {
    await timed(times.ours, ours);
    await timed(times.bare, bare);
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  return { oursMs: median(times.ours), bareMs: median(times.bare) };
}

serve(self, [
  implement(bareCall, async ({ device, waiting, threads, repeats, manifestUrl }, { signal }) => {
    const runtime = await startRuntime({ device, waiting, threads });
    const files = await readModelFiles({ kind: 'url', manifestUrl }, signal, () => undefined);
    const { encoder, decoder } = await createModel(files, FAMILIES, (bytes) => runtime.createSession(bytes));
    const heard = { encoder: listening(encoder), decoder: listening(decoder) };
    const embedding = await isoPrompt.encode(heard.encoder.session, SLICE, WINDOW);
    await isoPrompt.decode(heard.decoder.session, embedding, SLICE, PROMPTS);

    const ort = await (device === 'wasm' ? import('onnxruntime-web/wasm') : runtime.report.waiting === 'jspi' ? import('onnxruntime-web/jspi') : import('onnxruntime-web/webgpu'));
    const bareSession = async (role: string) => ort.InferenceSession.create(files.graphs.get(role) ?? new Uint8Array(), { executionProviders: [device] });
    const bareRun = async (session: InferenceSession, fed: Readonly<Record<string, Tensor>>) => {
      const feeds = Object.fromEntries(Object.entries(fed).map(([name, it]) => [name, new ort.Tensor(it.type, it.data as Float32Array, it.dims)]));
      const outputs = await session.run(feeds);
      return Object.values(outputs).map((it) => it.data);
    };
    const bare = { encoder: await bareSession('encoder'), decoder: await bareSession('decoder') };
    return {
      startMs: runtime.report.startMs,
      encode: await duel(repeats, () => isoPrompt.encode(encoder, SLICE, WINDOW), () => bareRun(bare.encoder, heard.encoder.fed())),
      encodeRun: await duel(repeats, () => encoder.run(heard.encoder.fed()), () => bareRun(bare.encoder, heard.encoder.fed())),
      decode: await duel(repeats, () => isoPrompt.decode(decoder, embedding, SLICE, PROMPTS), () => bareRun(bare.decoder, heard.decoder.fed())),
      decodeRun: await duel(repeats, () => decoder.run(heard.decoder.fed()), () => bareRun(bare.decoder, heard.decoder.fed())),
    };
  }),
]);
