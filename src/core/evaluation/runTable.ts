import type { ResultTable, RunFacts } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import type { CaseBlock, RunRecord } from '#core/evaluation/runSpec.ts';
import type { Fault } from '#core/faults.ts';

export interface FinishedRun { readonly run: RunRecord; readonly blocks: readonly CaseBlock[] }

const FAILED = RESULT_STATUS.indexOf('failed');

/** The results of runs over one cohort as one table, in the order of the cohort's cases: failed cases are rows too. */
export function runTable(cohort: Cohort, finished: readonly FinishedRun[], notice: string | null = null): ResultTable {
  const organs = [...new Set(finished.flatMap(({ run }) => run.spec.organs))];
  const caseAt = new Map(cohort.cases.map((it, n) => [it.id, n]));
  const subjectAt = new Map(cohort.subjects.map((it, n) => [it.id, n]));
  const ordered = finished.map(({ run, blocks }) => ({ run, blocks: blocks.filter((it) => caseAt.has(it.caseId)).toSorted((a, b) => (caseAt.get(a.caseId) ?? 0) - (caseAt.get(b.caseId) ?? 0)) }));
  const count = ordered.reduce((sum, { blocks }) => sum + blocks.reduce((n, it) => n + it.organ.length, 0), 0);
  const names = [...new Set(finished.flatMap(({ blocks }) => blocks.flatMap((it) => Object.keys(it.columns))))];
  const columns = new Map(names.map((name) => [name, new Float64Array(count).fill(Number.NaN)]));
  const rows = { case: new Uint32Array(count), organ: new Uint8Array(count), run: new Uint8Array(count), status: new Uint8Array(count) };
  const failures: { row: number; fault: Fault }[] = [];
  let row = 0;
  ordered.forEach(({ run, blocks }, n) => {
    const organAt = run.spec.organs.map((it) => organs.indexOf(it));
    for (const block of blocks) {
      for (const [name, values] of Object.entries(block.columns)) columns.get(name)?.set(values, row);
      for (let at = 0; at < block.organ.length; at++, row++) {
        rows.case[row] = caseAt.get(block.caseId) ?? 0;
        rows.organ[row] = organAt[block.organ[at]];
        rows.run[row] = n;
        rows.status[row] = block.status[at];
        if (block.fault && block.status[at] === FAILED) failures.push({ row, fault: block.fault });
      }
    }
  });
  return {
    name: cohort.name, notice, organs, rows, columns, columnNames: names, failures,
    subjects: cohort.subjects.map(({ id, covariates }) => ({ id, covariates })),
    cases: cohort.cases.map(({ id, subjectId, modality }) => ({ id, subject: subjectAt.get(subjectId) ?? 0, modality })),
    runs: runFacts(finished.map(({ run }) => run)),
  };
}

/** Facts of runs, under names that say which is which: "model/protocol", with the seed where that alone would be two. */
function runFacts(runs: readonly RunRecord[]): readonly RunFacts[] {
  const plain = runs.map(({ spec }) => `${spec.model.id}/${spec.protocol.id}`);
  return runs.map(({ id, spec, runtime, caseIds }, n): RunFacts => {
    const { id: modelId, name, sha256 } = spec.model;
    const { settings: _settings, ...protocol } = spec.protocol;
    const isAlone = plain.filter((it) => it === plain[n]).length === 1;
    return {
      id: isAlone ? plain[n] : `${plain[n]}/${id.slice(0, 8)}`, record: id, model: { id: modelId, name, sha256 }, protocol, seed: spec.seed, program: spec.program, casesAsked: caseIds.length,
      device: runtime?.device ?? 'unknown', onnxruntime: runtime?.onnxruntime ?? 'unknown', threads: runtime?.threads ?? 0,
    };
  });
}
