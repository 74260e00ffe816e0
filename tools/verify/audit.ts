/** npm run verify:audit [-- --table FILE (.csv, or the .json of results that the page exports)] [--recipe FILE.json] [--golden FILE.json] [--json FILE]: the audit's numbers, as page and report show them. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { parseRecipe } from '#core/evaluation/recipe.ts';
import { faultSentence, type Result } from '#core/faults.ts';
import { sharedPath } from '../house/shared.ts';
import { auditFile } from './auditFile.ts';
import { compareWithGolden, type Golden } from './auditGolden.ts';
import { conclude, printTable, readOptions } from './report.ts';

const options = readOptions();
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const usual = options.text('table') === undefined && options.text('recipe') === undefined;
const tableFile = options.text('table') ?? sharedPath('data/kits23/kits23_interannotator_dice_with_demographics.csv');
const recipeFile = options.text('recipe') ?? here('./recipes/kits23.json');
const goldenFile = options.text('golden') ?? (usual ? here('../reference/statistics/kits23_golden.json') : undefined);
if (tableFile === undefined || !existsSync(tableFile)) throw new Error('no table: give --table FILE (default is the KiTS23 table in ../shared)');

const recipe = orSay(parseRecipe(readFileSync(recipeFile, 'utf8')));
const text = readFileSync(tableFile, 'utf8');
const started = performance.now();
const audit = recipe ? orSay(await auditFile(text, recipe)) : undefined;
const seconds = (performance.now() - started) / 1000;

if (audit === undefined) conclude(options, { command: 'verify:audit', rows: [], holds: false });
else {
  console.log(`${audit.subjects} subjects, ${audit.rows.length} rows, ${seconds.toFixed(2)} s; p corrected by ${audit.recipe.correction}`);
  printTable(audit.rows.filter((row) => row.kind !== 'balance').map(shown), ['metric', 'attribute', 'group', 'reference', 'n', 'quantity', 'estimate', 'low', 'high', 'p', 'pCorrected', 'method', 'adjustedFor', 'fault']);
  console.log('\nBalance of covariates:');
  printTable(audit.rows.filter((row) => row.kind === 'balance').map(shown), ['metric', 'attribute', 'group', 'reference', 'n', 'estimate', 'method']);
  console.log('\nFamilies of tests:');
  printTable(audit.families.map((family) => ({ ...family })), ['name', 'size', 'correction']);
  console.log('\nGuidance:');
  for (const flag of audit.flags) console.log(`  [${flag.code}] ${flag.organ} ${flag.attribute}: ${flag.text}`);
  const repeated = orSay(await auditFile(text, audit.recipe));
  const same = JSON.stringify(repeated?.rows) === JSON.stringify(audit.rows);
  console.log(`\nA second run gives the same numbers, bit for bit: ${same ? 'yes' : 'NO'}`);
  const checks = goldenFile !== undefined && existsSync(goldenFile) ? compareWithGolden(audit.rows, JSON.parse(readFileSync(goldenFile, 'utf8')) as Golden) : [];
  if (checks.length > 0) {
    const failing = checks.filter((check) => !check['holds']);
    const worst = Math.max(...checks.map((check) => Number(check['relativeError'])));
    console.log(`Against the reference script: ${checks.length} values, worst relative error ${worst.toExponential(2)}, ${failing.length} beyond 1e-9`);
    printTable(failing, ['metric', 'attribute', 'group', 'method', 'value', 'expected', 'got', 'relativeError']);
  }
  const finite = audit.rows.every((row) => [row.estimate, row.low, row.high, row.p, row.statistic].every((value) => value === null || Number.isFinite(value)));
  console.log(`Every number is finite or has a reason in its place: ${finite ? 'yes' : 'NO'}`);
  conclude(options, {
    command: 'verify:audit', rows: audit.rows.map(contract), holds: same && finite && checks.every((check) => check['holds'] === true),
    more: { subjects: audit.subjects, seconds, families: audit.families, flags: audit.flags, checks },
  });
}

function contract(row: AuditRow): Record<string, string | number | boolean | null | readonly string[]> {
  const { fault, ...rest } = row;
  return { ...rest, fault: fault?.code ?? null };
}

function shown(row: AuditRow): Record<string, string | number | boolean | null | readonly string[]> {
  return { ...contract(row), adjustedFor: row.adjustedFor.join(', ') };
}

function orSay<T>(result: Result<T>): T | undefined {
  if (result.state === 'done') return result.value;
  console.log(faultSentence(result.fault));
  return undefined;
}
