type Job = 'window' | 'scene' | 'marks';

/** From the costliest down: each includes the ones after it. */
const ORDER: readonly Job[] = ['window', 'scene', 'marks'];

/**
 * One drawing per animation frame, the largest that was asked for. A new window recolours the whole volume on the
 * GPU; when that takes long, it is done less often, so that a drag never piles up work.
 */
export class Redraw {
  readonly #jobs: Readonly<Record<Job, () => void>>;
  #asked = new Set<Job>();
  #frame = 0;
  #costMs = 0;
  #notBeforeMs = 0;

  constructor(jobs: Readonly<Record<Job, () => void>>) {
    this.#jobs = jobs;
  }

  ask(job: Job): void {
    this.#asked.add(job);
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#run(now));
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#asked.clear();
  }

  #run(now: number): void {
    this.#frame = 0;
    const isWindowDue = this.#asked.has('window') && now >= this.#notBeforeMs;
    const job = ORDER.find((it) => this.#asked.has(it) && (it !== 'window' || isWindowDue));
    const isWaiting = this.#asked.has('window') && !isWindowDue;
    this.#asked = new Set(isWaiting ? ['window'] : []);
    if (job) {
      const start = performance.now();
      this.#jobs[job]();
      if (job === 'window') {
        this.#costMs = performance.now() - start;
        this.#notBeforeMs = now + 2 * this.#costMs;
      }
    }
    if (isWaiting) this.#frame = requestAnimationFrame((later) => this.#run(later));
  }
}
