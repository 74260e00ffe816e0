/** npm run verify:statistics [-- --vectors DIR] [--json FILE] [--simulate [--cohorts N] [--seed S]]: the product's statistics against reference vectors. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedPath } from '../house/shared.ts';
import { conclude, printTable, readOptions, type Row } from './report.ts';
import { compare, type VectorFile } from './statistics/compare.ts';
import { MODEL_FAMILIES } from './statistics/models.ts';
import { simulate } from './statistics/simulate.ts';
import { asideFor, TEST_FAMILIES } from './statistics/tests.ts';

const options = readOptions();
const folder = options.text('vectors') ?? sharedPath('vectors');
if (folder === undefined || !existsSync(folder)) throw new Error('no vectors: give --vectors DIR (default ../shared/vectors)');

const families = { ...TEST_FAMILIES, ...MODEL_FAMILIES };
const rows: Row[] = [];
const summary: Row[] = [];
const aside = new Map<string, string>();

for (const file of readdirSync(folder).filter((name) => /^stats_.*[.]json$/.test(name)).sort()) {
  const vectors = JSON.parse(readFileSync(join(folder, file), 'utf8')) as VectorFile;
  const family = families[vectors.test];
  if (family === undefined) {
    rows.push({ file, case: '', value: vectors.test, expected: 'a known family', got: null, relativeError: Infinity, holds: false });
    continue;
  }
  const mine: Row[] = [];
  for (const it of vectors.cases) {
    const rules = { ...family.rules, aside: { ...family.rules.aside, ...asideFor(vectors.test, it) } };
    const compared = compare(file, it, await family.compute(it), rules);
    mine.push(...compared.rows);
    for (const [path, reason] of compared.aside) aside.set(`${file} ${path}`, reason);
  }
  rows.push(...mine);
  const worst = Math.max(0, ...mine.map((row) => Number(row['relativeError'])));
  summary.push({ family: vectors.test, cases: vectors.cases.length, values: mine.length, tolerance: family.rules.tolerance, worst, fails: mine.filter((row) => !row['holds']).length });
}
printTable(summary, ['family', 'cases', 'values', 'tolerance', 'worst', 'fails']);
const failing = rows.filter((row) => !row['holds']);
if (failing.length > 0) {
  console.log('\nFalling short:');
  printTable(failing.slice(0, 60), ['file', 'case', 'value', 'expected', 'got', 'relativeError']);
}
console.log('\nLeft aside, by name:');
for (const [path, reason] of aside) console.log(`  ${path}: ${reason}`);

const simulated: Row[] = [];
if (options.has('simulate')) {
  const cohorts = options.number('cohorts', 2000);
  const seed = options.text('seed') ?? '';
  console.log(`\nSimulation, ${cohorts} cohorts, ${seed === '' ? 'the usual seed' : `seed ${seed}`} (dear tests on a quarter of them):`);
  simulated.push(...(await simulate(cohorts, seed, (text) => process.stderr.write(`  ${text}\n`))));
  printTable(simulated, ['test', 'n', 'scenario', 'cohorts', 'rate', 'limit', 'note', 'holds']);
  rows.push(...simulated);
}
conclude(options, { command: 'verify:statistics', rows, holds: rows.length > 0 && rows.every((row) => row['holds'] === true), more: { aside: Object.fromEntries(aside) } });
