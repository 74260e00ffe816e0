import { FaultError } from '#core/faults.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { checkGraphTensors, graphOf } from '#core/models/manifest.ts';
import type { SatSettings } from '#core/models/sat/satManifest.ts';
import { isReducedPatch, satSettings } from '#core/models/sat/satManifest.ts';
import type { Vocabulary } from '#core/models/sat/vocabulary.ts';
import { parseVocabulary } from '#core/models/sat/vocabulary.ts';
import type { Session } from '#core/models/session.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import type { VolumetricReport } from '#engine/protocol/volumetricCalls.ts';
import type { ModelFolder } from '#engine/volumetric/modelFolder.ts';
import { checkDigest, readJson } from '#engine/volumetric/modelFolder.ts';
import type { DeviceLimits, Network } from '#engine/volumetric/network.ts';
import { makeNetwork, summedRewrites } from '#engine/volumetric/network.ts';

export interface LoadedSat {
  readonly family: 'sat';
  readonly settings: SatSettings;
  readonly vocabulary: Vocabulary;
  readonly vision: Session;
  readonly query: Session;
}

type Report = Omit<VolumetricReport, 'modelId' | 'loadMs' | 'device' | 'limitBytes' | 'sha256' | 'manifest'>;

/** Reads a SAT folder and puts its two graphs on the device. */
export async function loadSat(folder: ModelFolder, manifest: ModelManifest, runtime: Runtime, limits: DeviceLimits, onBytes: (doneBytes: number) => void): Promise<{ model: LoadedSat; report: Report }> {
  const settings = satSettings(manifest);
  const { file, vectors, sha256 } = settings.vocabulary;
  const [names, numbers] = [await folder.read(file), await folder.read(vectors)];
  await checkDigest(file, names, sha256.file);
  await checkDigest(vectors, numbers, sha256.vectors);
  const vocabulary = parseVocabulary(await readJson(folder, file), numbers, file);
  const made: Network[] = [];
  const network = async (role: string) => {
    const graph = graphOf(manifest, role);
    const bytes = await folder.read(graph.file, onBytes);
    await checkDigest(graph.file, bytes, graph.sha256);
    const it = await makeNetwork(runtime, limits, bytes, graph.file, role === 'vision' ? { image: [1, 1, ...settings.patchSize] } : {});
    made.push(it);
    checkGraphTensors(graph, it.session.inputs, it.session.outputs);
    return it;
  };
  try {
    const [vision, query] = [await network('vision'), await network('query')];
    checkDimension(query.session, vocabulary);
    const { patchSize, spacingMm, nativePatchSize = patchSize, parity = null } = settings;
    const report: Report = {
      family: 'sat', name: manifest.name, patchSize, spacingMm, classes: [], vocabulary: vocabulary.entries, configuration: null, configurations: [], folds: 1, mirrorAxes: [],
      rewrites: summedRewrites([vision.rewrites, query.rewrites]), placement: vision.placement, memory: vision.memory,
      experimental: isReducedPatch(settings) ? { nativePatchSize, parity } : null, notices: [],
    };
    return { model: { family: 'sat', settings, vocabulary, vision: vision.session, query: query.session }, report };
  } catch (error) {
    for (const { session } of made) await session.release();
    throw error;
  }
}

function checkDimension({ inputs }: Session, { dimension }: Vocabulary): void {
  const size = inputs.find(({ name }) => name === 'queries')?.dims.at(2);
  if (typeof size === 'number' && size !== dimension) throw new FaultError('vocabulary-unreadable', { expected: `vectors of ${size} numbers`, came: `${dimension}` });
}
