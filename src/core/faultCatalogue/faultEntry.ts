export type Severity = 'error' | 'warning' | 'question' | 'notice';

/** What a fault is, before anyone knows where it happened. */
export interface FaultEntry {
  readonly severity: Severity;
  readonly reason: string;
  readonly remedy: string;
}
