import type { IdMatch } from '#core/cohort/caseId.ts';
import { matchIds } from '#core/cohort/caseId.ts';
import type { ResultGap, ResultRow } from '#core/cohort/results/resultRow.ts';
import type { ResultStatus, ResultSubject, ResultTable, RunFacts } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import type { Subject } from '#core/cohort/subject.ts';
import { fault, FaultError } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';

export interface RowsTableOptions {
  readonly name: string;
  /** Subjects of a demographics table, joined to the cases by their ids. */
  readonly subjects?: readonly Subject[];
  /** Doubtful matches that the user confirmed. */
  readonly confirmed?: readonly Pick<IdMatch, 'tableId' | 'caseId'>[];
}

export interface RowsTable {
  readonly table: ResultTable;
  readonly matched: number;
  readonly doubtful: readonly IdMatch[];
  readonly faults: readonly Fault[];
}

const MOST = 255;
/** What a gap of another program's file says of the pair of masks. */
const STATUS_OF_GAP: Readonly<Record<ResultGap, ResultStatus>> = { absent: 'not-asked', undefined: 'both-empty', unreadable: 'failed', implausible: 'failed' };

/** Long rows, of whatever program, as a result table: what Explore, Error maps and Cases read. Throws results-too-wide. */
export function rowsTable(rows: readonly ResultRow[], { name, subjects = [], confirmed = [] }: RowsTableOptions): RowsTable {
  const numbered = (values: Iterable<string>): Map<string, number> => new Map([...new Set(values)].map((value, n) => [value, n]));
  const caseAt = numbered(rows.map((it) => it.caseId)), organAt = numbered(rows.map((it) => it.organ)), runAt = numbered(rows.map((it) => it.model));
  if (organAt.size > MOST || runAt.size > MOST) throw new FaultError('results-too-wide', { where: name, expected: `at most ${MOST} of each`, came: `${organAt.size} organs, ${runAt.size} models` });

  const placeAt = new Map<string, number>();
  const places: { readonly caseId: string; readonly organ: string; readonly model: string }[] = [];
  const placeOf = rows.map(({ caseId, organ, model }) => {
    const key = `${caseAt.get(caseId)} ${organAt.get(organ)} ${runAt.get(model)}`;
    const known = placeAt.get(key) ?? places.push({ caseId, organ, model }) - 1;
    placeAt.set(key, known);
    return known;
  });
  const columns = new Map([...new Set(rows.map((it) => it.metric))].map((metric) => [metric, new Float64Array(places.length).fill(Number.NaN)]));
  const statuses = new Array<ResultStatus | undefined>(places.length);
  rows.forEach((row, n) => {
    const place = placeOf[n];
    const column = columns.get(row.metric);
    if (column && row.value !== null) column[place] = row.value;
    // One value is enough: the metrics that lack one are then undefined by themselves.
    const said = row.status ?? (row.gap ? STATUS_OF_GAP[row.gap] : 'ok');
    if (statuses[place] === undefined || (row.status === undefined && said === 'ok')) statuses[place] = said;
  });
  const people = joinedSubjects([...caseAt.keys()], subjects, confirmed);
  return {
    matched: people.matched, doubtful: people.doubtful, faults: people.faults,
    table: {
      name, notice: null, subjects: people.subjects, organs: [...organAt.keys()], runs: [...runAt.keys()].map((model) => importedRun(model, name, caseAt.size)),
      cases: [...caseAt.keys()].map((id, n) => ({ id, subject: people.subjectOf[n], modality: 'unknown' })),
      rows: {
        case: Uint32Array.from(places, (it) => caseAt.get(it.caseId) ?? 0), organ: Uint8Array.from(places, (it) => organAt.get(it.organ) ?? 0),
        run: Uint8Array.from(places, (it) => runAt.get(it.model) ?? 0), status: Uint8Array.from(statuses, (it) => RESULT_STATUS.indexOf(it ?? 'failed')),
      },
      columns, columnNames: [...columns.keys()],
    },
  };
}

/** Subjects in the order of their cases; a case that no row fits is a subject of its own, of whom nothing is known. */
function joinedSubjects(caseIds: readonly string[], subjects: readonly Subject[], confirmed: RowsTableOptions['confirmed'] = []) {
  const ids = matchIds(subjects.map((it) => it.id), caseIds);
  const byId = new Map(subjects.map((it) => [it.id, it]));
  const isConfirmed = (it: IdMatch) => confirmed.some((other) => other.tableId === it.tableId && other.caseId === it.caseId);
  const tableIdOf = new Map(ids.matches.filter((it) => it.certainty !== 'doubtful' || isConfirmed(it)).map((it) => [it.caseId, it.tableId]));
  const found: ResultSubject[] = [];
  const placeOf = new Map<string, number>();
  const subjectOf = caseIds.map((caseId) => {
    const known = byId.get(tableIdOf.get(caseId) ?? '');
    const id = known?.id ?? (byId.has(caseId) ? `${caseId} (not in table)` : caseId);
    const place = placeOf.get(id) ?? found.push({ id, covariates: known?.covariates ?? {} }) - 1;
    placeOf.set(id, place);
    return place;
  });
  const doubtful = ids.matches.filter((it) => it.certainty === 'doubtful' && !isConfirmed(it));
  const lost = subjects.length === 0 ? [] : caseIds.filter((id) => !tableIdOf.has(id));
  const faults = [
    ...(doubtful.length > 0 ? ids.faults : []),
    ...(lost.length > 0 ? [fault('case-without-subject', { where: lost.slice(0, 5).join(', '), came: `${lost.length} of ${caseIds.length} cases` })] : []),
  ];
  return { subjects: found, subjectOf, matched: tableIdOf.size, doubtful, faults };
}

/** Of a run that other programs made, only what the file tells is known. */
function importedRun(model: string, name: string, cases: number): RunFacts {
  return {
    id: model, model: { id: model, name: model, sha256: [] }, protocol: { id: 'unknown', label: `As imported from ${name}` },
    device: 'unknown', onnxruntime: 'unknown', threads: 0, program: 'unknown', seed: 0, casesAsked: cases,
  };
}
