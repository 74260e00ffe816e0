import { evaluateCase } from '#core/evaluation/evaluateCase.ts';
import type { OrganResult } from '#core/evaluation/evaluateCase.ts';
import type { EvaluationModel } from '#core/evaluation/evaluationModel.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import { MASKED_CODE } from '#core/errormaps/compactMap.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';
import { stepsOf } from '#core/evaluation/protocolSpec.ts';
import { FaultError } from '#core/faults.ts';
import { formatLabelMapOnSource, gzip } from '#core/formats/writeNifti.ts';
import { voxelCount } from '#core/volume/grid.ts';
import type { Volume } from '#core/volume/volume.ts';
import type { Families } from '#engine/models/families.ts';
import { makeModelDesk } from '#engine/models/modelDesk.ts';
import { probe } from '#engine/models/probe.ts';
import { makeRunQueue } from '#engine/models/runQueue.ts';
import type { Runtime } from '#engine/models/runtime.ts';
import { startRuntime } from '#engine/models/runtime.ts';
import type { CaseAnswer, CaseRequest } from '#engine/protocol/caseCalls.ts';
import { evaluateCaseCall } from '#engine/protocol/caseCalls.ts';
import { loadModelCall, probeCall, startCall } from '#engine/protocol/modelCalls.ts';
import type { Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';
import { loadVolumetricCall } from '#engine/protocol/volumetricCalls.ts';
import type { OnDevice } from '#engine/runs/caseModels.ts';
import { modelOf, sliceModel, volumeModel } from '#engine/runs/caseModels.ts';
import { readCase } from '#engine/runs/readCase.ts';
import { makeVolumetricDesk } from '#engine/volumetric/volumetricDesk.ts';

const EMBEDDING_BUDGET_BYTES = 64 * 2 ** 20;
const FEATURE_BUDGET_BYTES = 512 * 2 ** 20;

/** What a case worker does: it holds one model and evaluates cases with it, from files to numbers. */
export function caseImplementations(families: Families): readonly Implementation[] {
  const queue = makeRunQueue();
  const slices = makeModelDesk(families, EMBEDDING_BUDGET_BYTES, null, queue);
  const volumes = makeVolumetricDesk(queue, FEATURE_BUDGET_BYTES);
  const models = new Map<string, (volumeKey: string) => EvaluationModel>();
  let runtime: Runtime | null = null;
  const started = (): Runtime => {
    if (!runtime) throw new FaultError('runtime-failed', { expected: 'a started runtime', came: 'none' });
    return runtime;
  };
  const onDevice: OnDevice = (work) => (started().report.device === 'webgpu' ? navigator.locks.request('isodice-device', work) : work());
  return [
    implement(probeCall, probe),
    implement(startCall, async (options) => (runtime = await startRuntime(options)).report),
    implement(loadModelCall, async (source, desk) => {
      const report = await slices.load(started(), source, desk);
      models.set(report.modelId, (volumeKey) => sliceModel(slices, report, volumeKey, onDevice));
      return report;
    }),
    implement(loadVolumetricCall, async (ask, desk) => {
      const report = await volumes.load(started(), ask, desk);
      models.set(report.modelId, (volumeKey) => volumeModel(volumes, report, volumeKey, onDevice));
      return report;
    }),
    implement(evaluateCaseCall, async (request, { signal, progress, transfer }) => {
      progress({ stage: 'reading' });
      const { volume, reference, organs, notices } = await readCase(request.case, request.files, signal);
      progress({ stage: 'predicting' });
      const model = modelOf(models, request.modelId, request.case.id);
      const { settings } = request.protocol;
      const results = await evaluateCase({ image: volume, reference, organs, model, protocol: settings, seed: `${request.seed}/${request.case.id}`, maps: hasSurfaces(settings) }, signal, (fraction) => {
        if (fraction >= 0.9) progress({ stage: 'measuring' });
      });
      slices.forgetVolume(request.case.id);
      progress({ stage: 'writing' });
      const mask = request.masks === 'kept' ? await predictionFile(request, volume, results, signal) : null;
      if (mask) transfer(mask.buffer);
      return { ...resultColumns(request.organs, stepsOf(settings), results), notices, mask };
    }),
  ];
}

/** Results by column; an organ that this case has no mask of is a row that was not asked, for each step. */
export function resultColumns(organs: readonly string[], steps: number, results: readonly OrganResult[]): Pick<CaseAnswer, 'organ' | 'step' | 'status' | 'columns' | 'maps'> {
  const entries = organs.flatMap((organ, at): { at: number; step: number; result: OrganResult | null }[] => {
    const found = results.filter((it) => it.organ === organ);
    return found.length === 0 ? Array.from({ length: steps }, (_, step) => ({ at, step, result: null })) : found.map((result) => ({ at, step: result.step, result }));
  });
  const names = [...new Set(results.flatMap(({ metrics }) => Object.keys(metrics.values)))];
  const column = (of: (result: OrganResult) => number | null | undefined) => Float64Array.from(entries, ({ result }) => (result ? of(result) ?? Number.NaN : Number.NaN));
  const hasMaps = results.some(({ map }) => map !== null);
  return {
    ...(hasMaps ? { maps: mapsOf(entries.map(({ result }) => result)) } : {}),
    organ: Uint8Array.from(entries, (it) => it.at), step: Uint8Array.from(entries, (it) => it.step),
    status: Uint8Array.from(entries, ({ result }) => RESULT_STATUS.indexOf(result ? result.metrics.status : 'not-asked')),
    columns: {
      ...Object.fromEntries(names.map((name) => [name, column(({ metrics }) => Object.entries(metrics.values).find(([key]) => key === name)?.[1])])),
      referenceAreaMm2: column(({ metrics }) => metrics.referenceAreaMm2),
    },
  };
}

/** A protocol that leaves slices out has no surface to map. */
function hasSurfaces(settings: ProtocolSpec): boolean {
  return settings.kind === 'none' || settings.kind === 'text' || settings.everyNth === 1;
}

function mapsOf(results: readonly (OrganResult | null)[]): Int8Array {
  const out = new Int8Array(results.length * BINS).fill(MASKED_CODE);
  results.forEach((result, n) => { if (result?.map?.state === 'done') out.set(result.map.codes, n * BINS); });
  return out;
}

/** The prediction after the last step as one label map, valued 1, 2, … in the order of the run's organs; where organs overlap the later counts. */
function predictionFile({ organs, case: { id } }: CaseRequest, { grid, source }: Volume, results: readonly OrganResult[], signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint8Array(voxelCount(grid));
  const last = new Map(results.map((it) => [it.organ, it.prediction]));
  organs.forEach((organ, n) => {
    const mask = last.get(organ);
    if (mask) for (let at = 0; at < data.length; at++) if (mask.data[at]) data[at] = n + 1;
  });
  return gzip(formatLabelMapOnSource({ data, source }, `IsoDice ${id} ${organs.map((organ, n) => `${n + 1}=${organ}`).join(' ')}`), signal);
}
