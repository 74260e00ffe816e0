import type { ResultTable, RunFacts } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { protocolId, stepsOf } from '#core/evaluation/protocolSpec.ts';
import type { CaseBlock, RunProtocol, RunRecord } from '#core/evaluation/runSpec.ts';
import { runtimeFacts } from '#core/evaluation/runtimeFacts.ts';
import type { Fault } from '#core/faults.ts';
import { metricFloor } from '#core/metrics/metricFloor.ts';

export interface FinishedRun { readonly run: RunRecord; readonly blocks: readonly CaseBlock[] }

const FAILED = RESULT_STATUS.indexOf('failed');

/**
 * The results of runs over one cohort as one table, in the order of the cohort's cases: failed cases are rows too. A run
 * of several clicks is one run for each number of clicks.
 */
export function runTable(cohort: Cohort, finished: readonly FinishedRun[], notice: string | null = null): ResultTable {
  const organs = [...new Set(finished.flatMap(({ run }) => run.spec.organs))];
  const caseAt = new Map(cohort.cases.map((it, n) => [it.id, n]));
  const subjectAt = new Map(cohort.subjects.map((it, n) => [it.id, n]));
  const ordered = finished.map(({ run, blocks }) => ({ run, blocks: blocks.filter((it) => caseAt.has(it.caseId)).toSorted((a, b) => (caseAt.get(a.caseId) ?? 0) - (caseAt.get(b.caseId) ?? 0)) }));
  const count = ordered.reduce((sum, { blocks }) => sum + blocks.reduce((n, it) => n + it.organ.length, 0), 0);
  const names = [...new Set(finished.flatMap(({ blocks }) => blocks.flatMap((it) => Object.keys(it.columns))))];
  const columns = new Map<string, Float64Array>(names.map((name) => [name, new Float64Array(count).fill(Number.NaN)]));
  const rows = { case: new Uint32Array(count), organ: new Uint8Array(count), run: new Uint8Array(count), status: new Uint8Array(count) };
  const failures: { row: number; fault: Fault }[] = [];
  let row = 0, firstRun = 0;
  for (const { run, blocks } of ordered) {
    const organAt = run.spec.organs.map((it) => organs.indexOf(it));
    for (const block of blocks) {
      for (const [name, values] of Object.entries(block.columns)) columns.get(name)?.set(values, row);
      for (let at = 0; at < block.organ.length; at++, row++) {
        rows.case[row] = caseAt.get(block.caseId) ?? 0;
        rows.organ[row] = organAt[block.organ[at]];
        rows.run[row] = firstRun + block.step[at];
        rows.status[row] = block.status[at];
        if (block.fault && block.status[at] === FAILED) failures.push({ row, fault: block.fault });
      }
    }
    firstRun += stepsOf(run.spec.protocol.settings);
  }
  const floor = floors(rows, columns);
  if (floor) columns.set('metricFloor', floor);
  return {
    name: cohort.name, notice, organs, rows, columns, columnNames: [...columns.keys()], failures,
    subjects: cohort.subjects.map(({ id, covariates }) => ({ id, covariates })),
    cases: cohort.cases.map(({ id, subjectId, modality }) => ({ id, subject: subjectAt.get(subjectId) ?? 0, modality })),
    runs: runFacts(ordered),
  };
}

/** Facts of runs, under names that say which is which: "model/protocol", with the stored run's id where that alone would be two. */
function runFacts(finished: readonly FinishedRun[]): readonly RunFacts[] {
  const stepped = finished.map(({ run }) => Array.from({ length: stepsOf(run.spec.protocol.settings) }, (_, step) => protocolAfter(run.spec.protocol, step)));
  const names = stepped.map((protocols, n) => protocols.map(({ id }) => `${finished[n].run.spec.model.id}/${id}`));
  return finished.flatMap(({ run, blocks }, n) => {
    const { id, spec, caseIds } = run;
    const { id: modelId, name, sha256 } = spec.model;
    const isAlone = names[n].every((it) => names.every((others, m) => m === n || !others.includes(it)));
    return stepped[n].map((protocol, step): RunFacts => ({
      id: isAlone ? names[n][step] : `${names[n][step]}/${id.slice(0, 8)}`, record: id, model: { id: modelId, name, sha256 }, protocol, seed: spec.seed, program: spec.program, casesAsked: caseIds.length,
      ...runtimeFacts(run, blocks),
    }));
  });
}

/** A protocol as it is after one of its steps: of five clicks along the coronal plane, the second is "clicks-2-coronal". */
function protocolAfter({ settings, ...protocol }: RunProtocol, step: number): RunFacts['protocol'] {
  if (settings.kind !== 'clicks') return protocol;
  return { id: protocolId({ ...settings, budget: step + 1 }), label: `${protocol.label} After ${step + 1} of them.`, strength: step + 1 };
}

/** What an equal boundary error (the organ's and run's mean ASSD over the cohort) costs each row in Dice; null where nothing was measured so. */
function floors({ organ, run }: ResultTable['rows'], columns: ReadonlyMap<string, Float64Array>): Float64Array | null {
  const [assd, area, volume] = ['assdMm', 'referenceAreaMm2', 'referenceVolumeMl'].map((name) => columns.get(name));
  if (!assd || !area || !volume) return null;
  const pooled = new Map<string, { sum: number; count: number }>();
  const keyOf = (row: number) => `${run[row]} ${organ[row]}`;
  assd.forEach((value, row) => {
    if (!Number.isFinite(value)) return;
    const known = pooled.get(keyOf(row)) ?? { sum: 0, count: 0 };
    pooled.set(keyOf(row), { sum: known.sum + value, count: known.count + 1 });
  });
  return Float64Array.from(assd, (_, row) => {
    const mean = pooled.get(keyOf(row));
    if (!mean || Number.isNaN(area[row]) || Number.isNaN(volume[row])) return Number.NaN;
    return metricFloor({ surfaceAreaMm2: area[row], volumeMl: volume[row] }, mean.sum / mean.count) ?? Number.NaN;
  });
}
