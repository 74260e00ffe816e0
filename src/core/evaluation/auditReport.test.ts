import { expect, test } from 'vitest';
import { auditReport } from '#core/evaluation/auditReport.ts';
import { auditWords } from '#core/evaluation/auditWords.ts';
import { exploreRecipe, type ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import { focusView } from '#core/evaluation/exploreViews.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { parseRecipe } from '#core/evaluation/recipe.ts';
import { auditTable } from '#core/evaluation/tableAudit.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import type { Result } from '#core/faults.ts';

const value = <T>(result: Result<T>): T => {
  if (result.state === 'failed') throw new Error(`${result.fault.code} ${result.fault.where ?? ''}`);
  return result.value;
};
const FOCUS = { organ: 'liver', run: 'unbalanced' };

async function reported(table: ResultTable, selection: ExploreSelection, svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>t</title></svg>') {
  const index = makeTableIndex(table);
  const recipe = value(exploreRecipe(index, { permutations: 200, modality: 'together', ...selection }));
  const audit = value(await auditTable(index, recipe));
  const html = auditReport(audit, { tableName: table.name, notice: table.notice, focus: FOCUS, view: value(focusView(index, recipe, FOCUS)), runs: table.runs, figures: [{ title: 'How the groups lie', svg }], program: '0.1.0', date: '2026-11-26' });
  return { html, audit, recipe };
}

test('the words say what was planted, with n, interval, method and what adjustment leaves', async () => {
  const { audit } = await reported(plantedTable({ subjects: 600 }), { attribute: 'bmi', cuts: [30], adjust: ['age', 'site'] });
  const { headline, sentences, method } = auditWords(audit, FOCUS);
  expect(headline).toMatch(/^Lowest: ≥ 30, n \d+, mean [.]\d{3} \[[.]\d{3}, [.]\d{3}\][.]$/);
  const told = sentences.join(' ');
  expect(told).toMatch(/Gap of ≥ 30 to < 30: −[.]0[6-9]\d \[−[.]\d{3}, −[.]\d{3}\] [(]Welch t, p < [.]001 corrected over \d+[)]/);
  expect(told).toMatch(/After age and site: −[.]0[6-9]\d/);
  expect(told).toContain('Within the metric floor: no');
  expect(method).toContain('seed 1');
  expect(method).toContain('Holm');
});

test('the report is whole: figures, tables, n, methods, limitations, references and a recipe that runs again', async () => {
  const { html, recipe } = await reported(plantedTable(), { attribute: 'sex', adjust: ['age'] });
  for (const part of ['<svg', 'How the groups lie', 'Who is in the data', 'Gaps to the reference group', 'Limitations', 'Welch BL', 'Synthetic subjects with planted answers.', 'Research use only']) expect(html).toContain(part);
  expect(html).not.toMatch(/NaN|undefined|Infinity|<script|https?:\/\/(?!www[.]w3[.]org)/);
  const kept = /<pre id="recipe">([^]*?)<\/pre>/.exec(html)?.[1].replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&') ?? '';
  expect(value(parseRecipe(kept))).toEqual(recipe);
});

test('runs go by the names of their models and prompts, and by their ids where they are told apart', async () => {
  const table = plantedTable({ subjects: 90 });
  const { html } = await reported({ ...table, runs: table.runs.map((run) => ({ ...run, model: { ...run.model, name: `net ${run.id}` }, protocol: { id: 'box', label: 'box' } })) }, { attribute: 'sex' });
  for (const name of ['About liver by net unbalanced · box.', '<td>net unbalanced · box</td>', '<td>net balanced · box − net unbalanced · box</td>', 'unbalanced (net unbalanced, box;']) expect(html).toContain(name);
  expect(html).not.toContain('<td>unbalanced</td>');
});

test('group names of HTML and formulas stay text, and what is no SVG is left out', async () => {
  const table = plantedTable({ subjects: 90 });
  const names = ['<img src=x onerror=alert(1)>', '=HYPERLINK("http://x")', '"><svg onload=alert(1)>'];
  const hostile = { ...table, name: '<b>table</b>', subjects: table.subjects.map((it, n) => ({ ...it, covariates: { ...it.covariates, site: { kind: 'category' as const, value: names[n % 3] } } })) };
  const { html } = await reported(hostile, { attribute: 'site' }, '<img src=x onerror=alert(2)>');
  expect(html).not.toMatch(/<img|<svg|<b>table/);
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

test('where nothing can be compared the words say why', async () => {
  const table = plantedTable({ subjects: 40 });
  const one = { ...table, subjects: table.subjects.map((it) => ({ ...it, covariates: { ...it.covariates, site: { kind: 'category' as const, value: 'A' } } })) };
  const { audit, html } = await reported(one, { attribute: 'site' });
  expect(auditWords(audit, FOCUS).headline).toMatch(/No groups of site can be compared[.] There is only one group/);
  expect(html).not.toMatch(/NaN/);
});
