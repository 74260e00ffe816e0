import { create } from 'zustand';
import type { RunRecord } from '#core/evaluation/runSpec.ts';
import type { RunProgress } from '#engine/protocol/runCalls.ts';

interface RunsFacts {
  readonly runs: readonly RunRecord[];
  /** Finished cases of each run, failed ones among them. */
  readonly finished: Readonly<Record<string, number>>;
  /** Runs that this tab is at work on. */
  readonly live: Readonly<Record<string, RunProgress>>;
}

/** Stored runs, and how far those under way have come. */
export const runsStore = create<RunsFacts>()(() => ({ runs: [], finished: {}, live: {} }));

export function setLive(runId: string, progress: RunProgress | null): void {
  runsStore.setState(({ live }) => {
    const { [runId]: _before, ...others } = live;
    return { live: progress ? { ...others, [runId]: progress } : others };
  });
}
