import { unwrap } from '#core/faults.ts';
import { AGE_BANDS, bandLabels, WHO_BMI_BANDS } from '#core/cohort/grouping.ts';
import { columnValues, type AuditRow } from '#core/evaluation/auditRows.ts';
import { exploreGrouping, exploreRecipe, wholeRuns } from '#core/evaluation/exploreRecipe.ts';
import { estimateText, figure, interval, pText } from '#core/evaluation/figureText.ts';
import { makeRecipe, type Recipe, type RecipeGrouping, type TestName } from '#core/evaluation/recipe.ts';
import { auditTable, tableAuditData } from '#core/evaluation/tableAudit.ts';
import type { TableIndex } from '#core/evaluation/tableIndex.ts';
import { meanInterval } from '#core/statistics/meanInterval.ts';
import { markdown, type Modality } from './markdown.ts';
import { robustness } from './robustnessText.ts';

const MODALITIES: readonly Modality[] = ['CT', 'MR'];
const ATTRIBUTES = ['bmi', 'sex', 'age'];
/** The same references in both modalities, where the Explore page takes the largest group. */
const REFERENCES: Readonly<Record<string, string>> = { bmi: bandLabels(WHO_BMI_BANDS)[1], sex: 'female', age: bandLabels(AGE_BANDS)[2] };
const TWINS = ['iso-net/none', 'iso-net-balanced/none'] as const;
/** The twin's training lacked people of this BMI and above (src/demo/cohort.ts). */
const OBESE = 30;
const BEGIN = '<!-- findings: written by npm run demo:findings -- --write -->';
const END = '<!-- end of findings -->';

/** Everything that the table shows, as Markdown; what no run is there for is said in its place. */
export async function findings(index: TableIndex): Promise<string> {
  const parts: string[] = [];
  for (const modality of MODALITIES) {
    if (!index.table.cases.some((it) => it.modality === modality)) parts.push(`### ${modality}\n\nNo subject of this modality is evaluated yet.`);
    else parts.push(`### ${modality}: mean Dice by organ\n\n${means(index, modality)}`, `### ${modality}: gaps between groups\n\n${await gaps(index, modality)}`, `### ${modality}: the twin trained on a balanced cohort\n\n${await twins(index, modality)}`, `### ${modality}: robustness\n\n${robustness(index, modality)}`);
  }
  return parts.join('\n\n');
}

/** The text with what stands between the markers replaced. Throws where the markers are missing. */
export function between(readme: string, text: string): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md needs the lines "${BEGIN}" and "${END}"`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${readme.slice(end)}`;
}

function recipeOf(index: TableIndex, modality: Modality, groupings: readonly RecipeGrouping[], more: { readonly adjust?: readonly string[]; readonly runs?: readonly string[]; readonly tests: readonly TestName[] }): Recipe {
  const base = unwrap(exploreRecipe(index, { modality, adjust: more.adjust, runs: more.runs }));
  return unwrap(makeRecipe({ ...base, groupings: [...groupings], tests: [...more.tests] }));
}

function means(index: TableIndex, modality: Modality): string {
  const runs = wholeRuns(index);
  const data = unwrap(tableAuditData(index, recipeOf(index, modality, [exploreGrouping(index, 'sex')], { tests: [] })));
  const cell = (organ: string, run: string): string => {
    const place = data.columns.findIndex((it) => it.organ === organ && it.model === run);
    const values = columnValues(data, place).filter((value) => !Number.isNaN(value));
    const mean = meanInterval(values);
    return mean.state === 'failed' ? `– (${values.length})` : `${estimateText(mean.value, 'dice')} (${values.length})`;
  };
  const organs = index.table.organs.map((organ) => [organ.replaceAll('_', ' '), ...runs.map((run) => cell(organ, run))]);
  return `${markdown(['organ', ...runs], organs)}\n\nMean, 95 % t interval and, in brackets, the subjects with a value; a run that failed has none. Intervals are too narrow where a run fails now and then.`;
}

/** Organs pooled; raw, adjusted for site alone (it confounds age by design), and for all that is known. */
async function gaps(index: TableIndex, modality: Modality): Promise<string> {
  const groupings = ATTRIBUTES.filter((it) => index.covariates.has(it)).map((it) => exploreGrouping(index, it, { reference: REFERENCES[it] }));
  const known = [...ATTRIBUTES, 'site'].filter((it) => index.covariates.has(it));
  const audits = await Promise.all([[], known.filter((it) => it === 'site'), known].map(async (adjust) =>
    unwrap(await auditTable(index, recipeOf(index, modality, groupings, { adjust, tests: ['mixed'] }))).rows.filter(({ organ, kind }) => organ === 'all' && kind === 'gap')));
  const [raw, bySite, full] = audits;
  const rows = raw.flatMap((row, k) => (row.n === 0 ? [] : [[row.model, row.attribute, `${row.group} − ${row.reference ?? ''}`, gapText(row), gapText(bySite[k]), gapText(full[k]), ...bothP(full[k])]]));
  return `${markdown(['run', 'attribute', 'groups', 'gap', 'adjusted for site', 'adjusted for all', 'p', 'corrected'], rows)}\n\nGaps of Dice over all organs with 95 % intervals, in brackets the scores of both groups (one for each organ of a subject); groups that nobody is in are left out. Mixed model with a random intercept for the subject and the organ as a fixed effect. "All" is ${known.join(', ')}, less the attribute itself. p is of the last gap, with Holm's correction over ${full[0]?.familySize ?? 0} tests. Site decides the scanner and is older in some places than in others: a gap of age that shrinks on adjustment was the site's.`;
}

/** Is the gap of those whom training lacked larger than that of the twin whose training did not, on the same subjects? */
async function twins(index: TableIndex, modality: Modality): Promise<string> {
  const missing = TWINS.filter((id) => !index.table.runs.some((run) => run.id === id));
  if (missing.length > 0) return `Not evaluated yet: ${missing.join(', ')}.`;
  const grouping = exploreGrouping(index, 'bmi', { cuts: [OBESE] });
  const { rows } = unwrap(await auditTable(index, recipeOf(index, modality, [grouping], { runs: TWINS, tests: ['welch', 'model-difference'] })));
  const differences = rows.filter((row) => row.quantity === 'difference of gaps');
  const own = (run: string, { organ, group }: AuditRow): string => {
    const row = rows.find((it) => it.kind === 'gap' && it.quantity === 'mean gap' && it.method.startsWith('Welch') && it.model === run && it.organ === organ && it.group === group);
    return row === undefined ? '–' : gapText(row);
  };
  const shown = differences.map((row) => {
    // The audit subtracts in its own order of runs; the table always shows unbalanced − balanced.
    const sign = row.model.startsWith(`${TWINS[0]} `) ? 1 : -1;
    const turned = sign === 1 ? row : { ...row, estimate: row.estimate === null ? null : -row.estimate, low: row.high === null ? null : -row.high, high: row.low === null ? null : -row.low };
    return [row.organ.replaceAll('_', ' '), `${row.group} − ${row.reference ?? ''}`, own(TWINS[0], row), own(TWINS[1], row), gapText(turned), ...bothP(row)];
  });
  const [first] = differences;
  return `${markdown(['organ', 'BMI', `gap of ${TWINS[0]}`, `gap of ${TWINS[1]}`, 'difference of gaps', 'p', 'corrected'], shown)}\n\nUnadjusted gaps of Dice, in brackets the subjects of both groups. Differences: ${first?.method ?? ''}; with fewer than ten subjects in a group the bootstrap's interval is too narrow, so go by p. Holm's correction over ${first?.familySize ?? 0} organs. Below 0 the model whose training lacked people of this BMI serves them worse than its twin does.`;
}

function gapText(row: AuditRow): string {
  return row.estimate === null ? `${row.fault?.reason ?? '–'} (${row.n}, ${row.nReference ?? 0})` : `${figure(row.estimate, 'dice')} ${interval(row.low, row.high, 'dice')} (${row.n}, ${row.nReference ?? 0})`;
}

function bothP({ p, pCorrected }: AuditRow): string[] {
  return [p, pCorrected].map((it) => (it === null ? '–' : pText(it).replace(/^p (= )?/, '')));
}
