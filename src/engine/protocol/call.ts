import type { Fault, Result } from '#core/faults.ts';

declare const shape: unique symbol;

/**
 * A piece of work that a worker does for others, declared once as a value: the caller asks by it and the worker
 * implements it, so neither names the other. `Progress` is what is told on the way (never, where nothing is).
 */
export interface Call<Request, Reply, Progress = never> {
  readonly name: string;
  readonly [shape]?: { readonly request: Request; readonly reply: Reply; readonly progress: Progress };
}

export function defineCall<Request, Reply, Progress = never>(name: string): Call<Request, Reply, Progress> {
  return { name };
}

/** How every call ends. There is no fourth way: a worker that dies ends its calls as failed. */
export type Outcome<T> = Result<T> | { readonly state: 'cancelled' };

export const CANCELLED = { state: 'cancelled' } as const;

/** What travels to a worker. */
export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly name: string; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** What comes back; exactly one of the last three ends a call. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly reply: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly fault: Fault }
  | { readonly kind: 'cancelled'; readonly id: number };

/** The part of Worker, MessagePort and a worker's own scope that calls need. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message' | 'messageerror' | 'error', listen: (event: Event) => void): void;
  /** Only message ports have to be started. */
  start?(): void;
}
