import type { Fault } from '#core/faults.ts';
import type { Figure, MakerFigure } from '#core/models/golden/parity.ts';
import type { PromptKind, IntensityWindow, MaskCandidate, PromptableModel, SlicePrompts } from '#core/models/promptable.ts';
import type { Tensor } from '#core/models/session.ts';
import type { SliceImage } from '#core/volume/slice.ts';
import { defineCall } from '#engine/protocol/call.ts';

/** What networks run on: onnxruntime's native WebGPU provider, or its WebAssembly one with threads. */
export type Device = 'webgpu' | 'wasm';

/** How WebAssembly waits for the GPU: by promise integration where the browser has it, else by rewritten code. */
export type Waiting = 'jspi' | 'asyncify';

/** What the browser offers, as seen from a worker. */
export interface Probe {
  readonly secureContext: boolean;
  readonly crossOriginIsolated: boolean;
  readonly cores: number;
  readonly jspi: boolean;
  /** The graphics adapter; a sentence says why where there is none. */
  readonly gpu: GpuProbe | { readonly absent: string };
}

export interface GpuProbe {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Software stands in for a graphics card (correct, but slower than WebAssembly). */
  readonly fallback: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

export interface RuntimeReport {
  readonly device: Device;
  readonly waiting: Waiting | null;
  readonly threads: number;
  /** Version of the runtime, for the provenance of results. */
  readonly onnxruntime: string;
  /** From the first byte of the runtime to the first right answer of a tiny network. */
  readonly startMs: number;
}

/** Where a model comes from: a manifest of the same origin, or files that the user gave, the manifest among them. */
export type ModelSource =
  | { readonly kind: 'url'; readonly manifestUrl: string }
  | { readonly kind: 'files'; readonly files: readonly File[] };

export interface LoadProgress {
  readonly stage: 'download' | 'verify' | 'create' | 'warm-up';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface ModelReport {
  readonly modelId: string;
  readonly family: string;
  readonly name: string;
  readonly precision: string;
  readonly promptKinds: readonly PromptKind[];
  /** Kinds that this export cannot take, with the reason, and kinds that are told to it in another way, with how. */
  readonly refusedKinds?: PromptableModel['refusedKinds'];
  readonly emulatedKinds?: PromptableModel['emulatedKinds'];
  readonly device: Device;
  /** Of its graphs, by role: says which model it is, whatever it is called. */
  readonly sha256: Readonly<Record<string, string>>;
  readonly timings: {
    readonly downloadMs: number;
    readonly createMs: number;
    /** The first run, which compiles pipelines. */
    readonly coldEncodeMs: number;
    readonly coldDecodeMs: number;
  };
}

/** Requests of one lane replace one another: only the latest is answered, the others end as cancelled. */
export type Lane = 'click' | 'hover' | 'background';

export interface SegmentRequest {
  readonly modelId: string;
  /** Says which image the slice is of, the same for the same voxels; part of the embedding's key. */
  readonly volumeKey: string;
  readonly slice: SliceImage;
  readonly window: IntensityWindow;
  /** 'exact' takes no embedding that was kept in half precision: for figures that must repeat bit by bit. */
  readonly precision?: 'exact' | undefined;
  readonly prompts: SlicePrompts;
  /** Memory of the candidate that is being refined. */
  readonly previous?: Tensor | undefined;
  readonly lane: Lane;
}

export interface SegmentReply {
  /** Best first. */
  readonly candidates: readonly MaskCandidate[];
  readonly timings: SegmentTimings;
}

/** Computed just now, kept in memory, or read from the browser's storage (in half precision). */
export type EmbeddingOrigin = 'computed' | 'cached' | 'stored';

export interface SegmentTimings {
  readonly embedding: EmbeddingOrigin;
  /** Zero where the embedding was cached. */
  readonly encodeMs: number;
  readonly decodeMs: number;
  /** Time spent waiting for other runs. */
  readonly queuedMs: number;
}

/** Encodes a slice ahead of need, so that its first click is fast. */
export type EncodeRequest = Pick<SegmentRequest, 'modelId' | 'volumeKey' | 'slice' | 'window' | 'precision'>;

export interface EngineStats {
  readonly encoderRuns: number;
  readonly decoderRuns: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  readonly bankHits: number;
  readonly embeddings: { readonly entries: number; readonly bytes: number; readonly budgetBytes: number };
  /** Embeddings in the browser's storage; null where this engine keeps none there. */
  readonly bank: BankFacts | null;
}

export interface BankFacts {
  readonly entries: number;
  readonly bytes: number;
  readonly budgetBytes: number;
  /** Why something could not be kept or read; null where nothing went wrong. */
  readonly trouble: Fault | null;
}

/** How a loaded model agrees, on this device, with what its golden recorded. */
export interface ParityReply {
  readonly figures: readonly Figure[];
  /** The same figures as the model's maker measured them; none where the manifest has none. */
  readonly maker: readonly MakerFigure[];
  /** What the reference ran on, by package. */
  readonly reference: Readonly<Record<string, string>>;
  /** Medians of runs after the first; the first ones' times are the model report's. */
  readonly warm: { readonly encodeMs: number; readonly decodeMs: number; readonly repeats: number };
}

/** Figures known so far, of how many. */
export interface ParityProgress { readonly done: number; readonly total: number }

export const probeCall = defineCall<null, Probe>('probe');
export const startCall = defineCall<{ readonly device: Device; readonly waiting?: Waiting | undefined; readonly threads?: number | undefined }, RuntimeReport>('start');
export const loadModelCall = defineCall<ModelSource, ModelReport, LoadProgress>('load-model');
export const releaseModelCall = defineCall<{ readonly modelId: string }, null>('release-model');
export const checkParityCall = defineCall<{ readonly modelId: string }, ParityReply, ParityProgress>('check-parity');
export const segmentCall = defineCall<SegmentRequest, SegmentReply>('segment');
export const encodeCall = defineCall<EncodeRequest, { readonly embedding: EmbeddingOrigin }>('encode');
export const statsCall = defineCall<null, EngineStats>('stats');
export const forgetVolumeCall = defineCall<{ readonly volumeKey: string }, null>('forget-volume');

/** The stored embeddings of an image as one zip, to take to another machine. */
export const exportBankCall = defineCall<{ readonly volumeKey: string }, Uint8Array<ArrayBuffer>>('export-bank');
export const importBankCall = defineCall<{ readonly volumeKey: string; readonly file: File }, { readonly embeddings: number }>('import-bank');
export const clearBankCall = defineCall<null, null>('clear-bank');
