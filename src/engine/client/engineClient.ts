import type { CaseDistances } from '#core/errormaps/caseDistances.ts';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import type { VolumeMap } from '#core/errormaps/volumeMap.ts';
import type { Fault } from '#core/faults.ts';
import type { IntensityWindow, SlicePrompts } from '#core/models/promptable.ts';
import type { Tensor } from '#core/models/session.ts';
import type { AcceptedSlice } from '#core/prompts/board.ts';
import type { VoxelPoint } from '#core/volume/grid.ts';
import type { Plane, SliceImage, SliceMask } from '#core/volume/slice.ts';
import type { Label, LabelMap } from '#core/volume/volume.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import type { AskOptions } from '#engine/protocol/connect.ts';
import type { Device, EmbeddingOrigin, EngineStats, Lane, LoadProgress, ModelReport, ModelSource, ParityProgress, ParityReply, Probe, RuntimeReport, SegmentReply } from '#engine/protocol/modelCalls.ts';
import type {
  Agreement, ErrorSlice, FileSource, MaskLayer, OpenCohortCase, OpenProgress, OpenVolume, PaintOrgan, Organ, ReferenceSummary, SliceOf, VolumeSummary,
} from '#engine/protocol/volumeCalls.ts';

/** `report` is null until a device has been tried; `reason` is a sentence for the screen, always there. */
export interface DeviceChoice {
  readonly state: 'starting' | 'ready' | 'failed';
  readonly runtime: RuntimeReport | null;
  readonly reason: string;
  /** What was tried before and why it gave way. */
  readonly attempts: readonly { readonly device: Device; readonly fault: Fault }[];
}

/** A segmentation as the app asks for it: by place, never by voxels. */
export interface SegmentAsk extends SliceOf {
  readonly modelId: string;
  readonly volumeKey: string;
  readonly window: IntensityWindow;
  readonly precision?: 'exact' | undefined;
  readonly prompts: SlicePrompts;
  readonly previous?: Tensor | undefined;
  readonly lane: Lane;
}

export type EncodeAsk = Omit<SegmentAsk, 'prompts' | 'previous' | 'lane'>;

/**
 * What computes, off the main thread. Every method settles with done, failed (a fault for the user) or cancelled.
 * The real one is `makeEngine`; a test's is `makeFakeEngine`.
 */
export interface EngineClient {
  probe(): Promise<Outcome<Probe>>;
  /** Which device networks run on and why; starts it where it has not started. */
  device(options?: AskOptions<never>): Promise<DeviceChoice>;
  /** Called on every change of the device's choice (also when a lost device is rebuilt). Returns the way to stop. */
  onDevice(listen: (choice: DeviceChoice) => void): () => void;
  loadModel(source: ModelSource, options?: AskOptions<LoadProgress>): Promise<Outcome<ModelReport>>;
  releaseModel(modelId: string): Promise<Outcome<null>>;
  /** Compares a loaded model, on its device, with the answers that its folder records. */
  checkParity(modelId: string, options?: AskOptions<ParityProgress>): Promise<Outcome<ParityReply>>;
  segment(ask: SegmentAsk, options?: AskOptions<never>): Promise<Outcome<SegmentReply>>;
  /** Encodes a slice ahead of need, behind everything that a user waits for. */
  encode(ask: EncodeAsk, options?: AskOptions<never>): Promise<Outcome<{ readonly embedding: EmbeddingOrigin }>>;
  stats(): Promise<Outcome<EngineStats>>;
  /** Zip of the stored embeddings of an image, and its way back in. */
  exportBank(volumeKey: string, options?: AskOptions<never>): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  importBank(volumeKey: string, file: File, options?: AskOptions<never>): Promise<Outcome<{ readonly embeddings: number }>>;
  clearBank(): Promise<Outcome<null>>;

  openVolume(request: OpenVolume, options?: AskOptions<OpenProgress>): Promise<Outcome<VolumeSummary>>;
  openReference(request: { readonly volumeId: string; readonly sources: readonly FileSource[] }, options?: AskOptions<OpenProgress>): Promise<Outcome<ReferenceSummary>>;
  renameLabel(request: { readonly volumeId: string; readonly value: number; readonly name: string }): Promise<Outcome<ReferenceSummary>>;
  makePhantom(subject: PhantomSubject, options?: AskOptions<OpenProgress>): Promise<Outcome<{ readonly volume: VolumeSummary; readonly reference: ReferenceSummary }>>;
  openCohortCase(request: OpenCohortCase, options?: AskOptions<OpenProgress>): Promise<Outcome<{ readonly volume: VolumeSummary; readonly reference: ReferenceSummary }>>;
  labelsOnImage(volumeId: string, source: FileSource, options?: AskOptions<never>): Promise<Outcome<{ readonly labels: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>; readonly present: readonly number[]; readonly notices: readonly Fault[] }>>;
  closeVolume(volumeId: string): Promise<Outcome<null>>;
  sliceImage(of: SliceOf, options?: AskOptions<never>): Promise<Outcome<SliceImage>>;
  canonicalNifti(volumeId: string, options?: AskOptions<never>): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  labelMap(volumeId: string, layer: MaskLayer, options?: AskOptions<never>): Promise<Outcome<LabelMap['data']>>;
  errorMap(volumeId: string, organ: Organ, options?: AskOptions<never>): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  binPlace(request: { readonly volumeId: string; readonly organ: Organ; readonly topology: BinTopology; readonly bin: number }, options?: AskOptions<never>): Promise<Outcome<VoxelPoint | null>>;
  volumeMap(volumeId: string, organ: Organ, options?: AskOptions<never>): Promise<Outcome<VolumeMap>>;
  paintOrgan(request: PaintOrgan, options?: AskOptions<never>): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  surfaceDistance(volumeId: string, organ: Organ, options?: AskOptions<never>): Promise<Outcome<CaseDistances>>;
  errorSlice(of: SliceOf & { readonly organ: Organ; readonly mask?: SliceMask | undefined }, options?: AskOptions<never>): Promise<Outcome<ErrorSlice>>;
  maskSlice(of: SliceOf & { readonly layer: MaskLayer; readonly organ: Organ }, options?: AskOptions<never>): Promise<Outcome<SliceMask>>;
  keepMask(volumeId: string, mask: SliceMask): Promise<Outcome<{ readonly maskId: string }>>;
  setAccepted(volumeId: string, accepted: readonly AcceptedSlice[]): Promise<Outcome<{ readonly changedSlices: number }>>;
  retainMasks(volumeId: string, maskIds: readonly string[]): Promise<Outcome<null>>;
  sliceDice(of: SliceOf & { readonly organ: Organ; readonly mask?: SliceMask | undefined }, options?: AskOptions<never>): Promise<Outcome<Agreement>>;
  volumeDice(volumeId: string, organ: Organ, options?: AskOptions<never>): Promise<Outcome<{ readonly volume: Agreement; readonly accepted: Agreement | null }>>;
  diceProfile(volumeId: string, plane: Plane, organ: Organ, options?: AskOptions<never>): Promise<Outcome<readonly Agreement[]>>;
  organUnder(volumeId: string, point: VoxelPoint): Promise<Outcome<Label | null>>;
  exportMask(volumeId: string, names: readonly Label[], options?: AskOptions<never>): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** Ends the workers; every call under way ends as failed. */
  destroy(): void;
}
