import { defineCall } from '#engine/protocol/call.ts';
import type { Device, Waiting } from '#engine/protocol/modelCalls.ts';

export interface BareRequest {
  readonly device: Device;
  readonly waiting?: Waiting;
  readonly threads: number;
  readonly repeats: number;
  /** The slice and prompt from which both sides' tensors come. */
  readonly manifestUrl: string;
}

/** Medians of a bare session on the tensors that the model family feeds, and of our own code on the same runtime, taken in turns. */
export interface BareReply {
  readonly encode: { readonly oursMs: number; readonly bareMs: number };
  readonly decode: { readonly oursMs: number; readonly bareMs: number };
}

export const bareCall = defineCall<BareRequest, BareReply>('bare');
