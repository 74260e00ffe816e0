import type { MaskCandidate, SlicePrompts } from '#core/models/promptable.ts';
import type { SliceImage, SliceMask } from '#core/volume/slice.ts';
import type { EngineClient } from '#engine/client/engineClient.ts';
import { makeClient } from '#engine/client/makeClient.ts';
import { makeModelHost } from '#engine/client/modelHost.ts';
import { makeVolumeHost } from '#engine/client/volumeHost.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import type { EngineStats, ModelReport, Probe } from '#engine/protocol/modelCalls.ts';
import { encodeCall, forgetVolumeCall, loadModelCall, probeCall, releaseModelCall, segmentCall, startCall, statsCall } from '#engine/protocol/modelCalls.ts';
import { implement, serve } from '#engine/protocol/serve.ts';
import { volumeImplementations } from '#engine/volumes/volumeDesk.ts';

const PROBE: Probe = { secureContext: true, crossOriginIsolated: true, cores: 4, jspi: true, gpu: { absent: 'this engine is a stand-in for tests' } };

const MODEL: ModelReport = {
  modelId: 'stand-in', family: 'stand-in', name: 'Stand-in', precision: 'fp32', device: 'wasm', sha256: {},
  promptKinds: ['point-positive', 'point-negative', 'box', 'scribble', 'previous-mask'],
  timings: { downloadMs: 0, createMs: 0, coldEncodeMs: 0, coldDecodeMs: 0 },
};

/**
 * An engine for tests, in this thread and without networks. Images, masks and Dice are the real thing; the model
 * answers with the box filled, else with discs of three pixels round the positive points. `replace` overrides methods.
 */
export function makeFakeEngine(replace: Partial<EngineClient> = {}): EngineClient {
  const models = makeModelHost({
    forced: 'wasm',
    spawn() {
      const { caller, worker } = makeLocalPorts();
      serve(worker, modelImplementations());
      return caller;
    },
  });
  const volumes = makeVolumeHost(() => {
    const { caller, worker } = makeLocalPorts();
    serve(worker, volumeImplementations());
    return caller;
  });
  return { ...makeClient(models, volumes, 'http://localhost/'), ...replace };
}

function modelImplementations() {
  const seen = new Set<string>();
  const counts = { encoderRuns: 0, decoderRuns: 0, cacheHits: 0, cacheMisses: 0 };
  const encoded = (volumeKey: string, { plane, index }: SliceImage) => {
    const key = `${volumeKey}/${plane}/${index}`;
    const embedding = seen.has(key) ? 'cached' as const : 'computed' as const;
    seen.add(key);
    counts[embedding === 'cached' ? 'cacheHits' : 'cacheMisses']++;
    if (embedding === 'computed') counts.encoderRuns++;
    return embedding;
  };
  const stats = (): EngineStats => ({ ...counts, bankHits: 0, embeddings: { entries: seen.size, bytes: 0, budgetBytes: 0 }, bank: null });
  return [
    implement(probeCall, () => PROBE),
    implement(startCall, () => ({ device: 'wasm' as const, waiting: null, threads: 1, onnxruntime: 'none', startMs: 0 })),
    implement(loadModelCall, () => MODEL),
    implement(releaseModelCall, () => null),
    implement(segmentCall, ({ volumeKey, slice, prompts }) => {
      const embedding = encoded(volumeKey, slice);
      counts.decoderRuns++;
      return { candidates: [answer(slice, prompts)], timings: { embedding, encodeMs: 0, decodeMs: 0, queuedMs: 0 } };
    }),
    implement(encodeCall, ({ volumeKey, slice }) => ({ embedding: encoded(volumeKey, slice) })),
    implement(statsCall, stats),
    implement(forgetVolumeCall, () => null),
  ];
}

function answer({ plane, index, width, height, spacingMm }: SliceImage, { box, points }: SlicePrompts): MaskCandidate {
  const positive = points.filter(({ polarity }) => polarity === 'positive');
  const data = Uint8Array.from({ length: width * height }, (_, at) => {
    const u = at % width;
    const v = Math.floor(at / width);
    if (box) return Number(u >= box.uMin && u <= box.uMax && v >= box.vMin && v <= box.vMax);
    return Number(positive.some((it) => Math.hypot(it.at.u - u, it.at.v - v) <= 3));
  });
  const mask: SliceMask = { plane, index, width, height, spacingMm, data };
  return { mask, score: 1, memory: { type: 'float32', dims: [1], data: Float32Array.of(data.reduce((sum, it) => sum + it, 0)) } };
}
