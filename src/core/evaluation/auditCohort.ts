import type { TextTable } from '#core/cohort/readTable.ts';
import { adjustedRows } from '#core/evaluation/auditAdjusted.ts';
import { balanceRows } from '#core/evaluation/auditBalance.ts';
import { continuousRows } from '#core/evaluation/auditContinuous.ts';
import { auditData, type AuditData } from '#core/evaluation/auditData.ts';
import { bcaRows, descriptionRows, isFailure } from '#core/evaluation/auditDescriptions.ts';
import { gapRows, omnibusRows } from '#core/evaluation/auditGaps.ts';
import { guidanceFlags, type AuditFlag } from '#core/evaluation/auditGuidance.ts';
import { indexRows } from '#core/evaluation/auditIndices.ts';
import { modalityRows } from '#core/evaluation/auditModality.ts';
import { interactionRows, modelRows } from '#core/evaluation/auditModels.ts';
import { pooledRows } from '#core/evaluation/auditPooled.ts';
import { columnValues, correctFamilies, makeSlice, type AuditFamily, type AuditRow } from '#core/evaluation/auditRows.ts';
import type { Recipe, TestName } from '#core/evaluation/recipe.ts';
import { attempt, type Result, unwrap } from '#core/faults.ts';
import { makeBreather } from '#core/num/breather.ts';

export interface Audit {
  readonly recipe: Recipe;
  readonly subjects: number;
  readonly rows: readonly AuditRow[];
  readonly families: readonly AuditFamily[];
  readonly flags: readonly AuditFlag[];
}

/**
 * The fairness audit that the recipe describes, on a table of scores with demographics. The same verb serves the page
 * and the command line; cancellable; the same table, recipe and seed give the same numbers.
 */
export async function auditCohort(table: TextTable, recipe: Recipe, signal?: AbortSignal): Promise<Result<Audit>> {
  const data = auditData(table, recipe);
  return data.state === 'failed' ? data : auditOf(data.value, recipe, signal);
}

/** The audit of data that are sorted already. `onProgress` hears the share of the work that is done. */
export async function auditOf(data: AuditData, recipe: Recipe, signal?: AbortSignal, onProgress?: (fraction: number) => void): Promise<Result<Audit>> {
  return attempt(async () => {
    const breathe = makeBreather(signal);
    const asked = (test: TestName): boolean => recipe.tests.includes(test);
    const tails = data.columns.map((_, c) => columnValues(data, c).some((value) => isFailure(recipe, value)));
    const rows: AuditRow[] = [];
    const steps = data.groupings.length * (2 * data.columns.length + 2);
    let done = 0;
    const step = async (count: number): Promise<void> => {
      onProgress?.((done += count) / steps);
      await breathe();
    };
    for (const grouping of data.groupings) {
      for (let c = 0; c < data.columns.length; c++) {
        const slice = makeSlice(data, recipe, c, grouping, tails[c]);
        rows.push(...descriptionRows(slice), ...omnibusRows(slice), ...gapRows(slice));
        await breathe();
        rows.push(...adjustedRows(slice));
        if (asked('continuous')) rows.push(...continuousRows(slice));
        if (asked('bca')) rows.push(...(await bcaRows(slice, signal)));
        await step(1);
      }
      if (asked('permutation-index') && grouping.levels.length >= 2) rows.push(...unwrap(await indexRows(data, recipe, grouping, signal)));
      await step(data.columns.length);
      if (asked('model-difference')) rows.push(...unwrap(await modelRows(data, recipe, grouping, signal)));
      if (asked('modality-difference')) rows.push(...modalityRows(data, recipe, grouping));
      if (asked('model-interaction')) rows.push(...interactionRows(data, recipe, grouping));
      if (asked('mixed')) rows.push(...pooledRows(data, recipe, grouping));
      rows.push(...balanceRows(data, recipe, grouping));
      await step(2);
    }
    const corrected = correctFamilies(rows, recipe);
    return { recipe, subjects: data.subjects.length, rows: corrected.rows, families: corrected.families, flags: guidanceFlags(corrected.rows, recipe) };
  });
}
