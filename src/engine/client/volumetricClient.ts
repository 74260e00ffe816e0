import type { Prediction } from '#core/models/nnunet/predict.ts';
import type { ModelHost } from '#engine/client/modelHost.ts';
import type { VolumeHost } from '#engine/client/volumeHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { LoadProgress } from '#engine/protocol/modelCalls.ts';
import * as calls from '#engine/protocol/volumetricCalls.ts';

export interface PredictAsk {
  readonly modelId: string;
  readonly volumeId: string;
  readonly volumeKey: string;
  readonly mirroring: 'on' | 'off';
  readonly wanted?: readonly number[] | undefined;
  readonly memoryBudgetBytes: number;
}

export interface TextAsk {
  readonly modelId: string;
  readonly volumeId: string;
  readonly volumeKey: string;
  readonly names: readonly string[];
}

export type TextProgress = calls.TileProgress & { readonly stage: 'backbone' | 'query' };

/** Models for whole volumes. Every method settles with done, failed or cancelled, as EngineClient's do. */
export interface VolumetricClient {
  load(ask: calls.LoadVolumetric, options?: AskOptions<LoadProgress>): Promise<Outcome<calls.VolumetricReport>>;
  release(modelId: string): Promise<Outcome<null>>;
  /** Tiles done before a device failed are kept: the same ask again goes on from there. */
  predict(ask: PredictAsk, options?: AskOptions<calls.PredictProgress>): Promise<Outcome<calls.VolumeLabels>>;
  /** Looks at the image first where it has not; then a prompt costs the query decoder only. */
  segmentText(ask: TextAsk, options?: AskOptions<TextProgress>): Promise<Outcome<calls.VolumeLabels>>;
  /** Lays labels under the accepted slices of an open image; null takes them away. */
  mergeBase(volumeId: string, labels: calls.VolumeLabels['labels'] | null, values: readonly { readonly from: number; readonly to: number }[]): Promise<Outcome<null>>;
  stats(): Promise<Outcome<calls.VolumetricStats>>;
}

export function makeVolumetricClient(models: ModelHost, volumes: VolumeHost, baseUrl: string): VolumetricClient {
  /** At most one interrupted prediction, because it may be large. */
  let kept: { readonly key: string; readonly prediction: Prediction } | null = null;
  const voxels = (volumeId: string, signal: AbortSignal | undefined) => volumes.ask(calls.volumeVoxelsCall, { volumeId }, { signal });

  return {
    load({ source, ...ask }, options) {
      const absolute = source.kind === 'url' ? { ...source, manifestUrl: new URL(source.manifestUrl, baseUrl).href } : source;
      return models.loadLasting(({ modelId }) => modelId, calls.loadVolumetricCall, { source: absolute, ...ask }, options);
    },
    release: (modelId) => models.releaseLasting(modelId, calls.releaseVolumetricCall, { modelId }),

    async predict({ volumeId, volumeKey, ...ask }, { signal, onProgress } = {}) {
      const volume = await voxels(volumeId, signal);
      if (volume.state !== 'done') return volume;
      const key = JSON.stringify([volumeKey, ask]);
      if (kept?.key !== key) kept = null;
      const outcome = await models.askInSteps(calls.predictVolumeCall, () => ({ ...ask, volume: volume.value, resume: kept?.prediction }), {
        signal,
        onProgress(it) {
          if (it.stage === 'kept') kept = { key, prediction: it.prediction };
          onProgress?.(it);
        },
      });
      if (outcome.state === 'done') kept = null;
      return outcome;
    },

    async segmentText({ modelId, volumeId, volumeKey, names }, { signal, onProgress } = {}) {
      const query = () => models.askInSteps(calls.queryVolumeCall, () => ({ modelId, volumeKey, names }), { signal, onProgress: (it) => onProgress?.({ ...it, stage: 'query' }) });
      const first = await query();
      if (first.state !== 'failed' || first.fault.code !== 'volume-not-encoded') return first;
      const volume = await voxels(volumeId, signal);
      if (volume.state !== 'done') return volume;
      const encoded = await models.askInSteps(calls.encodeVolumeCall, () => ({ modelId, volumeKey, volume: volume.value }), { signal, onProgress: (it) => onProgress?.({ ...it, stage: 'backbone' }) });
      return encoded.state === 'done' ? query() : encoded;
    },

    mergeBase: (volumeId, labels, values) => volumes.ask(calls.mergeBaseCall, { volumeId, labels, values }),
    stats: () => models.ask(calls.volumetricStatsCall, null),
  };
}
