import { FaultError } from '#core/faults.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import type { NnunetSettings } from '#core/models/nnunet/nnunetSettings.ts';
import { nnunetSettings } from '#core/models/nnunet/nnunetSettings.ts';
import type { NnunetPlans } from '#core/models/nnunet/plans.ts';
import { configurationsOf, parsePlans } from '#core/models/nnunet/plans.ts';
import type { Session } from '#core/models/session.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import type { LoadVolumetric, VolumetricReport } from '#engine/protocol/volumetricCalls.ts';
import type { ModelFolder } from '#engine/volumetric/modelFolder.ts';
import { checkDigest, readJson } from '#engine/volumetric/modelFolder.ts';
import type { DeviceLimits, Network } from '#engine/volumetric/network.ts';
import { makeNetwork, summedRewrites } from '#engine/volumetric/network.ts';

export interface LoadedNnunet {
  readonly family: 'nnunet';
  readonly plans: NnunetPlans;
  readonly settings: NnunetSettings;
  readonly folds: readonly Session[];
}

type Report = Omit<VolumetricReport, 'modelId' | 'loadMs' | 'device' | 'limitBytes' | 'sha256' | 'manifest'>;

/** Reads an nnU-Net folder (bundled, chosen or zipped) and puts the folds asked for on the device. */
export async function loadNnunet(folder: ModelFolder, manifest: ModelManifest | null, ask: LoadVolumetric, runtime: Runtime, limits: DeviceLimits, onBytes: (doneBytes: number) => void): Promise<{ model: LoadedNnunet; report: Report }> {
  const [plansJson, datasetJson] = [await readJson(folder, 'plans.json'), await readJson(folder, 'dataset.json')];
  const written = manifest?.['nnunet'] ?? await optionalJson(folder, 'isodice.json');
  const settings = nnunetSettings(written, folder.names, manifest);
  const configurations = configurationsOf(plansJson, datasetJson).map((it) => (settings.configuration !== null && it.name !== settings.configuration && it.refusal === undefined
    ? { name: it.name, refusal: `The ONNX files of this folder are of ${settings.configuration}.` } : it));
  const configuration = ask.configuration ?? settings.configuration ?? configurations.find(({ refusal }) => refusal === undefined)?.name ?? '3d_fullres';
  const plans = parsePlans(plansJson, datasetJson, configuration);
  if (settings.configuration !== null && configuration !== settings.configuration) throw new FaultError('nnunet-not-exported', { where: folder.where, expected: configuration, came: settings.configuration });
  const folds = ask.folds ?? settings.folds.map(({ fold }) => fold);
  if (folds.length === 0) throw new FaultError('nnunet-fold-missing', { where: folder.where, expected: 'fold_0.onnx', came: folder.names?.slice(0, 12).join(', ') ?? 'none' });
  const networks: Network[] = [];
  try {
    for (const fold of folds) {
      const file = settings.folds.find((it) => it.fold === fold);
      if (!file) throw new FaultError('nnunet-fold-missing', { where: folder.where, expected: `fold ${fold}`, came: `folds ${settings.folds.map((it) => it.fold).join(', ') || 'none'}` });
      const bytes = await folder.read(file.file, onBytes);
      await checkDigest(file.file, bytes, file.sha256);
      networks.push(await makeNetwork(runtime, limits, bytes, file.file, { [settings.input]: [1, plans.channels.length, ...plans.patchSize] }));
      checkTensors(networks[networks.length - 1].session, plans, file.file);
    }
  } catch (error) {
    for (const { session } of networks) await session.release();
    throw error;
  }
  const report: Report = {
    family: 'nnunet', name: manifest?.name ?? settings.name ?? folder.where, patchSize: plans.patchSize, spacingMm: plans.spacingMm, classes: plans.labels, vocabulary: [],
    configuration, configurations, folds: networks.length, mirrorAxes: settings.mirrorAxes, rewrites: summedRewrites(networks.map(({ rewrites }) => rewrites)),
    placement: networks[0].placement, memory: networks[0].memory, experimental: null, notices: [],
  };
  return { model: { family: 'nnunet', plans, settings, folds: networks.map(({ session }) => session) }, report };
}

/** A file that a folder may lack. */
async function optionalJson(folder: ModelFolder, name: string): Promise<unknown> {
  return folder.names?.includes(name) === true ? readJson(folder, name) : {};
}

/** Sizes that the graph fixes must be those of the plans. */
function checkTensors({ inputs, outputs }: Session, plans: NnunetPlans, where: string): void {
  for (const [tensor, wanted] of [[inputs.at(0), [1, plans.channels.length, ...plans.patchSize]], [outputs.at(0), [1, plans.headValues.length, ...plans.patchSize]]] as const) {
    const dims = tensor?.dims ?? [];
    const fits = dims.length === wanted.length && dims.every((size, axis) => typeof size === 'string' || size === wanted[axis]);
    if (!fits) throw new FaultError('model-tensors-differ', { where, expected: wanted.join('×'), came: `${tensor?.name ?? 'none'} ${dims.join('×')}` });
  }
}
