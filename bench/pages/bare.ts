import { defineCall } from '#engine/protocol/call.ts';
import type { Device, Waiting } from '#engine/protocol/modelCalls.ts';

export interface BareRequest {
  readonly device: Device;
  readonly waiting?: Waiting | undefined;
  readonly threads: number;
  readonly repeats: number;
  readonly manifestUrl: string;
}

/** Medians in ms. */
export interface Duel { readonly oursMs: number; readonly bareMs: number }

export interface BareReply {
  readonly startMs: number;
  /** Ours with pre- and postprocessing of a 512 × 512 slice, against a bare session on the tensors that ours feeds. */
  readonly encode: Duel;
  readonly decode: Duel;
  /** Ours on those same tensors too: what our session costs over a bare one. */
  readonly encodeRun: Duel;
  readonly decodeRun: Duel;
}

/** onnxruntime with nothing of ours around it beside ours, on one runtime. */
export const bareCall = defineCall<BareRequest, BareReply>('bare');
