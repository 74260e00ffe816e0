/** Keeps what was used last within a budget of bytes. */
export interface EmbeddingCache<T> {
  /** Also marks it as used just now. */
  get(key: string): T | undefined;
  put(key: string, value: T, bytes: number): void;
  deleteWhere(matches: (key: string, value: T) => boolean): void;
  clear(): void;
  readonly entries: number;
  readonly bytes: number;
  readonly budgetBytes: number;
}

/** A value larger than the whole budget is kept alone: it is in use, so letting it go would save nothing. */
export function makeEmbeddingCache<T>(budgetBytes: number): EmbeddingCache<T> {
  // A Map iterates in the order of insertion; what is used is inserted anew, so the oldest comes first.
  const held = new Map<string, { readonly value: T; readonly bytes: number }>();
  let total = 0;
  const remove = (key: string) => {
    total -= held.get(key)?.bytes ?? 0;
    held.delete(key);
  };
  return {
    get(key) {
      const it = held.get(key);
      if (!it) return undefined;
      held.delete(key);
      held.set(key, it);
      return it.value;
    },
    put(key, value, bytes) {
      remove(key);
      held.set(key, { value, bytes });
      total += bytes;
      for (const oldest of held.keys()) {
        if (total <= budgetBytes || held.size === 1) break;
        remove(oldest);
      }
    },
    deleteWhere(matches) {
      for (const [key, { value }] of held) if (matches(key, value)) remove(key);
    },
    clear() {
      held.clear();
      total = 0;
    },
    get entries() { return held.size; },
    get bytes() { return total; },
    budgetBytes,
  };
}
