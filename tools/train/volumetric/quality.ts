/**
 * What the bundled whole-volume models reach on the synthetic cohort, none of whose subjects was trained on:
 *   tsx tools/train/volumetric/quality.ts
 * Reads public/cohort, writes the key `quality` of each manifest and the table of each README.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AGE_BANDS, SEX_GROUPS, WHO_BMI_BANDS, groupSubjects } from '#core/cohort/grouping.ts';
import { describe } from '#core/statistics/describe.ts';
import { readBundle } from '../../demo/readBundle.ts';

const root = fileURLToPath(new URL('../../../public', import.meta.url));
const MODELS = [['iso-net', 'iso-net/none'], ['iso-net-balanced', 'iso-net-balanced/none'], ['iso-text', 'iso-text/text']] as const;
const MARK = '<!-- quality -->';

const { table } = readBundle(join(root, 'cohort'));
for (const [model, run] of MODELS) {
  const at = table.runs.findIndex(({ id }) => id === run);
  if (at < 0) continue;
  const cells = [...byAttribute('all'), ...byAttribute('modality'), ...byAttribute('sex'), ...byAttribute('bmi'), ...byAttribute('age')].map(([name, subjects]) => ({ name, ...meansOf(at, subjects) }));
  const file = join(root, 'models', model, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const [all] = cells;
  manifest['quality'] = [{ data: `${all.subjects} subjects of the synthetic cohort, none trained on (mean over seven organs)`, protocol: 'no prompt', diceMean: Number(all.mean.toFixed(4)) }];
  writeFileSync(file, JSON.stringify(manifest, null, 1));
  const lines = [`| subjects | n | mean | ${table.organs.join(' | ')} |`, `|---|---|---|${'---|'.repeat(table.organs.length)}`,
    ...cells.map(({ name, subjects, mean, organs }) => `| ${name} | ${subjects} | ${mean.toFixed(3)} | ${organs.join(' | ')} |`)];
  const readme = join(root, 'models', model, 'README.md');
  if (existsSync(readme)) {
    const [head, , ...tail] = readFileSync(readme, 'utf8').split(MARK);
    writeFileSync(readme, [head, `\n${lines.join('\n')}\n`, ...tail].join(MARK));
  }
  console.log(`${model}\n${lines.join('\n')}\n`);
}

function byAttribute(attribute: 'all' | 'modality' | 'sex' | 'bmi' | 'age'): [string, ReadonlySet<number>][] {
  const place = new Map(table.subjects.map(({ id }, n) => [id, n]));
  if (attribute === 'all') return [['all', new Set(place.values())]];
  if (attribute === 'modality') return (['CT', 'MR'] as const).map((modality) => [modality, new Set(table.cases.filter((it) => it.modality === modality).map(({ subject }) => subject))]);
  const grouping = { sex: SEX_GROUPS, bmi: WHO_BMI_BANDS, age: AGE_BANDS }[attribute];
  return groupSubjects(grouping, table.subjects.map((it) => ({ ...it, provenance: [] }))).filter(({ subjectIds }) => subjectIds.length > 0)
    .map(({ label, subjectIds }) => [`${attribute} ${label}`, new Set(subjectIds.map((id) => place.get(id) ?? -1))]);
}

function meansOf(run: number, subjects: ReadonlySet<number>): { readonly subjects: number; readonly mean: number; readonly organs: readonly string[] } {
  const dice = table.columns.get('dice') ?? new Float64Array(0);
  const values = table.organs.map((_, organ) => [...table.rows.case.keys()].filter((row) => table.rows.run[row] === run && table.rows.organ[row] === organ && subjects.has(table.cases[table.rows.case[row]].subject)).map((row) => dice[row]).filter((it) => !Number.isNaN(it)));
  const told = values.map((it) => describe(it, { level: 0.95, failureTail: false }));
  const mean = values.flat().reduce((a, b) => a + b, 0) / Math.max(1, values.flat().length);
  return { subjects: Math.max(0, ...values.map((it) => it.length)), mean, organs: told.map(({ mean: it, n }) => (it.state === 'done' ? `${it.value.value.toFixed(3)}${it.value.low == null || it.value.high == null || n < 10 ? '' : ` [${Number(it.value.low).toFixed(3)}, ${Number(it.value.high).toFixed(3)}]`}` : '–')) };
}
