import type { EmptyStatus } from '#core/metrics/emptyStatus.ts';
import type { MetricName, MetricValues } from '#core/metrics/metricCatalogue.ts';
import { METRICS } from '#core/metrics/metricCatalogue.ts';

export type EmptyCase = Exclude<EmptyStatus, 'ok'>;

/**
 * What the metrics of a pair with an empty mask become. Shown beside every table and written into every export, because
 * tools disagree and means move by it. Excluded values are counted, never dropped silently.
 */
export interface EmptyPolicy {
  readonly name: string;
  /** Dice, IoU, precision, recall, NSD. */
  readonly scores: Readonly<Record<EmptyCase, 'excluded' | 0 | 1>>;
  /** HD, HD95, ASSD, MASD, centroid shift. 'infinite' serves ranks only; 'diagonal' is the length of the image's diagonal. */
  readonly distances: Readonly<Record<EmptyCase, 'excluded' | 'infinite' | 'diagonal' | 0>>;
}

/** The choices that are in use, by name. `isodice` is the default. */
export const EMPTY_POLICIES = {
  'isodice': {
    name: 'Missed organs score 0 and are infinitely far; pairs without any mask are left out',
    scores: { 'both-empty': 'excluded', 'reference-empty': 0, 'prediction-empty': 0 },
    distances: { 'both-empty': 'excluded', 'reference-empty': 'infinite', 'prediction-empty': 'infinite' },
  },
  'diagonal': {
    name: 'Missed organs score 0 and are one image diagonal away; pairs without any mask are left out',
    scores: { 'both-empty': 'excluded', 'reference-empty': 0, 'prediction-empty': 0 },
    distances: { 'both-empty': 'excluded', 'reference-empty': 'diagonal', 'prediction-empty': 'diagonal' },
  },
  'flare': {
    name: 'As FLARE: two empty masks agree fully, one empty mask scores 0',
    scores: { 'both-empty': 1, 'reference-empty': 0, 'prediction-empty': 0 },
    distances: { 'both-empty': 0, 'reference-empty': 'infinite', 'prediction-empty': 'infinite' },
  },
  'totalsegmentator': {
    name: 'As TotalSegmentator: without an expert mask a pair is left out, whatever was predicted',
    scores: { 'both-empty': 'excluded', 'reference-empty': 'excluded', 'prediction-empty': 0 },
    distances: { 'both-empty': 'excluded', 'reference-empty': 'excluded', 'prediction-empty': 'excluded' },
  },
} as const satisfies Record<string, EmptyPolicy>;

export type EmptyPolicyName = keyof typeof EMPTY_POLICIES;

/** A value as a user meets it: a number, or the reason why there is none. */
export type ShownValue = number | { readonly excluded: EmptyStatus };

/**
 * One metric under a policy. Volumes are as they are. A value that is undefined although neither mask is empty, or a
 * signed error that has no denominator, is excluded with the status as its reason.
 */
export function underPolicy(metric: MetricName, values: MetricValues, status: EmptyStatus, policy: EmptyPolicy, diagonalMm: number): ShownValue {
  const raw = values[metric] ?? null;
  const { kind } = METRICS[metric];
  if (status === 'ok' || kind === 'signed' || kind === 'size') return raw ?? { excluded: status };
  const rule = kind === 'score' ? policy.scores[status] : policy.distances[status];
  if (rule === 'excluded') return { excluded: status };
  if (rule === 'infinite') return Infinity;
  return rule === 'diagonal' ? diagonalMm : rule;
}
