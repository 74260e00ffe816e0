/**
 * npx tsx bench/statistics.ts: the default recipe over 1,056 subjects × 5 organs × 4 models with 10,000 permutations.
 * Prints wall time beside the processor time of the run: on a busy machine only the second one tells.
 */
import type { TextTable } from '#core/cohort/readTable.ts';
import { auditCohort } from '#core/evaluation/auditCohort.ts';
import { makeRecipe } from '#core/evaluation/recipe.ts';
import { faultSentence } from '#core/faults.ts';
import { makeRandom } from '#core/num/random.ts';

const SUBJECTS = 1056;
const ORGANS = ['liver', 'kidney', 'spleen', 'lung', 'aorta'];
const MODELS = ['SAM', 'MedSAM', 'SAT', 'nnU-Net'];
const BUDGET_SECONDS = 2;

const random = makeRandom('bench statistics');
const columns = new Map<string, string[]>(['id', 'sex', 'age', 'bmi', 'site', 'thickness'].map((name) => [name, []]));
const scores = ORGANS.flatMap((organ) => MODELS.map((model) => ({ column: `${organ} ${model}`, organ, model })));
for (const { column } of scores) columns.set(column, []);
for (let i = 0; i < SUBJECTS; i++) {
  const put = (name: string, value: string | number): void => { columns.get(name)?.push(String(value)); };
  put('id', `s${i}`);
  put('sex', random.pick(['female', 'male']));
  put('age', Math.round(random.clippedNormal(58, 15)));
  put('bmi', random.clippedNormal(27, 5).toFixed(1));
  put('site', random.pick(['A', 'B', 'C', 'D']));
  put('thickness', random.pick([1, 2.5, 5]));
  for (const { column } of scores) put(column, random.chance(0.03) ? random.uniform(0, 0.7).toFixed(4) : (1 / (1 + Math.exp(-(3 + 0.7 * random.normal())))).toFixed(4));
}
const table: TextTable = { rows: SUBJECTS, names: [...columns.keys()], columns };

const recipe = makeRecipe({
  version: 1,
  data: { layout: 'wide', subject: 'id', scores },
  metric: { name: 'Dice', higherIsBetter: true, failureBelow: 0.8 },
  groupings: [
    { kind: 'category', attribute: 'sex', column: 'sex', reference: 'male' },
    { kind: 'cut', attribute: 'age', column: 'age', cuts: [45, 65] },
    { kind: 'cut', attribute: 'BMI', column: 'bmi', cuts: [18.5, 25, 30] },
  ],
  covariates: [{ column: 'age', kind: 'numeric' }, { column: 'site', kind: 'category' }, { column: 'thickness', kind: 'numeric' }],
  adjustment: { covariates: ['age', 'site', 'thickness'] },
});
if (recipe.state === 'failed') throw new Error(faultSentence(recipe.fault));

for (let run = 1; run <= 3; run++) {
  const processor = process.cpuUsage();
  const started = performance.now();
  const audit = await auditCohort(table, recipe.value);
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processor);
  if (audit.state === 'failed') throw new Error(faultSentence(audit.fault));
  const busy = (user + system) / 1e6;
  console.log(`run ${run}: ${audit.value.rows.length} rows, ${recipe.value.permutations} permutations: wall ${wall.toFixed(2)} s, processor ${busy.toFixed(2)} s (budget ${BUDGET_SECONDS} s: ${busy <= BUDGET_SECONDS ? 'kept' : 'exceeded'})`);
}
