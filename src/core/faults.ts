import { COHORT_FAULTS } from '#core/faultCatalogue/cohortFaults.ts';
import { DOWNLOAD_FAULTS } from '#core/faultCatalogue/downloadFaults.ts';
import { ENGINE_FAULTS } from '#core/faultCatalogue/engineFaults.ts';
import { ERRORMAPS_FAULTS } from '#core/faultCatalogue/errormapsFaults.ts';
import { MODELS_FAULTS } from '#core/faultCatalogue/modelsFaults.ts';
import { STATISTICS_FAULTS } from '#core/faultCatalogue/statisticsFaults.ts';
import { STORAGE_FAULTS } from '#core/faultCatalogue/storageFaults.ts';
import { VIEWER_FAULTS } from '#core/faultCatalogue/viewerFaults.ts';
import { VOLUMES_FAULTS } from '#core/faultCatalogue/volumesFaults.ts';
import type { Severity } from '#core/faultCatalogue/faultEntry.ts';

/**
 * The catalogue of things that can go wrong for a user. A fault is a value, not an exception: it says what was
 * expected, what came and what to do. Programmers' mistakes throw ordinary errors instead.
 */
export type { Severity };

/** One line per thing that can go wrong; codes are stable, because exported reports and tests name them. */
export const CATALOGUE = {
  ...ENGINE_FAULTS,
  ...MODELS_FAULTS,
  ...DOWNLOAD_FAULTS,
  ...VOLUMES_FAULTS,
  ...STATISTICS_FAULTS,
  ...ERRORMAPS_FAULTS,
  ...VIEWER_FAULTS,
  ...COHORT_FAULTS,
  ...STORAGE_FAULTS,
} as const;

export type FaultCode = keyof typeof CATALOGUE;

/** A named fault as it travels between rooms, threads and reports. Plain data: it survives structured cloning. */
export interface Fault {
  readonly code: FaultCode;
  readonly severity: Severity;
  readonly reason: string;
  readonly remedy: string;
  readonly expected?: string;
  readonly came?: string;
  /** The file, row, tensor or subject that it concerns. */
  readonly where?: string;
}

export interface FaultDetails {
  readonly expected?: string;
  readonly came?: string;
  readonly where?: string;
}

/** The fault of this code, with what was expected and what came. */
export function fault(code: FaultCode, details: FaultDetails = {}): Fault {
  return { code, ...CATALOGUE[code], ...details };
}

/** Either a value or the fault that stands in its place. */
export type Result<T> = { readonly state: 'done'; readonly value: T } | { readonly state: 'failed'; readonly fault: Fault };

export function done<T>(value: T): Result<T> {
  return { state: 'done', value };
}

export function failed(code: FaultCode, details: FaultDetails = {}): Result<never> {
  return { state: 'failed', fault: fault(code, details) };
}

/** Carries a fault out of deep parsing code to the `attempt` around it. Never caught anywhere else. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(code: FaultCode, details: FaultDetails = {}) {
    super(`${code}: expected ${details.expected ?? '-'}, came ${details.came ?? '-'}`);
    this.name = 'FaultError';
    this.fault = fault(code, details);
  }
}

/** Runs `work` and turns a FaultError into a failed result; any other error is a programmer's and goes on. */
export async function attempt<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return done(await work());
  } catch (error) {
    if (error instanceof FaultError) return { state: 'failed', fault: error.fault };
    throw error;
  }
}

/** The same for work that does not wait. */
export function attemptNow<T>(work: () => T): Result<T> {
  try {
    return done(work());
  } catch (error) {
    if (error instanceof FaultError) return { state: 'failed', fault: error.fault };
    throw error;
  }
}

/** The value of a result, inside work that an `attempt` surrounds: a fault is thrown, and the attempt carries it on. */
export function unwrap<T>(result: Result<T>): T {
  if (result.state === 'done') return result.value;
  throw new FaultError(result.fault.code, result.fault);
}

/** One sentence for people: reason, expected, came, remedy. */
export function faultSentence(it: Fault): string {
  const detail = [it.expected && `expected ${it.expected}`, it.came && `came ${it.came}`].filter(Boolean).join(', ');
  return [it.where && `${it.where}:`, it.reason, detail && `(${detail}.)`, it.remedy].filter(Boolean).join(' ');
}
