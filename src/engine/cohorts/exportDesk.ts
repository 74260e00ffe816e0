import type { ResultExport } from '#core/cohort/results/exportResults.ts';
import { exportResults, fileName, fileNames, formatMaskLabels, RESULT_EXPORTS } from '#core/cohort/results/exportResults.ts';
import type { BundledMask } from '#core/cohort/results/runBundle.ts';
import { formatBundle } from '#core/cohort/results/runBundle.ts';
import type { TablePart } from '#core/cohort/results/tableRows.ts';
import type { ResultTable, RunFacts } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { formatZip } from '#core/formats/formatZip.ts';
import type { CohortProgress, ExportedBlob } from '#engine/protocol/cohortCalls.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import type { MaskFiles } from '#storage/maskFiles.ts';
import { makeMaskFiles } from '#storage/maskFiles.ts';

/** A table as a file. Formats that hold one run become a zip of one file a run where there are several, as after each number of clicks. */
export function exportTable(table: ResultTable, format: ResultExport, part: TablePart): ExportedBlob {
  const runs = part.runs ?? table.runs.map(({ id }) => id);
  if (RESULT_EXPORTS[format].of !== 'table' && runs.length > 1) {
    const organ = part.organs?.[0];
    const names = fileNames(runs);
    const files = Object.fromEntries(runs.map((run): [string, Uint8Array] => {
      const { content } = exportResults(table, format, { ...part, runs: [run] });
      return [`${names.get(run)}_${RESULT_EXPORTS[format].file}`, typeof content === 'string' ? new TextEncoder().encode(content) : content];
    }));
    return { name: `${fileName(table.name)}_${organ === undefined ? '' : `${fileName(organ)}_`}${format}.zip`, blob: new Blob([formatZip(files)], { type: 'application/zip' }) };
  }
  const { name, type, content } = exportResults(table, format, part);
  return { name: `${fileName(table.name)}_${name}`, blob: new Blob([content], { type }) };
}

interface BundleRequest { readonly table: ResultTable; readonly cohort: Cohort | null; readonly program: string }

/** The bundle of a table, with every predicted mask that was kept. */
export async function exportBundle({ table, cohort, program }: BundleRequest, desk: Desk<CohortProgress>, kept = makeMaskFiles()): Promise<ExportedBlob> {
  const masks = await keptMasks(table, desk, kept);
  desk.progress({ stage: 'writing', done: masks.length, total: masks.length });
  return { name: `${fileName(table.name)}_bundle.zip`, blob: new Blob([formatBundle({ table, cohort, masks }, program)], { type: 'application/zip' }) };
}

/** Predicted masks alone: a folder a run, in it a file a case, and the values of the organs. The table is of one stored run. */
export async function exportMasks(table: ResultTable, desk: Desk<CohortProgress>, kept = makeMaskFiles()): Promise<ExportedBlob> {
  const masks = await keptMasks(table, desk, kept);
  const folders = fileNames(masks.map(({ run }) => run)), names = fileNames(masks.map(({ caseId }) => caseId));
  const labels = new TextEncoder().encode(formatMaskLabels(table.organs));
  const files = Object.fromEntries([
    ...[...folders.values()].map((folder): [string, Uint8Array] => [`${folder}/labels.json`, labels]),
    ...masks.map(({ run, caseId, bytes }): [string, Uint8Array] => [`${folders.get(run)}/${names.get(caseId)}.nii.gz`, bytes]),
  ]);
  return { name: `${fileName(table.name)}_masks.zip`, blob: new Blob([formatZip(files)], { type: 'application/zip' }) };
}

async function keptMasks({ runs }: ResultTable, { signal, progress }: Desk<CohortProgress>, kept: MaskFiles): Promise<readonly BundledMask[]> {
  const masks: BundledMask[] = [];
  for (const [record, run] of maskRuns(runs)) {
    const caseIds = await kept.cases(record);
    for (const [n, caseId] of caseIds.entries()) {
      signal.throwIfAborted();
      const file = await kept.get(record, caseId);
      if (file) masks.push({ run, caseId, bytes: new Uint8Array(await file.arrayBuffer()) });
      progress({ stage: 'reading', done: n + 1, total: caseIds.length });
    }
  }
  return masks;
}

/** The run that each stored record's masks are of: they are kept after the last click alone. */
function maskRuns(runs: readonly RunFacts[]): ReadonlyMap<string, string> {
  return new Map(runs.flatMap(({ id, record }): [string, string][] => (record === undefined ? [] : [[record, id]])));
}
