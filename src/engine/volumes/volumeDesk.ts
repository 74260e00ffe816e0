import { paintedOrgan } from '#core/errormaps/paintedOrgan.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import { readVolume } from '#core/formats/readVolume.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import { sliceCount, sliceImage } from '#core/volume/slice.ts';
import type { Volume } from '#core/volume/volume.ts';
import { makePhantom } from '#demo/phantom.ts';
import type { Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';
import * as calls from '#engine/protocol/volumeCalls.ts';
import { mergeBaseCall, volumeVoxelsCall } from '#engine/protocol/volumetricCalls.ts';
import { sha256Hex } from '#engine/sha256Hex.ts';
import { acceptedAgreement, agreementProfile, binPlace, errorMap, errorSlice, maskSlice, sliceAgreement, surfaceDistance, volumeAgreement, volumeMapOf } from '#engine/volumes/agreement.ts';
import { cohortCase, labelsOnImage } from '#engine/volumes/cohortCase.ts';
import { exportedMask, viewerNifti } from '#engine/volumes/exports.ts';
import { fileBytes } from '#engine/volumes/fileBytes.ts';
import type { OpenCase } from '#engine/volumes/openCase.ts';
import { openCase, referenceOf, referenceSummary, volumeSummary } from '#engine/volumes/openCase.ts';
import { mergeBase, setAccepted } from '#engine/volumes/prediction.ts';
import { readReference } from '#engine/volumes/readReference.ts';

/** What the volume worker does: it holds the open images with their masks, and nothing of them leaves but what is asked for. */
export function volumeImplementations(): readonly Implementation[] {
  const cases = new Map<string, OpenCase>();
  let opened = 0;
  let kept = 0;

  const caseOf = (volumeId: string) => {
    const it = cases.get(volumeId);
    if (!it) throw new FaultError('volume-not-open', { where: volumeId });
    return it;
  };
  const inside = ({ volumeId, plane, index }: calls.SliceOf) => {
    const it = caseOf(volumeId);
    const count = sliceCount(it.volume.grid, plane);
    if (!(Number.isInteger(index) && index >= 0 && index < count)) throw new RangeError(`${plane} slice ${index} of ${count}`);
    return it;
  };
  const hold = (name: string, volume: Volume, volumeKey: string, notices: readonly Fault[]) => {
    const it = openCase(`volume-${++opened}`, name, volume);
    const summary = volumeSummary(it, volumeKey, notices);
    cases.set(it.id, it);
    return { it, summary };
  };

  return [
    implement(calls.openVolumeCall, async ({ source, answers = {} }, { signal, progress }) => {
      progress({ stage: 'read' });
      const { name, bytes } = await fileBytes(source, signal);
      progress({ stage: 'parse' });
      const volumeKey = await sha256Hex(bytes) + JSON.stringify(answers);
      const { volume, notices } = unwrap(await readVolume(bytes, name, answers, signal));
      signal.throwIfAborted();
      progress({ stage: 'measure' });
      return hold(name, volume, volumeKey, notices).summary;
    }),

    implement(calls.openReferenceCall, async ({ volumeId, sources }, { signal, progress }) => {
      const it = caseOf(volumeId);
      progress({ stage: 'read' });
      const files = [];
      for (const source of sources) files.push(await fileBytes(source, signal));
      progress({ stage: 'parse' });
      const { labelMap, notices } = await readReference(it, files, signal);
      signal.throwIfAborted();
      it.reference = labelMap;
      return referenceSummary(labelMap, notices);
    }),

    implement(calls.renameLabelCall, ({ volumeId, value, name }) => {
      const it = caseOf(volumeId);
      const reference = referenceOf(it);
      it.reference = { ...reference, labels: reference.labels.map((label) => (label.value === value ? { value, name } : label)) };
      return referenceSummary(it.reference);
    }),

    implement(calls.makePhantomCall, async ({ subject }, { signal, progress }) => {
      progress({ stage: 'read' });
      const { image, reference } = makePhantom(subject);
      progress({ stage: 'measure' });
      const { data } = image;
      const volumeKey = await sha256Hex(new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength));
      signal.throwIfAborted();
      const { sex, ageYears, bmi, modality, seed } = subject;
      const { it, summary } = hold(`Synthetic ${modality}, ${sex}, ${ageYears} years, BMI ${bmi}, seed ${seed}`, image, volumeKey, []);
      it.reference = reference;
      return { volume: summary, reference: referenceSummary(reference) };
    }),

    implement(calls.openCohortCaseCall, async (request, { signal, progress }) => {
      progress({ stage: 'read' });
      const { volume, reference, notices, imageBytes } = await cohortCase(request, signal);
      progress({ stage: 'measure' });
      const held = hold(request.case.id, volume, await sha256Hex(imageBytes), notices);
      signal.throwIfAborted();
      held.it.reference = reference;
      return { volume: held.summary, reference: referenceSummary(reference) };
    }),

    implement(calls.labelsOnImageCall, async ({ volumeId, source }, { signal, transfer }) => {
      const found = await labelsOnImage(caseOf(volumeId), await fileBytes(source, signal), signal);
      transfer(found.labels.buffer);
      return found;
    }),

    implement(calls.closeVolumeCall, ({ volumeId }) => {
      cases.delete(volumeId);
      return null;
    }),

    implement(calls.sliceImageCall, (of, { transfer }) => {
      const { volume } = inside(of);
      const slice = sliceImage(volume.grid, volume.data, of.plane, of.index);
      transfer(slice.data.buffer);
      return slice;
    }),

    implement(calls.canonicalNiftiCall, ({ volumeId }, { transfer }) => {
      const bytes = viewerNifti(caseOf(volumeId).volume);
      transfer(bytes.buffer);
      return bytes;
    }),

    implement(calls.labelMapCall, ({ volumeId, layer }) => {
      const it = caseOf(volumeId);
      return layer === 'prediction' ? it.prediction : referenceOf(it).data;
    }),

    implement(calls.errorMapCall, ({ volumeId, organ }, { transfer }) => {
      const codes = errorMap(caseOf(volumeId), organ);
      transfer(codes.buffer);
      return codes;
    }),

    implement(calls.binPlaceCall, ({ volumeId, organ, topology, bin }) => binPlace(caseOf(volumeId), organ, topology, bin)),
    implement(calls.volumeMapCall, ({ volumeId, organ }) => volumeMapOf(caseOf(volumeId), organ)),
    implement(calls.paintOrganCall, ({ volumeId, organ, topology, codes }, { transfer }) => {
      const painted = unwrap(paintedOrgan(maskOf(referenceOf(caseOf(volumeId)), organ.referenceValues), topology, codes));
      transfer(painted.buffer);
      return painted;
    }),
    implement(calls.surfaceDistanceCall, ({ volumeId, organ }, { transfer }) => {
      const distances = surfaceDistance(caseOf(volumeId), organ);
      transfer(distances.codes.buffer);
      return distances;
    }),
    implement(calls.errorSliceCall, ({ organ, mask, ...of }) => errorSlice(inside(of), of, organ, mask)),
    implement(calls.maskSliceCall, ({ organ, layer, ...of }) => maskSlice(inside(of), of, layer, organ)),

    implement(calls.keepMaskCall, ({ volumeId, mask }) => {
      const maskId = `mask-${++kept}`;
      inside({ volumeId, ...mask }).masks.set(maskId, mask);
      return { maskId };
    }),

    implement(calls.setAcceptedCall, ({ volumeId, accepted }) => ({ changedSlices: setAccepted(caseOf(volumeId), accepted) })),

    implement(volumeVoxelsCall, ({ volumeId }) => caseOf(volumeId).volume),
    implement(mergeBaseCall, ({ volumeId, labels, values }) => {
      mergeBase(caseOf(volumeId), labels, values);
      return null;
    }),

    implement(calls.retainMasksCall, ({ volumeId, maskIds }) => {
      const { masks, accepted } = caseOf(volumeId);
      const wanted = new Set([...maskIds, ...accepted.map(({ maskId }) => maskId)]);
      for (const maskId of masks.keys()) if (!wanted.has(maskId)) masks.delete(maskId);
      return null;
    }),

    implement(calls.sliceDiceCall, ({ organ, mask, ...of }) => sliceAgreement(inside(of), of, organ, mask)),
    implement(calls.volumeDiceCall, ({ volumeId, organ }) => {
      const it = caseOf(volumeId);
      return { volume: volumeAgreement(it, organ), accepted: acceptedAgreement(it, organ) };
    }),
    implement(calls.diceProfileCall, ({ volumeId, plane, organ }) => agreementProfile(caseOf(volumeId), plane, organ)),

    implement(calls.organUnderCall, ({ volumeId, point }) => {
      const it = caseOf(volumeId);
      const { data, labels, grid: { dims: [nx, ny, nz] } } = referenceOf(it);
      const [i, j, k] = [point.i, point.j, point.k].map(Math.round);
      if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) return null;
      const value = data[i + nx * (j + ny * k)];
      return labels.find((label) => label.value === value) ?? null;
    }),

    implement(calls.exportMaskCall, async ({ volumeId, names }, { signal, transfer }) => {
      const bytes = await exportedMask(caseOf(volumeId), names, signal);
      transfer(bytes.buffer);
      return bytes;
    }),
  ];
}
