/** Medians in ms of ours and theirs, taken by turns, and how alike the answers are. */
export interface PromptableDuel {
  readonly encode: Pair;
  readonly click: Pair;
  /** The decoder alone, each in its own runtime, on the tensors that it was fed. */
  readonly decoder: Pair;
  readonly embeddingCosine: number;
  readonly version: string;
}

export interface Pair { readonly ours: number; readonly theirs: number }

/** By turns, so that a busy machine slows both alike; the first of each is not counted. */
export async function duel(repeats: number, ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<Pair> {
  const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let n = 0; n <= repeats; n++) {
    for (const [into, work] of [[times.ours, ours], [times.theirs, theirs]] as const) {
      const from = performance.now();
      await work();
      if (n > 0) into.push(performance.now() - from);
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  return { ours: median(times.ours), theirs: median(times.theirs) };
}
