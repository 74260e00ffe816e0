/**
 * npx tsx bench/statistics.ts: audits over 1,056 subjects × 5 organs × 4 models with 10,000 permutations: the recipe that
 * the Explore page makes by default (one attribute), and one of three attributes at once, adjusted for three covariates.
 * Prints wall time beside the processor time of the run: on a busy machine only the second one tells. Then the time from
 * a filter to what the page draws, over 100,000 rows.
 */
import type { TextTable } from '#core/cohort/readTable.ts';
import { auditCohort, type Audit } from '#core/evaluation/auditCohort.ts';
import { exploreRecipe } from '#core/evaluation/exploreRecipe.ts';
import { focusView } from '#core/evaluation/exploreViews.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { makeRecipe } from '#core/evaluation/recipe.ts';
import { auditTable } from '#core/evaluation/tableAudit.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import { faultSentence, type Result } from '#core/faults.ts';
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

const value = <T>(result: Result<T>): T => {
  if (result.state === 'failed') throw new Error(faultSentence(result.fault));
  return result.value;
};

async function measure(name: string, work: () => Promise<Result<Audit>>): Promise<void> {
  for (let run = 1; run <= 3; run++) {
    const processor = process.cpuUsage();
    const started = performance.now();
    const { rows } = value(await work());
    const wall = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(processor);
    const busy = (user + system) / 1e6;
    console.log(`${name}, run ${run}: ${rows.length} rows: wall ${wall.toFixed(2)} s, processor ${busy.toFixed(2)} s (budget ${BUDGET_SECONDS} s: ${busy <= BUDGET_SECONDS ? 'kept' : 'exceeded'})`);
  }
}

const index = makeTableIndex(plantedTable({ subjects: SUBJECTS, organs: ORGANS, runs: MODELS }));
const byDefault = value(exploreRecipe(index, { modality: 'together' }));
await measure('default recipe of the page', () => auditTable(index, byDefault));
await measure('three attributes at once', () => auditCohort(table, recipe.value));

for (const [subjects, organs, runs] of [[5000, ORGANS, MODELS], [100_000, ['liver'], ['SAM']]] as const) {
  const large = makeTableIndex(plantedTable({ subjects, organs, runs }));
  for (let run = 1; run <= 5; run++) {
    const processor = process.cpuUsage();
    const filtered = value(exploreRecipe(large, { modality: 'together', filters: [{ kind: 'range', column: 'age', low: 30 + run }] }));
    const view = value(focusView(large, filtered, { organ: 'liver', run: 'SAM' }));
    console.log(`100,000 rows of ${subjects} subjects filtered to ${view.subjects} and described, run ${run}: processor ${(process.cpuUsage(processor).user / 1000).toFixed(0)} ms`);
  }
}
