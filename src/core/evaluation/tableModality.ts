import { modalityRows } from '#core/evaluation/auditModality.ts';
import { correctFamilies, type AuditRow } from '#core/evaluation/auditRows.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { tableAuditData } from '#core/evaluation/tableAudit.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { attemptNow, unwrap, type Result } from '#core/faults.ts';

/**
 * Group × modality of a table whatever modality the recipe is about: both are needed for it. Corrected over the family of
 * its own rows.
 */
export function tableModalityRows(index: TableIndex, recipe: Recipe): Result<readonly AuditRow[]> {
  return attemptNow(() => {
    if (recipe.data.layout !== 'results') return [];
    const covariates = recipe.covariates.some(({ column }) => column === 'modality') ? recipe.covariates : [...recipe.covariates, { column: 'modality', kind: 'category' as const }];
    const together: Recipe = { ...recipe, data: { ...recipe.data, modality: 'together' }, covariates };
    const data = unwrap(tableAuditData(index, together));
    return correctFamilies(data.groupings.flatMap((grouping) => modalityRows(data, together, grouping)), together).rows;
  });
}
