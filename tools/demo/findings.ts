/**
 * npm run demo:findings [-- --cohort DIR] [--write]
 * What the bundled cohort shows, in Markdown, by the product's own audit: every model, attribute and group, none chosen
 * for its effect. --write puts it between the markers of README.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import { COHORT_SIZE } from '#demo/cohort.ts';
import { readOptions } from '../verify/report.ts';
import { between, findings } from './findingsText.ts';
import { readBundle } from './readBundle.ts';

const options = readOptions();
const { index, table } = readBundle(options.text('cohort') ?? fileURLToPath(new URL('../../public/cohort', import.meta.url)));
const done = index.runs.map(({ id, casesDone, casesAsked }) => `${id} ${casesDone} of ${casesAsked}`).join(', ');
const text = `${table.subjects.length} of ${COHORT_SIZE} subjects are evaluated (${done}).\n\n${await findings(makeTableIndex(table))}`;
console.log(text);
if (options.has('write')) {
  const readme = fileURLToPath(new URL('../../README.md', import.meta.url));
  writeFileSync(readme, between(readFileSync(readme, 'utf8'), text));
}
