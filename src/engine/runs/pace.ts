/** How fast cases finish, and how long the rest will take: over the last cases only, because the first pay for the start. */
export interface Pace {
  finished(atMs: number): void;
  casesPerMinute(): number | null;
  remainingSeconds(left: number): number | null;
}

const LOOKED_AT = 30;

export function makePace(startedAtMs: number): Pace {
  const times = [startedAtMs];
  const perMs = () => (times.length < 2 ? null : (times.length - 1) / Math.max(1, times[times.length - 1] - times[0]));
  return {
    finished(atMs) {
      times.push(atMs);
      if (times.length > LOOKED_AT) times.shift();
    },
    casesPerMinute() {
      const rate = perMs();
      return rate === null ? null : rate * 60_000;
    },
    remainingSeconds(left) {
      const rate = perMs();
      return rate === null ? null : left / rate / 1000;
    },
  };
}
