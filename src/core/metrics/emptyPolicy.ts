import type { EmptyStatus } from '#core/metrics/emptyStatus.ts';

export type EmptyCase = Exclude<EmptyStatus, 'ok'>;

/**
 * What the scores (Dice, IoU, NSD …) of a pair with an empty mask count as where they are summarised. Shown beside the
 * table, because tools disagree and means move by it. Excluded pairs are counted, never dropped silently.
 */
export interface EmptyPolicy {
  /** Its name in a list of choices. */
  readonly label: string;
  /** What is counted, in a sentence. */
  readonly words: string;
  readonly scores: Readonly<Record<EmptyCase, 'excluded' | 0 | 1>>;
}

/** The choices that are in use. `excluded` is the default, as nnU-Net does. */
export const EMPTY_POLICIES = {
  'excluded': {
    label: 'Excluded where both are empty', words: 'Missed organs, and organs found where the expert has none, count with 0; pairs without any mask are left out.',
    scores: { 'both-empty': 'excluded', 'reference-empty': 0, 'prediction-empty': 0 },
  },
  'zero': {
    label: '0', words: 'Every pair with an empty mask counts with 0, also where both are empty.',
    scores: { 'both-empty': 0, 'reference-empty': 0, 'prediction-empty': 0 },
  },
  'one': {
    label: '1 where both are empty', words: 'Two empty masks agree fully and count with 1, as in FLARE; one empty mask counts with 0.',
    scores: { 'both-empty': 1, 'reference-empty': 0, 'prediction-empty': 0 },
  },
  'expert-excluded': {
    label: 'Excluded where the expert\'s is empty', words: 'Without an expert\'s mask a pair is left out, whatever was predicted, as in TotalSegmentator; missed organs count with 0.',
    scores: { 'both-empty': 'excluded', 'reference-empty': 'excluded', 'prediction-empty': 0 },
  },
} as const satisfies Record<string, EmptyPolicy>;

export type EmptyPolicyName = keyof typeof EMPTY_POLICIES;

/** A score under a policy, NaN where it is left out. A pair of which both masks are there keeps its own. */
export function scoreUnder({ scores }: EmptyPolicy, status: EmptyStatus, raw: number): number {
  if (status === 'ok') return raw;
  const rule = scores[status];
  return rule === 'excluded' ? Number.NaN : rule;
}
