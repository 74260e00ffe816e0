import { FaultError, fault } from '#core/faults.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { parseManifest } from '#core/models/manifest.ts';
import { beginPrediction, continuePrediction } from '#core/models/nnunet/predict.ts';
import { prepared } from '#core/models/nnunet/prepare.ts';
import { satPrepared } from '#core/models/sat/preprocess.ts';
import { entryOf, queryVectors } from '#core/models/sat/vocabulary.ts';
import { patchFeatures, patchesOf, queryBytes, segmentText } from '#core/models/sat/segmentText.ts';
import { spacingMm } from '#core/volume/grid.ts';
import type { Volume } from '#core/volume/volume.ts';
import type { RunQueue } from '#engine/models/runQueue.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import type { LoadProgress } from '#engine/protocol/modelCalls.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import type { EncodeVolume, LoadVolumetric, PredictProgress, PredictVolume, TileProgress, VolumeLabels, VolumetricReport, VolumetricStats } from '#engine/protocol/volumetricCalls.ts';
import { makeFeatureStore } from '#engine/volumetric/featureStore.ts';
import type { LoadedNnunet } from '#engine/volumetric/loadNnunet.ts';
import { loadNnunet } from '#engine/volumetric/loadNnunet.ts';
import type { LoadedSat } from '#engine/volumetric/loadSat.ts';
import { loadSat } from '#engine/volumetric/loadSat.ts';
import type { ModelFolder } from '#engine/volumetric/modelFolder.ts';
import { openModelFolder } from '#engine/volumetric/modelFolder.ts';
import { deviceLimits } from '#engine/volumetric/network.ts';
import { orientedCase } from '#engine/volumetric/orientedCase.ts';
import { queuedSession } from '#engine/volumetric/queuedSession.ts';

/** The whole-volume models of one worker. They share the queue with the 2D models: one network runs at a time. */
export interface VolumetricDesk {
  load(runtime: Runtime, ask: LoadVolumetric, desk: Desk<LoadProgress>): Promise<VolumetricReport>;
  release(modelId: string): Promise<null>;
  predict(ask: PredictVolume, desk: Desk<PredictProgress>): Promise<VolumeLabels>;
  encode(ask: EncodeVolume, desk: Desk<TileProgress>): Promise<{ readonly patches: number; readonly keptPatches: number; readonly ms: number }>;
  query(ask: { readonly modelId: string; readonly volumeKey: string; readonly names: readonly string[] }, desk: Desk<TileProgress>): Promise<VolumeLabels>;
  stats(): VolumetricStats;
  forgetVolume(volumeKey: string): void;
}

const NNUNET_STEP = 0.5;
const MODALITIES = { CT: 'ct', MR: 'mri' } as const;

export function makeVolumetricDesk(queue: RunQueue, featureBudgetBytes: number): VolumetricDesk {
  const models = new Map<string, LoadedNnunet | LoadedSat>();
  const store = makeFeatureStore(featureBudgetBytes);
  const counts = { tileRuns: 0, backboneRuns: 0, queryRuns: 0 };
  const counted = (name: keyof typeof counts) => () => { counts[name]++; };
  const keyOf = (modelId: string, volumeKey: string) => `${modelId}\n${volumeKey}`;

  function loaded<F extends 'nnunet' | 'sat'>(modelId: string, family: F): Extract<LoadedNnunet | LoadedSat, { family: F }> {
    const it = models.get(modelId);
    if (it?.family !== family) throw new FaultError('model-not-loaded', { where: modelId, expected: `a model of family ${family}`, came: [...models.keys()].join(', ') || 'no model' });
    return it as Extract<LoadedNnunet | LoadedSat, { family: F }>;
  }

  const release = async (modelId: string) => {
    const it = models.get(modelId);
    models.delete(modelId);
    store.deleteWhere((key) => key.startsWith(`${modelId}\n`));
    for (const session of it?.family === 'sat' ? [it.vision, it.query] : it?.folds ?? []) await session.release();
  };

  return {
    async load(runtime, ask, { signal, progress }) {
      const startedAt = performance.now();
      const folder = await openModelFolder(ask.source, signal);
      const manifest = await manifestOf(folder, ask);
      const totalBytes = Object.values(manifest?.graphs ?? {}).reduce((sum, { bytes }) => sum + bytes, 0);
      const limits = await deviceLimits(runtime);
      return queue.run('background', signal, async () => {
        const onBytes = (doneBytes: number) => progress({ stage: 'download', doneBytes, totalBytes });
        const { model, report } = manifest?.family === 'sat'
          ? await loadSat(folder, manifest, runtime, limits, onBytes)
          : await loadNnunet(folder, manifest, ask, runtime, limits, onBytes);
        const modelId = manifest?.id ?? report.name;
        await release(modelId);
        models.set(modelId, model);
        const sha256 = Object.fromEntries(Object.entries(manifest?.graphs ?? {}).map(([role, graph]) => [role, graph.sha256]));
        return { modelId, ...report, ...limits, sha256, manifest, loadMs: performance.now() - startedAt };
      });
    },

    release: (modelId) => queue.run('background', new AbortController().signal, async () => {
      await release(modelId);
      return null;
    }),

    async predict({ modelId, volume, mirroring, wanted, memoryBudgetBytes, resume }, { signal, progress, transfer }) {
      const startedAt = performance.now();
      const { plans, settings, folds } = loaded(modelId, 'nnunet');
      progress({ stage: 'prepare' });
      const oriented = orientedCase(volume, plans, settings.orientation);
      const ready = prepared(oriented.it, plans);
      const isSmall = ready.inside.some(([from, to], axis) => to - from < plans.patchSize[axis]);
      const options = { step: NNUNET_STEP, mirrorAxes: mirroring === 'on' ? settings.mirrorAxes : [], memoryBudgetBytes, ...(wanted ? { wanted } : {}) };
      const state = resume ?? beginPrediction(ready, folds.length, options);
      const sessions = folds.map((session) => queuedSession(session, queue, signal, counted('tileRuns')));
      try {
        const { data } = await continuePrediction(state, ready, sessions, options, (done, of) => {
          progress({ stage: 'tiles', done, of, heldBytes: state.bytes });
          return Promise.resolve();
        });
        const labels = oriented.toCanonical(new Uint16Array(data));
        transfer(labels.buffer);
        const notices = [...oriented.notices, ...(isSmall ? [fault('volume-smaller-than-patch', { expected: plans.patchSize.join('×'), came: ready.inside.map(([from, to]) => to - from).join('×') })] : [])];
        return { labels, classes: plans.labels, ms: performance.now() - startedAt, heldBytes: state.bytes, notices };
      } catch (error) {
        if (error instanceof FaultError) progress({ stage: 'kept', prediction: state });
        throw error;
      }
    },

    async encode({ modelId, volumeKey, volume }, { signal, progress }) {
      const startedAt = performance.now();
      const { settings, vision } = loaded(modelId, 'sat');
      const key = keyOf(modelId, volumeKey);
      const it = store.get(key) ?? { prepared: satPrepared(satImage(volume), settings), modality: modalityOf(volume), features: [] };
      store.open(key, it);
      const patches = patchesOf(it.prepared, settings);
      const session = queuedSession(vision, queue, signal, counted('backboneRuns'));
      for (const [at, patch] of patches.entries()) {
        if (!it.features[at] && !store.keep(key, at, await patchFeatures(session, it.prepared, patch, settings))) break;
        progress({ done: at + 1, of: patches.length, heldBytes: store.bytes });
      }
      return { patches: patches.length, keptPatches: it.features.filter(Boolean).length, ms: performance.now() - startedAt };
    },

    async query({ modelId, volumeKey, names }, { signal, progress, transfer }) {
      const startedAt = performance.now();
      const { settings, vocabulary, vision, query } = loaded(modelId, 'sat');
      const it = store.get(keyOf(modelId, volumeKey));
      if (!it) throw new FaultError('volume-not-encoded', { where: modelId });
      const entries = names.map((name) => entryOf(vocabulary, name, it.modality));
      const patches = patchesOf(it.prepared, settings);
      const backbone = queuedSession(vision, queue, signal, counted('backboneRuns'));
      const heldBytes = queryBytes(it.prepared, entries.length) + store.bytes;
      const ask = { prepared: it.prepared, settings, vectors: queryVectors(vocabulary, entries), classes: entries.length };
      const labels = await segmentText(ask, queuedSession(query, queue, signal, counted('queryRuns')),
        async (at) => it.features[at] ?? patchFeatures(backbone, it.prepared, patches[at], settings),
        (done, of) => {
          progress({ done, of, heldBytes });
          return Promise.resolve();
        });
      transfer(labels.buffer);
      const isSmall = it.prepared.image.shape.some((n, axis) => n < settings.patchSize[axis]);
      const notices = isSmall ? [fault('volume-smaller-than-patch', { expected: settings.patchSize.join('×'), came: it.prepared.image.shape.join('×') })] : [];
      return { labels, classes: entries.map(({ name }, at) => ({ name, value: at + 1 })), ms: performance.now() - startedAt, heldBytes, notices };
    },

    stats: () => ({ ...counts, features: { bytes: store.bytes, budgetBytes: store.budgetBytes } }),
    forgetVolume: (volumeKey) => store.deleteWhere((key) => key.endsWith(`\n${volumeKey}`)),
  };
}

/** The manifest of a bundled or exported model; a bare nnU-Net folder has none. */
async function manifestOf(folder: ModelFolder, { source }: LoadVolumetric): Promise<ModelManifest | null> {
  if (source.kind === 'files' && !folder.names?.includes('manifest.json')) return null;
  const manifest = parseManifest(new TextDecoder().decode(await folder.read('manifest.json')), `${folder.where} manifest.json`);
  if (manifest.family !== 'sat' && manifest.family !== 'nnunet') throw new FaultError('model-family-unknown', { where: manifest.id, expected: 'nnunet or sat for a whole volume', came: manifest.family });
  return manifest;
}

function satImage(volume: Volume) {
  return { dims: volume.grid.dims, spacingMm: spacingMm(volume.grid), data: volume.data, modality: modalityOf(volume) };
}

function modalityOf({ modality }: Volume): string {
  if (modality === 'unknown') throw new FaultError('sat-modality-unknown', { expected: 'CT or MR', came: 'neither is known' });
  return MODALITIES[modality];
}
