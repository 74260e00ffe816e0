import type { CovariateValue } from '#core/cohort/covariate.ts';
import type { Fault } from '#core/faults.ts';

/** What a run was: a model under a prompt protocol, with everything that a repetition needs. */
export interface RunFacts {
  /** Unique in its table, such as "iso-prompt/box". */
  readonly id: string;
  /** Of the run as the browser stores it, where it does: its masks are kept under it. */
  readonly record?: string;
  readonly model: { readonly id: string; readonly name: string; /** Of the manifest's graphs, joined in order of role. */ readonly sha256: readonly string[] };
  readonly protocol: {
    /** Such as "box", "point", "text", "none", "box-jitter-5mm", "clicks-3". */
    readonly id: string;
    /** A sentence for the screen: how the model was prompted, on which slices. */
    readonly label: string;
    /** Of the protocol's family, for robustness charts: jitter in mm, number of clicks. */
    readonly strength?: number;
  };
  /** Where cases ran on several, what how many of them ran on; of the runtime's version likewise, and 0 threads then. */
  readonly device: string;
  readonly onnxruntime: string;
  readonly threads: number;
  readonly program: string;
  readonly seed: number;
  /** Cases that the run was asked for; fewer than the cohort's for runs on a sample. */
  readonly casesAsked: number;
}

export interface ResultSubject { readonly id: string; readonly covariates: Readonly<Record<string, CovariateValue>> }
export interface ResultCase { readonly id: string; /** Index into `subjects`. */ readonly subject: number; readonly modality: 'CT' | 'MR' | 'unknown' }

/**
 * Results by column: one row per case, organ and run. `rows` names the row, `columns` hold what was measured, NaN where
 * there is nothing (`status` says why: codes of RESULT_STATUS). Metric columns are named as in metricCatalogue.ts (dice, nsd, hd95Mm,
 * volumeErrorMl, referenceVolumeMl, ...); further ones: referenceAreaMm2 and metricFloor (Dice that an equal boundary error costs).
 */
export interface ResultTable {
  readonly name: string;
  /** What every page says of these data; synthetic ones say so here. Null for a user's own. */
  readonly notice: string | null;
  readonly subjects: readonly ResultSubject[];
  readonly cases: readonly ResultCase[];
  readonly organs: readonly string[];
  readonly runs: readonly RunFacts[];
  readonly rows: {
    readonly case: Uint32Array;
    readonly organ: Uint8Array;
    readonly run: Uint8Array;
    readonly status: Uint8Array;
  };
  /** Columns that are in memory. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** All columns, those that are not in memory yet among them. */
  readonly columnNames: readonly string[];
  /** Why failed rows failed, by their place in `rows`. */
  readonly failures?: readonly { readonly row: number; readonly fault: Fault }[];
}

/** Why a row has no value. A failed row is kept: it is a result too. */
export const RESULT_STATUS = ['ok', 'both-empty', 'reference-empty', 'prediction-empty', 'failed', 'not-asked'] as const;
export type ResultStatus = (typeof RESULT_STATUS)[number];

/** Rows of one run and organ, in the table's order. */
export function rowsOf(table: ResultTable, run: number, organ: number): Uint32Array {
  const { rows } = table;
  const found: number[] = [];
  for (let at = 0; at < rows.case.length; at++) if (rows.run[at] === run && rows.organ[at] === organ) found.push(at);
  return Uint32Array.from(found);
}

/** The place of a run among those of one stored record: a run of several clicks is one for each number of them, in their order. */
export function stepOfRun(runs: readonly RunFacts[], record: string, run: string): { readonly step: number; readonly steps: number } {
  const own = runs.filter((it) => it.record === record);
  return { step: Math.max(0, own.findIndex(({ id }) => id === run)), steps: own.length };
}

/** For each run, the cases with at least one row: what it has come to, failures among them. */
export function casesReached({ runs, cases, rows }: Pick<ResultTable, 'runs' | 'cases' | 'rows'>): readonly number[] {
  const seen = new Uint8Array(runs.length * cases.length);
  for (let row = 0; row < rows.case.length; row++) seen[rows.run[row] * cases.length + rows.case[row]] = 1;
  return runs.map((_, run) => seen.subarray(run * cases.length, (run + 1) * cases.length).reduce((sum, it) => sum + it, 0));
}
