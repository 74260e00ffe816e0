import * as v from 'valibot';
import type { Migrations } from '#core/cohort/savedCohort.ts';
import { covariateShape, migrated } from '#core/cohort/savedCohort.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import type { Fault, FaultCode, Result } from '#core/faults.ts';
import { attemptNow, fault, FaultError } from '#core/faults.ts';
import { CATALOGUE } from '#core/faults.ts';

/** Number of the shape that is written now; see savedCohort.ts. */
export const TABLE_VERSION = 1;
/** None yet: no shape but the first has been written. */
const MIGRATIONS: Migrations = {};

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const shape = v.object({
  name: v.string(), notice: v.nullable(v.string()),
  subjects: v.array(v.object({ id: v.string(), covariates: v.record(v.string(), covariateShape) })),
  cases: v.array(v.object({ id: v.string(), subject: index, modality: v.picklist(['CT', 'MR', 'unknown']) })),
  organs: v.array(v.string()),
  runs: v.array(v.object({
    id: v.string(), record: v.exactOptional(v.string()), model: v.object({ id: v.string(), name: v.string(), sha256: v.array(v.string()) }),
    protocol: v.object({ id: v.string(), label: v.string(), strength: v.exactOptional(v.number()) }),
    device: v.string(), onnxruntime: v.string(), threads: v.number(), program: v.string(), seed: v.number(), casesAsked: index,
  })),
  rows: v.object({ case: v.array(index), organ: v.array(index), run: v.array(index), status: v.array(index) }),
  columns: v.record(v.string(), v.array(v.union([v.number(), v.null(), v.picklist(['inf', '-inf'])]))),
  failures: v.exactOptional(v.array(v.object({
    row: index, code: v.string(), expected: v.exactOptional(v.string()), came: v.exactOptional(v.string()), where: v.exactOptional(v.string()),
  }))),
});
type Shape = v.InferOutput<typeof shape>;

/** The whole table as JSON that `parseResultTable` of this and every later version reads; numbers in full precision. */
export function formatResultTable(table: ResultTable): string {
  const { rows, columns, failures } = table;
  const missing = table.columnNames.filter((name) => !columns.has(name));
  if (missing.length > 0) throw new Error(`columns that are not in memory cannot be written: ${missing.join(', ')}`);
  return JSON.stringify({
    isodice: 'result-table', version: TABLE_VERSION, name: table.name, notice: table.notice, subjects: table.subjects, cases: table.cases, organs: table.organs, runs: table.runs,
    rows: { case: [...rows.case], organ: [...rows.organ], run: [...rows.run], status: [...rows.status] },
    columns: Object.fromEntries([...columns].map(([name, values]) => [name, Array.from(values, cell)])),
    ...(failures ? { failures: failures.map(({ row, fault: { code, expected, came, where } }) => ({ row, code, expected, came, where })) } : {}),
  });
}

function cell(value: number): number | string | null {
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? value : value > 0 ? 'inf' : '-inf';
}

/** A table of any version up to this one. */
export function parseResultTable(text: string): Result<ResultTable> {
  return attemptNow(() => {
    const unreadable = (expected: string, came: string, where = 'result table') => new FaultError('results-unknown', { where, expected, came });
    let saved: unknown;
    try {
      saved = JSON.parse(text);
    } catch {
      throw unreadable('JSON', text.slice(0, 40));
    }
    const head = v.safeParse(v.looseObject({ isodice: v.literal('result-table'), version: v.pipe(v.number(), v.integer(), v.minValue(1)) }), saved);
    if (!head.success) throw unreadable('a result table with its version', text.slice(0, 40));
    if (head.output.version > TABLE_VERSION) throw new FaultError('cohort-newer', { expected: `version ${TABLE_VERSION} or older`, came: `version ${head.output.version}` });
    const checked = v.safeParse(shape, migrated(head.output, head.output.version, TABLE_VERSION, MIGRATIONS));
    if (!checked.success) {
      const [issue] = checked.issues;
      throw unreadable(issue.expected ?? 'another value', issue.received, v.getDotPath(issue) ?? 'result table');
    }
    const wrong = inconsistency(checked.output);
    if (wrong !== undefined) throw unreadable('rows and columns that fit together', wrong);
    return tableOf(checked.output);
  });
}

function inconsistency({ rows, cases, subjects, organs, runs, columns, failures = [] }: Shape): string | undefined {
  const count = rows.case.length;
  const beyond = (values: readonly number[], size: number): boolean => values.some((it) => it >= size);
  if ([rows.organ, rows.run, rows.status].some((it) => it.length !== count)) return 'row columns of unequal length';
  const short = Object.entries(columns).find(([, values]) => values.length !== count);
  if (short) return `${short[1].length} values of ${short[0]} for ${count} rows`;
  if (beyond(rows.case, cases.length) || beyond(rows.organ, Math.min(256, organs.length)) || beyond(rows.run, Math.min(256, runs.length)) || beyond(rows.status, RESULT_STATUS.length)) return 'a row of something that is not listed';
  if (beyond(cases.map((it) => it.subject), subjects.length)) return 'a case of a subject that is not listed';
  return beyond(failures.map((it) => it.row), count) ? 'a failure of a row that is not there' : undefined;
}

function tableOf({ rows, columns, failures, ...rest }: Shape): ResultTable {
  const number = (it: number | string | null): number => (it === null ? Number.NaN : it === 'inf' ? Infinity : it === '-inf' ? -Infinity : Number(it));
  return {
    ...rest,
    rows: { case: Uint32Array.from(rows.case), organ: Uint8Array.from(rows.organ), run: Uint8Array.from(rows.run), status: Uint8Array.from(rows.status) },
    columns: new Map(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values, number)])), columnNames: Object.keys(columns),
    ...(failures ? { failures: failures.map(({ row, code, ...details }) => ({ row, fault: knownFault(code, details) })) } : {}),
  };
}

/** The fault of this code in this program's words; one that it does not know keeps its name. */
function knownFault(code: string, details: Pick<Fault, 'expected' | 'came' | 'where'>): Fault {
  return isCode(code) ? fault(code, details) : fault('internal', { ...details, came: [code, details.came].filter(Boolean).join(': ') });
}

function isCode(code: string): code is FaultCode {
  return Object.hasOwn(CATALOGUE, code);
}
