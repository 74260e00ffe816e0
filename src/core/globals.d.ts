/**
 * The globals that browsers, workers and Node share and that core may use. The DOM-free compiler pass knows
 * nothing else of the outside world; in the full pass these merge with the DOM's own declarations.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare const performance: { now(): number };

declare function setTimeout(work: () => void, delayMs: number): unknown;
