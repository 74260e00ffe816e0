const POLL_MS = 4;

/** Tells whether the GPU has done what it was last given, and how long that took, without ever waiting for it. */
export class GpuClock {
  readonly #gl: WebGL2RenderingContext;
  #fence: WebGLSync | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastMs = Infinity;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  /** Call right after drawing; `startedMs` is performance.now() from before it. */
  mark(startedMs: number): void {
    this.stop();
    this.#fence = this.#gl.fenceSync(this.#gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.#gl.flush();
    this.#poll(startedMs);
  }

  get isBusy(): boolean {
    return this.#fence !== null;
  }

  /** Duration of the last drawing that was finished; Infinity before the first. */
  get lastMs(): number {
    return this.#lastMs;
  }

  stop(): void {
    clearTimeout(this.#timer);
    if (this.#fence) this.#gl.deleteSync(this.#fence);
    this.#fence = null;
  }

  #poll(startedMs: number): void {
    this.#timer = setTimeout(() => {
      const gl = this.#gl;
      const isDone = !this.#fence || gl.isContextLost() || gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) !== gl.UNSIGNALED;
      if (!isDone) {
        this.#poll(startedMs);
        return;
      }
      this.stop();
      this.#lastMs = performance.now() - startedMs;
    }, POLL_MS);
  }
}
