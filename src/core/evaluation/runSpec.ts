import type { RunFacts } from '#core/cohort/resultTable.ts';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';
import type { Fault } from '#core/faults.ts';

/** A model with a prompt protocol over a cohort, as it was asked for. Everything here but the cases decides what a case gives. */
export interface RunSpec {
  readonly cohortId: string;
  readonly model: RunFacts['model'] & { /** Address of its manifest, relative to the page. */ readonly manifestUrl: string };
  readonly protocol: RunProtocol;
  readonly organs: readonly string[];
  readonly seed: number;
  readonly program: string;
  /** Whether predicted masks are kept as files. */
  readonly masks: 'kept' | 'dropped';
}

/** What is shown of a protocol, and its settings. */
export type RunProtocol = RunFacts['protocol'] & { readonly settings: ProtocolSpec };

export type RunState = 'waiting' | 'running' | 'paused' | 'done' | 'cancelled';

/** What a case was computed on. */
export interface RunRuntime { readonly device: string; readonly onnxruntime: string; readonly threads: number }

/** A run as it is stored. */
export interface RunRecord {
  readonly id: string;
  readonly spec: RunSpec;
  readonly state: RunState;
  /** Ids of the cases asked for, in the order in which they are run. */
  readonly caseIds: readonly string[];
  readonly createdAt: string;
  /** Of the device that ran the last case; null before the first. */
  readonly runtime: RunRuntime | null;
  /** Cases at a time, where somebody said so; as many as processor and device allow where absent. */
  readonly workers?: number;
  /** Why it stands still, where it does so by itself. */
  readonly fault: Fault | null;
}

/** What one case gave: one entry for each organ asked and step of the protocol, by column. A failed case has a fault and no values. */
export interface CaseBlock {
  readonly runId: string;
  readonly caseId: string;
  /** Index into the spec's organs. */
  readonly organ: Uint8Array;
  /** Clicks before this entry's mask but the first; 0 where the protocol has one step. */
  readonly step: Uint8Array;
  /** Codes of RESULT_STATUS. */
  readonly status: Uint8Array;
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Surface error maps (core/errormaps/compactMap.ts), 512 codes an entry, masked throughout where there is none; absent where the run makes none. */
  readonly maps?: Int8Array;
  readonly fault: Fault | null;
  readonly notices: readonly Fault[];
  readonly seconds: number;
  readonly device: string;
  /** The device with all that the numbers depend on; absent in blocks of before it was kept. */
  readonly runtime?: RunRuntime;
  readonly finishedAt: string;
}

/** What a model has by the role of its graphs, in the order in which runs record it. */
export function inOrderOfRole<T>(byRole: Readonly<Record<string, T>>): readonly T[] {
  return Object.entries(byRole).sort(([a], [b]) => a.localeCompare(b, 'en')).map(([, it]) => it);
}

/**
 * What makes two runs the same: model, protocol, seed, organs, program and cohort. The run's id is its digest, so a run
 * that is asked for again is the one that is already there, and none of its cases is run twice.
 */
export function configurationText({ cohortId, model, protocol, organs, seed, program }: RunSpec): string {
  return JSON.stringify([cohortId, model.id, model.sha256, protocol.id, sorted(protocol.settings), [...organs].sort(), seed, program]);
}

/** Plain JSON with its keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, it]) => [key, sorted(it)]));
}
