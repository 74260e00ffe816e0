import type { ResultExport } from '#core/cohort/results/exportResults.ts';
import { exportResults, fileName } from '#core/cohort/results/exportResults.ts';
import type { BundledMask } from '#core/cohort/results/runBundle.ts';
import { formatBundle } from '#core/cohort/results/runBundle.ts';
import type { TablePart } from '#core/cohort/results/tableRows.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { formatZip } from '#core/formats/formatZip.ts';
import type { CohortProgress, ExportedBlob } from '#engine/protocol/cohortCalls.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import { makeMaskFiles } from '#storage/maskFiles.ts';

export function exportTable(table: ResultTable, format: ResultExport, part: TablePart): ExportedBlob {
  const { name, type, content } = exportResults(table, format, part);
  return { name: `${fileName(table.name)}_${name}`, blob: new Blob([content], { type }) };
}

interface BundleRequest { readonly table: ResultTable; readonly cohort: Cohort | null; readonly program: string }

/** The bundle of a table, with every predicted mask that was kept. */
export async function exportBundle({ table, cohort, program }: BundleRequest, desk: Desk<CohortProgress>): Promise<ExportedBlob> {
  const masks = await keptMasks(table, desk);
  desk.progress({ stage: 'writing', done: masks.length, total: masks.length });
  return { name: `${fileName(table.name)}_bundle.zip`, blob: new Blob([formatBundle({ table, cohort, masks }, program)], { type: 'application/zip' }) };
}

/** Predicted masks alone: a folder a run, a file a case. */
export async function exportMasks(table: ResultTable, desk: Desk<CohortProgress>): Promise<ExportedBlob> {
  const masks = await keptMasks(table, desk);
  const files = Object.fromEntries(masks.map(({ run, caseId, bytes }) => [`${fileName(run)}/${fileName(caseId)}.nii.gz`, bytes]));
  return { name: `${fileName(table.name)}_masks.zip`, blob: new Blob([formatZip(files)], { type: 'application/zip' }) };
}

async function keptMasks(table: ResultTable, { signal, progress }: Desk<CohortProgress>): Promise<readonly BundledMask[]> {
  const kept = makeMaskFiles();
  const masks: BundledMask[] = [];
  for (const { id, record } of table.runs) {
    if (record === undefined) continue;
    const caseIds = await kept.cases(record);
    for (const [n, caseId] of caseIds.entries()) {
      signal.throwIfAborted();
      const file = await kept.get(record, caseId);
      if (file) masks.push({ run: id, caseId, bytes: new Uint8Array(await file.arrayBuffer()) });
      progress({ stage: 'reading', done: n + 1, total: caseIds.length });
    }
  }
  return masks;
}
