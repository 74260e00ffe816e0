import type { SliceImage } from '#core/volume/slice.ts';
import type { EncodeAsk, EngineClient } from '#engine/client/engineClient.ts';
import type { ModelHost } from '#engine/client/modelHost.ts';
import type { VolumeHost } from '#engine/client/volumeHost.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import { checkParityCall, clearBankCall, encodeCall, exportBankCall, forgetVolumeCall, importBankCall, segmentCall, statsCall } from '#engine/protocol/modelCalls.ts';
import type { ModelSource } from '#engine/protocol/modelCalls.ts';
import * as calls from '#engine/protocol/volumeCalls.ts';

/** Slices on their way between the two workers; a click and the hovers round it ask for the same one. */
const SLICES_KEPT = 6;

/** Ties the workers together: a segmentation is asked for by place, and this fetches the slice that it needs. */
export function makeClient(models: ModelHost, volumes: VolumeHost, baseUrl: string): EngineClient {
  const slices = new Map<string, Promise<Outcome<SliceImage>>>();
  const keys = new Map<string, string>();

  const slice = async ({ volumeId, plane, index }: calls.SliceOf): Promise<Outcome<SliceImage>> => {
    const key = `${volumeId}/${plane}/${index}`;
    const asked = slices.get(key) ?? volumes.ask(calls.sliceImageCall, { volumeId, plane, index });
    slices.delete(key);
    slices.set(key, asked);
    for (const oldest of slices.keys()) if (slices.size > SLICES_KEPT) slices.delete(oldest);
    const outcome = await asked;
    if (outcome.state !== 'done') slices.delete(key);
    return outcome;
  };
  const absolute = (url: string) => new URL(url, baseUrl).href;
  const file = (source: calls.FileSource): calls.FileSource => (source.kind === 'url' ? { ...source, url: absolute(source.url) } : source);
  const model = (source: ModelSource): ModelSource => (source.kind === 'url' ? { ...source, manifestUrl: absolute(source.manifestUrl) } : source);
  const remember = <T extends calls.VolumeSummary>({ volumeId, volumeKey }: T) => keys.set(volumeId, volumeKey);

  return {
    probe: () => models.probe(),
    device: () => models.ready(),
    onDevice: (listen) => models.onChoice(listen),
    loadModel: (source, options) => models.load(model(source), options),
    releaseModel: (modelId) => models.release(modelId),
    checkParity: (modelId, options) => models.ask(checkParityCall, { modelId }, options),
    async segment({ volumeId, plane, index, ...ask }, options) {
      const image = await slice({ volumeId, plane, index });
      return image.state === 'done' ? models.ask(segmentCall, { ...ask, slice: image.value }, options) : image;
    },
    async encode({ modelId, volumeKey, window, precision, ...of }: EncodeAsk, options) {
      const image = await slice(of);
      return image.state === 'done' ? models.ask(encodeCall, { modelId, volumeKey, window, precision, slice: image.value }, options) : image;
    },
    stats: () => models.ask(statsCall, null),
    exportBank: (volumeKey, options) => models.ask(exportBankCall, { volumeKey }, options),
    importBank: (volumeKey, given, options) => models.ask(importBankCall, { volumeKey, file: given }, options),
    clearBank: () => models.ask(clearBankCall, null),

    async openVolume({ source, answers }, options) {
      const outcome = await volumes.ask(calls.openVolumeCall, { source: file(source), answers }, options);
      if (outcome.state === 'done') remember(outcome.value);
      return outcome;
    },
    openReference: ({ volumeId, sources }, options) => volumes.ask(calls.openReferenceCall, { volumeId, sources: sources.map(file) }, options),
    renameLabel: (request) => volumes.ask(calls.renameLabelCall, request),
    async makePhantom(subject, options) {
      const outcome = await volumes.ask(calls.makePhantomCall, { subject }, options);
      if (outcome.state === 'done') remember(outcome.value.volume);
      return outcome;
    },
    async openCohortCase(request, options) {
      const outcome = await volumes.ask(calls.openCohortCaseCall, request, options);
      if (outcome.state === 'done') remember(outcome.value.volume);
      return outcome;
    },
    labelsOnImage: (volumeId, source, options) => volumes.ask(calls.labelsOnImageCall, { volumeId, source: file(source) }, options),
    async closeVolume(volumeId) {
      const volumeKey = keys.get(volumeId);
      keys.delete(volumeId);
      for (const key of slices.keys()) if (key.startsWith(`${volumeId}/`)) slices.delete(key);
      // Starting a runtime only to forget nothing would be absurd.
      if (volumeKey && models.choice().runtime) await models.ask(forgetVolumeCall, { volumeKey });
      return volumes.ask(calls.closeVolumeCall, { volumeId });
    },
    sliceImage: (of, options) => volumes.ask(calls.sliceImageCall, of, options),
    canonicalNifti: (volumeId, options) => volumes.ask(calls.canonicalNiftiCall, { volumeId }, options),
    labelMap: (volumeId, layer, options) => volumes.ask(calls.labelMapCall, { volumeId, layer }, options),
    errorMap: (volumeId, organ, options) => volumes.ask(calls.errorMapCall, { volumeId, organ }, options),
    binPlace: (request, options) => volumes.ask(calls.binPlaceCall, request, options),
    volumeMap: (volumeId, organ, options) => volumes.ask(calls.volumeMapCall, { volumeId, organ }, options),
    paintOrgan: (request, options) => volumes.ask(calls.paintOrganCall, request, options),
    surfaceDistance: (volumeId, organ, options) => volumes.ask(calls.surfaceDistanceCall, { volumeId, organ }, options),
    errorSlice: (of, options) => volumes.ask(calls.errorSliceCall, of, options),
    maskSlice: (of, options) => volumes.ask(calls.maskSliceCall, of, options),
    keepMask: (volumeId, mask) => volumes.ask(calls.keepMaskCall, { volumeId, mask }),
    setAccepted: (volumeId, accepted) => volumes.ask(calls.setAcceptedCall, { volumeId, accepted }),
    retainMasks: (volumeId, maskIds) => volumes.ask(calls.retainMasksCall, { volumeId, maskIds }),
    sliceDice: (of, options) => volumes.ask(calls.sliceDiceCall, of, options),
    volumeDice: (volumeId, organ, options) => volumes.ask(calls.volumeDiceCall, { volumeId, organ }, options),
    diceProfile: (volumeId, plane, organ, options) => volumes.ask(calls.diceProfileCall, { volumeId, plane, organ }, options),
    organUnder: (volumeId, point) => volumes.ask(calls.organUnderCall, { volumeId, point }),
    exportMask: (volumeId, names, options) => volumes.ask(calls.exportMaskCall, { volumeId, names }, options),
    destroy() {
      models.destroy();
      volumes.destroy();
    },
  };
}
