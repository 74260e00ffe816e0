import { expect, test } from 'vitest';
import { exportResults } from '#core/cohort/results/exportResults.ts';
import { exploreRecipe } from '#core/evaluation/exploreRecipe.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { formatRecipe, parseRecipe } from '#core/evaluation/recipe.ts';
import { auditTable } from '#core/evaluation/tableAudit.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import type { Result } from '#core/faults.ts';
import { auditFile } from './auditFile.ts';

const value = <T>(result: Result<T>): T => {
  if (result.state === 'failed') throw new Error(`${result.fault.code} ${result.fault.where ?? ''}`);
  return result.value;
};

test('the recipe and the table that the page exports give the command line the numbers of the page', async () => {
  const table = plantedTable();
  const index = makeTableIndex(table);
  const recipe = value(exploreRecipe(index, { attribute: 'bmi', adjust: ['age', 'site'], modality: 'CT', permutations: 300, more: ['bca', 'matching', 'mixed'], filters: [{ kind: 'range', column: 'age', low: 30 }] }));
  const page = value(await auditTable(index, recipe));
  const command = value(await auditFile(String(exportResults(table, 'json').content), value(parseRecipe(formatRecipe(recipe)))));
  expect(page.rows.filter(({ p }) => p !== null).length).toBeGreaterThan(20);
  expect(command.rows).toEqual(page.rows);
  expect(command.flags).toEqual(page.flags);
});

test('a file that is no exported table is a named fault', async () => {
  const recipe = value(exploreRecipe(makeTableIndex(plantedTable()), {}));
  expect(await auditFile('id,sex,dice\na,f,0.9', recipe)).toMatchObject({ state: 'failed', fault: { code: 'results-unknown' } });
});
