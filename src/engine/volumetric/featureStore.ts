import type { PatchFeatures } from '#core/models/sat/segmentText.ts';
import { featureBytes } from '#core/models/sat/segmentText.ts';
import type { SatPrepared } from '#core/models/sat/preprocess.ts';

/** An image that a text-prompted model has looked at. A patch whose features did not fit is null and computed for each prompt. */
export interface EncodedVolume {
  readonly prepared: SatPrepared;
  readonly modality: string;
  readonly features: (PatchFeatures | null)[];
}

/**
 * Features of images within a budget of bytes. Other images make room, the one used longest ago first; of one image that
 * is too large the first patches stay, because taking turns would keep none of them.
 */
export interface FeatureStore {
  get(key: string): EncodedVolume | undefined;
  open(key: string, it: EncodedVolume): void;
  /** Whether it was kept. */
  keep(key: string, at: number, features: PatchFeatures): boolean;
  deleteWhere(matches: (key: string) => boolean): void;
  readonly bytes: number;
  readonly budgetBytes: number;
}

export function makeFeatureStore(budgetBytes: number): FeatureStore {
  const held = new Map<string, EncodedVolume>();
  const bytesOf = ({ prepared, features }: EncodedVolume) => features.reduce((sum, it) => sum + (it ? featureBytes(it) : 0), prepared.image.data.byteLength);
  const total = () => [...held.values()].reduce((sum, it) => sum + bytesOf(it), 0);
  return {
    get(key) {
      const it = held.get(key);
      if (!it) return undefined;
      held.delete(key);
      held.set(key, it);
      return it;
    },
    open: (key, it) => { held.set(key, it); },
    keep(key, at, features) {
      const it = held.get(key);
      if (!it) return false;
      const needed = featureBytes(features);
      for (const oldest of held.keys()) if (oldest !== key && total() + needed > budgetBytes) held.delete(oldest);
      if (total() + needed > budgetBytes) return false;
      it.features[at] = features;
      return true;
    },
    deleteWhere(matches) {
      for (const key of held.keys()) if (matches(key)) held.delete(key);
    },
    get bytes() { return total(); },
    budgetBytes,
  };
}
