import * as v from 'valibot';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { attemptNow, FaultError, type Result } from '#core/faults.ts';

const covariate = v.variant('kind', [
  v.object({ kind: v.literal('number'), value: v.number() }),
  v.object({ kind: v.literal('category'), value: v.string() }),
  v.object({ kind: v.literal('missing'), reason: v.picklist(['empty', 'marked missing', 'unreadable', 'implausible', 'rows disagree', 'not in the table']), text: v.optional(v.string()) }),
]);

const run = v.object({
  id: v.string(),
  model: v.object({ id: v.string(), name: v.string(), sha256: v.array(v.string()) }),
  protocol: v.object({ id: v.string(), label: v.string(), strength: v.exactOptional(v.number()) }),
  device: v.string(), onnxruntime: v.string(), threads: v.number(), program: v.string(), seed: v.number(), casesAsked: v.number(),
  /** Settings of the protocol, for repeating it. */
  settings: v.record(v.string(), v.unknown()),
  casesDone: v.number(),
});

const index = v.object({
  format: v.literal('isodice-cohort-1'),
  name: v.string(), notice: v.string(),
  subjects: v.array(v.object({ id: v.string(), modality: v.picklist(['CT', 'MR']), covariates: v.record(v.string(), covariate) })),
  organs: v.array(v.string()),
  runs: v.array(run),
  rows: v.number(),
  /** Little-endian arrays in row order. */
  columns: v.array(v.object({ name: v.string(), file: v.pipe(v.string(), v.regex(/^[\w.-]+$/)), type: v.picklist(['u8', 'u16', 'f32', 'f64']) })),
  maps: v.object({
    bins: v.number(), stepMm: v.number(),
    /** Gzipped banks (core/errormaps/mapBank.ts) of a run and organ: a map for every case, −128 throughout where there is none. */
    files: v.array(v.object({ run: v.string(), organ: v.string(), file: v.pipe(v.string(), v.regex(/^[\w./-]+$/)) })),
    /** Why rows have no map, by fault code. */
    none: v.record(v.string(), v.number()),
  }),
});

export type BundledIndex = v.InferOutput<typeof index>;

/** Columns that say which row it is; the others are measures. */
export const ROW_COLUMNS = ['case', 'organ', 'run', 'status'] as const;

/** Reads index.json of a bundled cohort. Fails with bundle-unreadable. */
export function parseBundledIndex(text: string): Result<BundledIndex> {
  return attemptNow(() => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw new FaultError('bundle-unreadable', { expected: 'JSON', came: text.slice(0, 40) });
    }
    const parsed = v.safeParse(index, json);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    throw new FaultError('bundle-unreadable', { where: v.getDotPath(issue) ?? 'index', expected: issue.expected ?? 'another value', came: issue.received });
  });
}

/** A column's bytes as numbers. Fails with bundle-unreadable where they are not as many as there are rows. */
export function parseColumn({ columns, rows }: BundledIndex, name: string, bytes: Uint8Array<ArrayBuffer>): Result<Float64Array> {
  return attemptNow(() => {
    const column = columns.find((it) => it.name === name);
    if (!column) throw new FaultError('bundle-unreadable', { where: name, expected: columns.map((it) => it.name).join(', '), came: name });
    const width = { u8: 1, u16: 2, f32: 4, f64: 8 }[column.type];
    if (bytes.length !== width * rows) throw new FaultError('bundle-unreadable', { where: column.file, expected: `${width * rows} bytes`, came: `${bytes.length}` });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const read = {
      u8: (at: number) => view.getUint8(at), u16: (at: number) => view.getUint16(2 * at, true),
      f32: (at: number) => view.getFloat32(4 * at, true), f64: (at: number) => view.getFloat64(8 * at, true),
    }[column.type];
    return Float64Array.from({ length: rows }, (_, at) => read(at));
  });
}

/** The table of an index and its columns; those of ROW_COLUMNS must be among them. */
export function bundledTable(it: BundledIndex, columns: ReadonlyMap<string, Float64Array>): ResultTable {
  const named = (name: (typeof ROW_COLUMNS)[number]): Float64Array => {
    const column = columns.get(name);
    if (!column) throw new RangeError(`the column ${name} is not loaded`);
    return column;
  };
  const isRow = (name: string) => (ROW_COLUMNS as readonly string[]).includes(name);
  return {
    name: it.name, notice: it.notice, organs: it.organs,
    subjects: it.subjects.map(({ id, covariates }) => ({ id, covariates: covariates as Readonly<Record<string, CovariateValue>> })),
    cases: it.subjects.map(({ id, modality }, subject) => ({ id, subject, modality })),
    runs: it.runs.map(({ settings: _settings, casesDone: _done, ...facts }) => facts),
    rows: { case: Uint32Array.from(named('case')), organ: Uint8Array.from(named('organ')), run: Uint8Array.from(named('run')), status: Uint8Array.from(named('status')) },
    columns: new Map([...columns].filter(([name]) => !isRow(name))),
    columnNames: it.columns.map(({ name }) => name).filter((name) => !isRow(name)),
  };
}
