import type { Fault } from '#core/faults.ts';
import type { Prediction } from '#core/models/nnunet/predict.ts';
import type { NetworkMemory } from '#core/models/onnx/networkMemory.ts';
import type { RewriteReport } from '#core/models/onnx/rewriteForWebgpu.ts';
import type { VocabularyEntry } from '#core/models/sat/vocabulary.ts';
import type { Volume } from '#core/volume/volume.ts';
import { defineCall } from '#engine/protocol/call.ts';
import type { Device, LoadProgress, ModelSource } from '#engine/protocol/modelCalls.ts';

/** A model for whole volumes: a bundled manifest, or a folder's or zip's files (nnU-Net as it writes them, or a SAT folder). */
export interface LoadVolumetric {
  readonly source: ModelSource;
  /** Of nnU-Net; the one that was exported where absent. */
  readonly configuration?: string | undefined;
  /** Of nnU-Net; all that are there where absent. */
  readonly folds?: readonly number[] | undefined;
}

/** A configuration of plans.json, and why it cannot be run where it cannot. */
export interface ConfigurationChoice { readonly name: string; readonly refusal?: string }

export interface VolumetricReport {
  readonly modelId: string;
  readonly family: 'nnunet' | 'sat';
  readonly name: string;
  readonly device: Device;
  /** Of its graphs, by role; none for a bare nnU-Net folder. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Slowest axis first for nnU-Net; x, y, z for SAT. */
  readonly patchSize: readonly number[];
  readonly spacingMm: readonly number[];
  /** What an nnU-Net model segments. */
  readonly classes: readonly { readonly name: string; readonly value: number }[];
  /** What a text-prompted model can be asked for. */
  readonly vocabulary: readonly VocabularyEntry[];
  readonly configuration: string | null;
  readonly configurations: readonly ConfigurationChoice[];
  readonly folds: number;
  readonly mirrorAxes: readonly number[];
  /** What was rewritten for WebGPU, over all graphs; null on WASM, which runs them as they are. */
  readonly rewrites: RewriteReport | null;
  /** Whether every step of the large network runs on the device, or some on the processor. */
  readonly placement: 'device' | 'mixed';
  readonly memory: NetworkMemory;
  /** The most that this device takes: a single tensor on WebGPU, everything together on WASM. */
  readonly limitBytes: number;
  /** A patch smaller than the network was trained at. */
  readonly experimental: { readonly nativePatchSize: readonly number[]; readonly parity: { readonly against: string; readonly cases: number; readonly diceMean: number } | null } | null;
  readonly loadMs: number;
  /** The manifest as it is written, for its words; null for a bare nnU-Net folder. */
  readonly manifest: unknown;
  readonly notices: readonly Fault[];
}

export const loadVolumetricCall = defineCall<LoadVolumetric, VolumetricReport, LoadProgress>('load-volumetric');
export const releaseVolumetricCall = defineCall<{ readonly modelId: string }, null>('release-volumetric');

/** An open image as networks take it: canonical order, x fastest. */
export type VolumeVoxels = Volume;

/** Voxels of an open image, copied out of the volume worker. */
export const volumeVoxelsCall = defineCall<{ readonly volumeId: string }, VolumeVoxels>('volume-voxels');

export interface PredictVolume {
  readonly modelId: string;
  readonly volume: VolumeVoxels;
  readonly mirroring: 'on' | 'off';
  /** Label values that are asked for; all where absent. */
  readonly wanted?: readonly number[] | undefined;
  readonly memoryBudgetBytes: number;
  /** What an earlier run of the same had done before it was interrupted. */
  readonly resume?: Prediction | undefined;
}

export type PredictProgress =
  | { readonly stage: 'prepare' }
  | { readonly stage: 'tiles'; readonly done: number; readonly of: number; readonly heldBytes: number }
  /** Sent when a device fails amid the tiles. */
  | { readonly stage: 'kept'; readonly prediction: Prediction };

/** A label map on the image's canonical grid, x fastest. */
export interface VolumeLabels {
  readonly labels: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  /** What its values mean. */
  readonly classes: readonly { readonly name: string; readonly value: number }[];
  readonly ms: number;
  /** Bytes that the run held beside the network. */
  readonly heldBytes: number;
  readonly notices: readonly Fault[];
}

export const predictVolumeCall = defineCall<PredictVolume, VolumeLabels, PredictProgress>('predict-volume');

export interface EncodeVolume {
  readonly modelId: string;
  readonly volumeKey: string;
  readonly volume: VolumeVoxels;
}

export interface TileProgress { readonly done: number; readonly of: number; readonly heldBytes: number }

/** Runs a text-prompted model's backbone over an image and keeps what it says, as far as the budget goes. */
export const encodeVolumeCall = defineCall<EncodeVolume, { readonly patches: number; readonly keptPatches: number; readonly ms: number }, TileProgress>('encode-volume');

/** Asks for structures by name. Fails with 'volume-not-encoded' where the image has not been encoded. */
export const queryVolumeCall = defineCall<{ readonly modelId: string; readonly volumeKey: string; readonly names: readonly string[] }, VolumeLabels, TileProgress>('query-volume');

/** How often networks ran, for tests and for the screen. */
export interface VolumetricStats {
  readonly tileRuns: number;
  readonly backboneRuns: number;
  readonly queryRuns: number;
  readonly features: { readonly bytes: number; readonly budgetBytes: number };
}

export const volumetricStatsCall = defineCall<null, VolumetricStats>('volumetric-stats');

/** Lays a label map under the accepted slices (see mergeBase); null takes the base away. */
export const mergeBaseCall = defineCall<{
  readonly volumeId: string;
  readonly labels: Uint8Array | Uint16Array | null;
  readonly values: readonly { readonly from: number; readonly to: number }[];
}, null>('merge-base');
