import type { Audit } from '#core/evaluation/auditCohort.ts';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { auditWords, correctionName } from '#core/evaluation/auditWords.ts';
import type { Focus, FocusView } from '#core/evaluation/exploreViews.ts';
import { metricInfo, pText } from '#core/evaluation/figureText.ts';
import { runName } from '#core/evaluation/runName.ts';
import { rangeText, valueText, warningText } from '#core/evaluation/rowText.ts';
import { citationsOf, limitationsOf } from '#core/evaluation/reportTexts.ts';
import { formatRecipe } from '#core/evaluation/recipe.ts';
import type { RunFacts } from '#core/cohort/resultTable.ts';

export interface ReportFigure {
  /** A sentence about what the figure shows. */
  readonly title: string;
  /** An SVG element as text, drawn by this program; a string that is no SVG is left out. */
  readonly svg: string;
}

export interface ReportFacts {
  readonly tableName: string;
  readonly notice: string | null;
  readonly focus: Focus;
  readonly view: FocusView;
  readonly runs: readonly RunFacts[];
  readonly figures: readonly ReportFigure[];
  readonly program: string;
  /** As people write it, such as 2026-11-26. */
  readonly date: string;
}

/**
 * The report of an audit: one HTML file that needs nothing else, for reading and printing. Text from tables (group
 * names, run names) is always text, never markup; the file runs no script and its own policy forbids any.
 */
export function auditReport(audit: Audit, facts: ReportFacts): string {
  const { recipe } = audit;
  const [grouping] = recipe.groupings;
  const metric = metricInfo(recipe.metric.name).label;
  const words = auditWords(audit, facts.focus);
  const title = `${metric} by ${grouping.attribute}: ${facts.tableName}`;
  const modalities = audit.rows.filter((row) => row.kind === 'modality');
  const flags = [...new Set(audit.flags.map((flag) => flag.text))];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${text(title)}</title><style>${STYLE}</style></head><body>
<header><h1>${text(title)}</h1>
<p class="small">IsoDice ${text(facts.program)}, ${text(facts.date)}. Research use only, not a medical device.</p>
${facts.notice === null ? '' : `<p class="notice" role="note">${text(facts.notice)}</p>`}</header>
<main>
<section><h2>In words</h2><p><b>${text(words.headline)}</b></p>${words.sentences.map((it) => `<p>${text(it)}</p>`).join('')}
<p class="small">About ${text(facts.focus.organ)} by ${text(runName(facts.runs, facts.focus.run))}. ${text(words.method)}</p></section>
<section><h2>Who is in the data</h2>${whoTable(facts)}</section>
${facts.figures.filter(({ svg }) => /^\s*<svg[\s>]/.test(svg)).map(({ title: caption, svg }) => `<figure>${svg}<figcaption>${text(caption)}</figcaption></figure>`).join('\n')}
<section><h2>Groups</h2>${rowsTable(audit.rows.filter((row) => row.kind === 'description'), recipe.metric.name, facts.runs)}</section>
<section><h2>Gaps to the reference group</h2>${rowsTable(audit.rows.filter((row) => row.kind === 'gap'), recipe.metric.name, facts.runs)}</section>
<section><h2>Tests over all groups and fairness indices</h2>${rowsTable(audit.rows.filter((row) => row.kind === 'omnibus' || row.kind === 'index' || row.kind === 'continuous'), recipe.metric.name, facts.runs)}</section>
<section><h2>Between models</h2>${rowsTable(audit.rows.filter((row) => row.kind === 'models'), recipe.metric.name, facts.runs)}</section>
${modalities.length === 0 ? '' : `<section><h2>Between modalities</h2>${rowsTable(modalities, recipe.metric.name, facts.runs)}</section>
`}<section><h2>How the groups differ otherwise</h2>${rowsTable(audit.rows.filter((row) => row.kind === 'balance'), recipe.metric.name, facts.runs)}</section>
<section><h2>Before you trust this</h2><ul>${flags.map((it) => `<li>${text(it)}</li>`).join('')}</ul></section>
<section><h2>Methods</h2>${methods(audit, facts).map((it) => `<p>${text(it)}</p>`).join('')}</section>
<section><h2>Limitations</h2><ul>${limitationsOf(audit, facts.notice).map((it) => `<li>${text(it)}</li>`).join('')}</ul></section>
<section><h2>References</h2><ul>${citationsOf(audit).map((it) => `<li>${text(it)}</li>`).join('')}</ul></section>
<section><h2>Recipe</h2><p class="small">The same recipe on the same table gives the same numbers.</p><pre id="recipe">${text(formatRecipe(recipe))}</pre></section>
</main></body></html>
`;
}

function whoTable({ view }: ReportFacts): string {
  const rows = view.groups.map(({ label, subjects, values, missing, failure }) => [label, String(subjects), String(values.length), String(missing), failure ? String(failure.events) : '–']);
  const missing = view.missingBy.map(({ reason, subjects }) => `${subjects} ${reason}`).join(', ');
  return `${table(['Group', 'Subjects', 'With a value', 'Without', 'Failures'], rows)}<p class="small">${view.subjects} of ${view.before} subjects pass the filters.${missing === '' ? '' : ` Attribute missing in the whole table: ${text(missing)}.`}</p>`;
}

function rowsTable(rows: readonly AuditRow[], metric: string, runs: readonly RunFacts[]): string {
  if (rows.length === 0) return '<p class="small">None.</p>';
  const isBalance = rows[0].kind === 'balance';
  return table(
    [isBalance ? 'Covariate' : 'Organ', ...(isBalance ? [] : ['Run']), 'Group', 'What', 'n', 'Estimate', 'Interval', 'p', 'p corrected', 'Adjusted for', 'Method'],
    rows.map((row) => [
      isBalance ? row.metric : row.organ, ...(isBalance ? [] : [row.model.split(' − ').map((id) => runName(runs, id)).join(' − ')]), row.reference === null ? row.group : `${row.group} − ${row.reference}`, row.quantity,
      row.nReference === null ? String(row.n) : `${row.n}, ${row.nReference}`, row.fault ? row.fault.reason : valueText(row, row.estimate ?? row.statistic, metric), rangeText(row, metric),
      pText(row.p), row.pCorrected === null ? '' : `${pText(row.pCorrected)} (${row.familySize ?? 1})`, row.adjustedFor.join(', '), [row.method, row.note, warningText(row)].filter(Boolean).join('; '),
    ]),
  );
}

function methods({ recipe, families, subjects }: Audit, { runs, program }: ReportFacts): string[] {
  const adjustment = recipe.adjustment?.covariates ?? [];
  const used = runs.filter(({ id }) => recipe.models?.includes(id) !== false);
  return [
    `${subjects} subjects; the subject is the unit, one with several cases counts once with their mean. ${recipe.data.layout === 'results' ? `Modality: ${recipe.data.modality}. Filters: ${recipe.data.filters.length === 0 ? 'none' : JSON.stringify(recipe.data.filters)}.` : ''}`,
    `Groups by ${recipe.groupings.map((it) => `${it.attribute}${it.kind === 'cut' ? ` at ${it.cuts.join(', ')} (a value on a cut-off belongs above)` : ''}`).join('; ')}. Subjects without the attribute are shown and take part in no comparison.`,
    `${metricInfo(recipe.metric.name).label}${recipe.metric.failureBelow === undefined ? '' : `; failure: ${recipe.metric.higherIsBetter ? 'below' : 'above'} ${recipe.metric.failureBelow}`}. Adjusted for ${adjustment.length === 0 ? 'nothing' : adjustment.join(', ')}${recipe.adjustment?.mediator ? `, and beside that for ${recipe.adjustment.mediator} as a mediator` : ''} (${recipe.adjustment?.errors ?? 'HC3'} errors).`,
    `Correction: ${correctionName(recipe.correction)} within each family: ${families.map(({ name, size }) => `${name} (${size})`).join(', ')}. ${recipe.permutations} permutations, ${recipe.replicates} bootstrap replicates, seed ${recipe.seed}, ${Math.round(100 * recipe.level)} % intervals.`,
    `Runs: ${used.map((run) => `${run.id} (${run.model.name}, ${run.protocol.label}; ${run.device}, onnxruntime ${run.onnxruntime}, program ${run.program}, seed ${run.seed}; model SHA-256 ${run.model.sha256.map((it) => it.slice(0, 16)).join(' ')})`).join('; ')}. Statistics: IsoDice ${program}.`,
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<div class="wide"><table><thead><tr>${head.map((it) => `<th scope="col">${text(it)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that stays text in HTML, in content and in attributes. */
export function text(value: string): string {
  return value.replace(/[&<>"']/g, (it) => ENTITIES[it] ?? it);
}

const STYLE = 'body{font:15px/1.5 system-ui,sans-serif;color:#16181d;background:#fff;max-width:70rem;margin:2rem auto;padding:0 1rem;font-variant-numeric:tabular-nums}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}.small,figcaption{font-size:.85rem;color:#4a515b}.notice{border-left:4px solid #b7791f;padding:.4rem .8rem;background:#fff8e6}table{border-collapse:collapse;font-size:.8rem;width:100%}th,td{text-align:left;padding:.2rem .5rem;border-bottom:1px solid #d5d7dc;vertical-align:top}.wide{overflow-x:auto}figure{margin:1.5rem 0;break-inside:avoid}svg{max-width:100%;height:auto}pre{font-size:.75rem;white-space:pre-wrap;background:#f4f5f7;padding:1rem}tr{break-inside:avoid}@media print{body{margin:0;max-width:none}}';
