import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeSession } from '#cli/nodeSession.ts';
import type { EvaluationModel, SliceModel, VolumeModel } from '#core/evaluation/evaluationModel.ts';
import { FaultError } from '#core/faults.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { graphOf, parseManifest } from '#core/models/manifest.ts';
import { predictLabels } from '#core/models/nnunet/predict.ts';
import type { NnunetPlans } from '#core/models/nnunet/plans.ts';
import { parsePlans } from '#core/models/nnunet/plans.ts';
import type { Prepared } from '#core/models/nnunet/prepare.ts';
import { prepared } from '#core/models/nnunet/prepare.ts';
import type { Embedding } from '#core/models/promptable.ts';
import { satPrepared } from '#core/models/sat/preprocess.ts';
import { satSettings } from '#core/models/sat/satManifest.ts';
import { patchFeatures, patchesOf, segmentText } from '#core/models/sat/segmentText.ts';
import { isSameStructure, parseVocabulary, queryVectors } from '#core/models/sat/vocabulary.ts';
import type { Tensor } from '#core/models/session.ts';
import { spacingMm } from '#core/volume/grid.ts';
import type { Mask, Volume } from '#core/volume/volume.ts';
import { FAMILIES } from '#engine/models/families.ts';

/** A bundled model on onnxruntime-node, with what its rows say of it. */
export interface NodeModel {
  readonly model: EvaluationModel;
  readonly name: string;
  readonly sha256: readonly string[];
}

const folderOf = (id: string) => fileURLToPath(new URL(`../../public/models/${id}`, import.meta.url));

export function isBundled(id: string): boolean {
  return existsSync(join(folderOf(id), 'manifest.json'));
}

export async function loadNodeModel(id: string, threads: number): Promise<NodeModel> {
  const folder = folderOf(id);
  const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), id);
  const sha256 = Object.keys(manifest.graphs).sort().map((role) => manifest.graphs[role].sha256);
  const session = (role: string) => nodeSession(new Uint8Array(readFileSync(join(folder, graphOf(manifest, role).file))), { threads });
  if (manifest.family === 'nnunet') return { model: await nnunetModel(folder, session), name: manifest.name, sha256 };
  if (manifest.family === 'sat') return { model: await textModel(folder, manifest, session), name: manifest.name, sha256 };
  if (Object.hasOwn(FAMILIES, manifest.family)) return { model: await sliceModel(manifest, session), name: manifest.name, sha256 };
  throw new FaultError('model-family-unknown', { where: id, came: manifest.family });
}

type Open = (role: string) => ReturnType<typeof nodeSession>;

async function sliceModel(manifest: ModelManifest, session: Open): Promise<SliceModel> {
  const family = FAMILIES[manifest.family](manifest);
  const encoder = await session('encoder');
  const decoder = await session('decoder');
  return {
    kind: 'slices', promptKinds: family.promptKinds,
    encode: (slice, window) => family.encode(encoder, slice, window),
    async decode(encoded, slice, prompts, memory) {
      const [first] = await family.decode(decoder, encoded as Embedding, slice, prompts, memory as Tensor | undefined);
      const { plane, index, width, height, spacingMm: pixel } = slice;
      return first ?? { mask: { plane, index, width, height, spacingMm: pixel, data: new Uint8Array(width * height) }, memory: undefined };
    },
  };
}

async function nnunetModel(folder: string, session: Open): Promise<VolumeModel> {
  const [plansText, datasetText] = ['plans.json', 'dataset.json'].map((file) => readFileSync(join(folder, file), 'utf8'));
  const plans = parsePlans(JSON.parse(plansText), JSON.parse(datasetText), '3d_fullres');
  const key = plansText + datasetText;
  const fold = await session('fold_0');
  return {
    kind: 'volume',
    async segment(image, organs, signal, progress) {
      const ready = lastPrepared?.image === image && lastPrepared.key === key ? lastPrepared.ready : nnunetPrepared(image, plans);
      lastPrepared = { image, key, ready };
      const { data } = await predictLabels(ready, [fold], { step: 0.5, mirrorAxes: [], memoryBudgetBytes: 2 ** 30 }, async (done, of) => { signal.throwIfAborted(); progress(done / of); });
      const known = plans.labels.filter(({ name }) => organs.includes(name));
      return new Map(known.map(({ name, value }) => [name, maskWhere(image, data, value)]));
    },
  };
}

/** The last image as made ready, since the balanced twin has the plans of its sibling and is asked next. */
let lastPrepared: { readonly image: Volume; readonly key: string; readonly ready: Prepared } | undefined;

function nnunetPrepared(image: Volume, plans: NnunetPlans): Prepared {
  const { dims } = image.grid;
  const [x, y, z] = spacingMm(image.grid);
  return prepared({ channels: [{ shape: [dims[2], dims[1], dims[0]], data: new Float32Array(image.data) }], spacingMm: [z, y, x] }, plans);
}

/** A text-prompted model, asked for every organ by its name in words. */
async function textModel(folder: string, manifest: ModelManifest, session: Open): Promise<VolumeModel> {
  const settings = satSettings(manifest);
  const { file, vectors } = settings.vocabulary;
  const vocabulary = parseVocabulary(JSON.parse(readFileSync(join(folder, file), 'utf8')), new Uint8Array(readFileSync(join(folder, vectors))), file);
  const [vision, query] = [await session('vision'), await session('query')];
  return {
    kind: 'volume',
    async segment(image, organs, signal, progress) {
      const modality = image.modality === 'CT' ? 'ct' : 'mri';
      const ready = satPrepared({ dims: image.grid.dims, spacingMm: spacingMm(image.grid), data: image.data, modality }, settings);
      const patches = patchesOf(ready, settings);
      const known = organs.flatMap((name) => vocabulary.entries.filter((it) => it.modality === modality && isSameStructure(it.name, name)).map((entry) => ({ name, entry })));
      const labels = await segmentText({ prepared: ready, settings, vectors: queryVectors(vocabulary, known.map(({ entry }) => entry)), classes: known.length }, query, (at) => patchFeatures(vision, ready, patches[at], settings),
        async (done, of) => { signal.throwIfAborted(); progress(done / of); });
      return new Map(known.map(({ name }, n) => [name, maskWhere(image, labels, n + 1)]));
    },
  };
}

function maskWhere({ grid }: Volume, labels: ArrayLike<number>, value: number): Mask {
  const data = new Uint8Array(labels.length);
  for (let v = 0; v < data.length; v++) data[v] = labels[v] === value ? 1 : 0;
  return { grid, data };
}
