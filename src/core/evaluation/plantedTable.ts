import type { CovariateValue } from '#core/cohort/covariate.ts';
import type { ResultTable, RunFacts } from '#core/cohort/resultTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import { makeRandom } from '#core/num/random.ts';

export interface PlantedOptions { readonly subjects?: number; readonly seed?: number; readonly organs?: readonly string[]; readonly runs?: readonly string[] }

/**
 * A result table with known answers, for tests and benchmarks: site costs Dice and scans the old more often, so that age
 * is confounded by it; the run "unbalanced" serves subjects with a BMI of 30 or more worse by 0.08, and no other run
 * does; sex costs nothing. Two in a hundred covariates are missing with a reason, three in a hundred scores fail.
 */
export function plantedTable({ subjects = 300, seed = 1, organs = ['liver', 'spleen'], runs = ['balanced', 'unbalanced'] }: PlantedOptions = {}): ResultTable {
  const random = makeRandom(`planted ${seed}`);
  const kept = (value: CovariateValue): CovariateValue => (random.chance(0.02) ? { kind: 'missing', reason: 'marked missing', text: 'n/a' } : value);
  const people = Array.from({ length: subjects }, (_, n) => {
    const age = Math.round(random.clippedNormal(50, 15));
    const bmi = Number(random.clippedNormal(27, 5).toFixed(1));
    const site = random.chance(Math.min(0.9, Math.max(0.1, (age - 20) / 60))) ? 'D' : random.pick(['A', 'B']);
    return { id: `PH-${String(n + 1).padStart(4, '0')}`, age, bmi, site, sex: random.pick(['female', 'male']), modality: random.pick(['CT', 'MR'] as const) };
  });
  const count = subjects * organs.length * runs.length;
  const rows = { case: new Uint32Array(count), organ: new Uint8Array(count), run: new Uint8Array(count), status: new Uint8Array(count) };
  const dice = new Float64Array(count), nsd = new Float64Array(count), floor = new Float64Array(count), volume = new Float64Array(count);
  let at = 0;
  people.forEach((person, c) => runs.forEach((run, r) => organs.forEach((_, o) => {
    rows.case[at] = c;
    rows.organ[at] = o;
    rows.run[at] = r;
    const isHit = run === 'unbalanced' && person.bmi >= 30;
    const isFailed = random.chance(0.03);
    dice[at] = isFailed ? Number.NaN : Math.min(1, Math.max(0, 0.9 - 0.02 * o - (person.site === 'D' ? 0.06 : 0) - (isHit ? 0.08 : 0) + random.clippedNormal(0, 0.03)));
    if (isFailed) rows.status[at] = RESULT_STATUS.indexOf('failed');
    nsd[at] = Number.isNaN(dice[at]) ? Number.NaN : Math.min(1, dice[at] + 0.03);
    floor[at] = 0.97 - 0.01 * o;
    volume[at] = (o === 0 ? 1500 : 220) * (person.sex === 'male' ? 1.15 : 1);
    at++;
  })));
  const columns = new Map([['dice', dice], ['nsd', nsd], ['metricFloor', floor], ['referenceVolumeMl', volume]]);
  return {
    name: 'planted', notice: 'Synthetic subjects with planted answers.', organs, columns, columnNames: [...columns.keys()],
    runs: runs.map((id) => runFacts(id, subjects)),
    subjects: people.map(({ id, age, bmi, site, sex }) => ({
      id, covariates: {
        age: kept({ kind: 'number', value: age }), bmi: kept({ kind: 'number', value: bmi }),
        sex: kept({ kind: 'category', value: sex }), site: { kind: 'category', value: site },
      },
    })),
    cases: people.map(({ id, modality }, n) => ({ id, subject: n, modality })),
    rows,
  };
}

function runFacts(id: string, casesAsked: number): RunFacts {
  return {
    id, model: { id, name: id, sha256: ['0'] }, protocol: { id: 'none', label: 'without prompts' },
    device: 'wasm', onnxruntime: '1.30.0', threads: 1, program: 'test', seed: 1, casesAsked,
  };
}
