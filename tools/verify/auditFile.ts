import { readTable } from '#core/cohort/readTable.ts';
import { parseResultTable } from '#core/cohort/results/savedTable.ts';
import { auditCohort, type Audit } from '#core/evaluation/auditCohort.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';
import { auditTable } from '#core/evaluation/tableAudit.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import type { Result } from '#core/faults.ts';

/**
 * The audit of a file by a recipe: for the layout "results", which the Explore page exports, the file is a result table
 * as "JSON, everything, opens again"; for the others it is a CSV. Fails as the readers and the audit do.
 */
export async function auditFile(text: string, recipe: Recipe): Promise<Result<Audit>> {
  if (recipe.data.layout === 'results') {
    const table = parseResultTable(text);
    return table.state === 'failed' ? table : auditTable(makeTableIndex(table.value), recipe);
  }
  const table = readTable(text);
  return table.state === 'failed' ? table : auditCohort(table.value, recipe);
}
