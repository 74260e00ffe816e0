import { FaultError } from '#core/faults.ts';
import type { EvaluationModel, SliceModel, VolumeModel } from '#core/evaluation/evaluationModel.ts';
import type { IntensityWindow } from '#core/models/promptable.ts';
import type { Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import type { LabelMap, Mask, Volume } from '#core/volume/volume.ts';
import type { ModelDesk } from '#engine/models/modelDesk.ts';
import type { ModelReport } from '#engine/protocol/modelCalls.ts';
import type { VolumeLabels, VolumetricReport } from '#engine/protocol/volumetricCalls.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import type { VolumetricDesk } from '#engine/volumetric/volumetricDesk.ts';

/** Work that needs the device: one at a time over all workers, where they share a graphics device. */
export type OnDevice = <T>(work: () => Promise<T>) => Promise<T>;

interface Encoded { readonly slice: SliceImage; readonly window: IntensityWindow }

/** A promptable model of this worker, for one case. Embeddings are exact, so that a repetition gives the same bits. */
export function sliceModel(desk: ModelDesk, { modelId, promptKinds }: ModelReport, volumeKey: string, onDevice: OnDevice): SliceModel {
  return {
    kind: 'slices', promptKinds,
    encode: (slice, window): Promise<Encoded> => Promise.resolve({ slice, window }),
    decode: (encoded, slice, prompts, memory, signal) => onDevice(async () => {
      const { window } = encoded as Encoded;
      const request = { modelId, volumeKey, slice, window, prompts, previous: memory as Tensor | undefined, lane: 'background' as const, precision: 'exact' as const };
      const { candidates } = await desk.segment(request, quiet(signal));
      const [best] = candidates;
      return { mask: best.mask, memory: best.memory };
    }),
  };
}

const MEMORY_BUDGET_BYTES = 1024 * 2 ** 20;

/** A whole-volume model of this worker, by itself (nnU-Net) or by the organs' names (SAT). */
export function volumeModel(desk: VolumetricDesk, { modelId, family, classes, vocabulary }: VolumetricReport, volumeKey: string, onDevice: OnDevice): VolumeModel {
  const predict = (image: Volume, organs: readonly string[], signal: AbortSignal, progress: (fraction: number) => void): Promise<VolumeLabels> => {
    const wanted = classes.filter(({ name }) => organs.some((organ) => isSameOrgan(organ, name))).map(({ value }) => value);
    return desk.predict({ modelId, volume: image, mirroring: 'on', wanted: wanted.length > 0 ? wanted : undefined, memoryBudgetBytes: MEMORY_BUDGET_BYTES }, {
      ...quiet<never>(signal), progress: (it) => { if (it.stage === 'tiles') progress(it.done / it.of); },
    });
  };
  const query = async (image: Volume, organs: readonly string[], signal: AbortSignal, progress: (fraction: number) => void): Promise<VolumeLabels> => {
    const names = organs.filter((organ) => vocabulary.some((entry) => [entry.name, ...entry.synonyms].some((name) => isSameOrgan(organ, name))));
    const tell = { ...quiet<never>(signal), progress: ({ done, of }: { readonly done: number; readonly of: number }) => progress(done / of) };
    await desk.encode({ modelId, volumeKey, volume: image }, tell);
    return desk.query({ modelId, volumeKey, names }, tell);
  };
  return {
    kind: 'volume',
    segment: (image, organs, signal, progress) => onDevice(async () => {
      const found = family === 'nnunet' ? await predict(image, organs, signal, progress) : await query(image, organs, signal, progress);
      desk.forgetVolume(volumeKey);
      return organMasks(image, found, organs);
    }),
  };
}

function organMasks(image: Volume, { labels, classes }: VolumeLabels, organs: readonly string[]): ReadonlyMap<string, Mask> {
  const map: LabelMap = { grid: image.grid, source: image.source, data: labels, labels: classes };
  return new Map(organs.flatMap((organ): [string, Mask][] => {
    const values = classes.filter(({ name }) => isSameOrgan(organ, name)).map(({ value }) => value);
    return values.length === 0 ? [] : [[organ, maskOf(map, values)]];
  }));
}

/** "kidney_left", "left kidney" and "Kidney, left" are one. */
export function isSameOrgan(a: string, b: string): boolean {
  const words = (text: string): string => text.toLowerCase().split(/[^a-z0-9]+/).filter((it) => it !== '').sort().join(' ');
  return words(a) === words(b);
}

export function modelOf(models: ReadonlyMap<string, (volumeKey: string) => EvaluationModel>, modelId: string, volumeKey: string): EvaluationModel {
  const make = models.get(modelId);
  if (!make) throw new FaultError('model-not-loaded', { where: modelId, came: [...models.keys()].join(', ') || 'no model' });
  return make(volumeKey);
}

/** Inside this worker nothing moves and nobody listens but for the signal. */
function quiet<Progress>(signal: AbortSignal): Desk<Progress> {
  return { signal, progress: () => undefined, transfer: () => undefined };
}
