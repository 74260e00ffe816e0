type Job = 'scene' | 'marks';

/**
 * At most one drawing per animation frame, and no new scene while the GPU still works on the last: on a slow device
 * frames are left out, never queued. The marks above the image need no GPU and follow the pointer regardless.
 */
export class Redraw {
  readonly #jobs: Readonly<Record<Job, () => void>>;
  readonly #isBusy: () => boolean;
  readonly #asked = new Set<Job>();
  #frame = 0;

  constructor(jobs: Readonly<Record<Job, () => void>>, isBusy: () => boolean) {
    this.#jobs = jobs;
    this.#isBusy = isBusy;
  }

  get state(): 'waiting' | 'idle' {
    return this.#frame === 0 ? 'idle' : 'waiting';
  }

  ask(job: Job): void {
    this.#asked.add(job);
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#run());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#asked.clear();
  }

  #run(): void {
    this.#frame = 0;
    const isSceneDue = this.#asked.has('scene') && !this.#isBusy();
    if (isSceneDue) {
      this.#asked.clear();
      this.#jobs.scene();
    } else if (this.#asked.delete('marks')) this.#jobs.marks();
    if (this.#asked.size > 0 && this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#run());
  }
}
