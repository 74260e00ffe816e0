import { expect, test } from 'vitest';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { makeTableIndex } from '#core/evaluation/tableIndex.ts';
import { between, findings } from './findingsText.ts';
import { markdown } from './markdown.ts';

const named = (table: ResultTable, ids: readonly string[], strengths: readonly number[] = []): ResultTable => ({
  ...table, runs: table.runs.map((run, k) => ({
    ...run, id: ids[k], ...(strengths.length === 0 ? {} : { model: { ...run.model, id: 'm', name: 'm' }, protocol: { id: `clicks-${strengths[k]}`, label: 'clicks', strength: strengths[k] } }),
  })),
});
/** Cells of the first table row that holds every one of the words. */
const cells = (text: string, ...words: string[]): string[] => text.split('\n').find((line) => line.startsWith('|') && words.every((it) => line.includes(it)))?.split('|').map((it) => it.trim()) ?? [];
const first = (cell: string | undefined): number => Number(cell?.split(' ')[0].replace('−', '-'));

test('the planted twin, the planted confounder and what is absent are told as they are', async () => {
  const text = await findings(makeTableIndex(named(plantedTable({ subjects: 800 }), ['iso-net-balanced/none', 'iso-net/none'])));
  // The planted run costs those of 30 and above .08; the twin comes first in the table, so that the sign is turned.
  const twin = cells(text, 'liver', '≥ 30 − &lt; 30');
  expect(first(twin[3])).toBeCloseTo(-0.08, 1);
  expect(first(twin[5])).toBeCloseTo(-0.08, 1);
  expect(first(twin[5]) < -0.06 && twin[7] === '&lt; .001').toBe(true);
  const old = cells(text, 'iso-net-balanced/none', 'age', '≥ 65');
  expect(first(old[4])).toBeLessThan(-0.01);
  expect(Math.abs(first(old[5]))).toBeLessThan(0.01);
  expect(text).toContain('corrective clicks are not evaluated yet');
  expect(text).not.toMatch(/NaN|undefined|null/);
});

test('robustness is the gap of areas; a missing twin and a missing modality are named', async () => {
  const planted = named(plantedTable({ subjects: 600 }), ['m/clicks-1', 'm/clicks-2'], [1, 2]);
  const text = await findings(makeTableIndex({ ...planted, cases: planted.cases.map((it) => ({ ...it, modality: 'CT' as const })) }));
  expect(text).toContain('Not evaluated yet: iso-net/none, iso-net-balanced/none');
  expect(text).toContain('No subject of this modality is evaluated yet');
  // Half of .08: one of the two runs serves them worse.
  expect(first(cells(text, '| clicks |', 'obese')[5])).toBeCloseTo(-0.04, 1);
  expect(first(cells(text, '| clicks |', 'obese')[5])).toBeLessThan(-0.025);
});

test('the markers stay, text between them goes, names cannot become markup', () => {
  const readme = 'a\n<!-- findings: written by npm run demo:findings -- --write -->\nold\n<!-- end of findings -->\nb';
  expect(between(between(readme, 'x'), 'new')).toBe('a\n<!-- findings: written by npm run demo:findings -- --write -->\n\nnew\n\n<!-- end of findings -->\nb');
  expect(() => between('nothing', 'x')).toThrow(/README/);
  expect(markdown(['a'], [['<b>|']]).split('\n')[2]).toBe('| &lt;b>\\| |');
});
