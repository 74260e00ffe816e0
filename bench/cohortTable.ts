/**
 * `npx tsx bench/cohortTable.ts [--rows N]`: the table of a cohort of 100,000 cases in Chromium, opened, scrolled, sorted
 * by a number and by a text and filtered by typing. For each: how long until the rows are there, and the longest task
 * that kept the page from answering meanwhile, as the browser itself reports tasks of over 50 ms (aim: none).
 */
import type { Page } from 'playwright';
import type { Cohort } from '../src/core/cohort/subject.ts';
import { formatCohort } from '../src/core/cohort/savedCohort.ts';
import { makeRandom } from '../src/core/num/random.ts';
import { buildWhenStale } from '../tools/house/build.mjs';
import { openChromium } from '../tools/house/builtPage.ts';
import { listen, makeServer } from '../tools/house/serve.mjs';
import { printTable, readOptions } from '../tools/verify/report.ts';

declare global {
  interface Window { tasksMs: number[] }
}

const count = readOptions().number('rows', 100_000);
const random = makeRandom('cohort table');
const ids = Array.from({ length: count }, (_, n) => `case_${String((n * 7919) % count).padStart(6, '0')}`);
const cohort: Cohort = {
  name: 'Large',
  subjects: ids.map((id, n) => ({
    id, provenance: [{ path: 'meta.csv', row: n + 2 }],
    covariates: {
      sex: { kind: 'category', value: random.pick(['female', 'male']) }, age: { kind: 'number', value: random.integer(90) },
      bmi: random.chance(0.02) ? { kind: 'missing', reason: 'empty' } : { kind: 'number', value: Number(random.clippedNormal(27, 5).toFixed(1)) }, site: { kind: 'category', value: `site ${random.integer(37)}` },
    },
  })),
  cases: ids.map((id) => ({ id, subjectId: id, modality: 'CT', images: [{ path: `${id}/ct.nii.gz` }], references: [{ organ: 'liver', file: { path: `${id}/segmentations/liver.nii.gz` } }] })),
};

buildWhenStale();
const server = makeServer();
const site = `http://localhost:${await listen(server, 5330)}/`;
const browser = await openChromium();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.addInitScript(() => {
  window.tasksMs = [];
  new PerformanceObserver((list) => { for (const it of list.getEntries()) window.tasksMs.push(it.duration); }).observe({ type: 'longtask', buffered: true });
});
await page.goto(`${site}#/data`);
await page.getByRole('button', { name: 'Choose files…' }).waitFor();
await page.evaluate(async ({ text, cases }) => {
  const database = await new Promise<IDBDatabase>((settle) => { const asked = indexedDB.open('isodice'); asked.onsuccess = () => settle(asked.result); });
  const work = database.transaction('cohorts', 'readwrite');
  work.objectStore('cohorts').put({ id: 'large', name: 'Large', layout: 'plain', subjects: cases, cases, savedAt: new Date().toISOString(), text });
  await new Promise((settle) => { work.oncomplete = settle; });
  database.close();
}, { text: formatCohort(cohort), cases: count });

const rows: { what: string; 'until there ms': string; 'longest task ms': string; 'tasks over 50 ms': number }[] = [];
async function measure(what: string, act: () => Promise<void>): Promise<void> {
  await page.evaluate(() => { window.tasksMs = []; });
  const startedAt = performance.now();
  await act();
  const tookMs = performance.now() - startedAt;
  await page.waitForTimeout(300);
  const tasks = await page.evaluate(() => window.tasksMs);
  rows.push({ what, 'until there ms': tookMs.toFixed(0), 'longest task ms': tasks.length === 0 ? 'none over 50' : Math.max(...tasks).toFixed(0), 'tasks over 50 ms': tasks.length });
}

const table = page.getByRole('table', { name: 'Cases and subjects' });
const firstCell = (of: Page, at: number) => of.locator('[role=row][aria-rowindex="2"] [role=cell]').nth(at);
await page.reload();
await page.getByRole('link', { name: /^Large/ }).waitFor();
// The program's own start is no part of this.
await page.waitForTimeout(2000);
await measure('opening', async () => {
  await page.getByRole('link', { name: /^Large/ }).click();
  await page.getByText(`${count.toLocaleString('en')} of ${count.toLocaleString('en')} rows`).waitFor();
  await firstCell(page, 0).filter({ hasText: /case/ }).waitFor();
});
await measure('scrolling by the wheel, 200 turns', async () => {
  await table.hover();
  for (let turn = 0; turn < 200; turn++) await page.mouse.wheel(0, 600);
});
await measure('dragging to the end and back', async () => {
  for (const share of [1, 0.5, 0.25, 0.75, 0]) {
    await table.evaluate((it, to) => { it.scrollTop = it.scrollHeight * to; }, share);
    await page.waitForTimeout(100);
  }
});
const sorted = async (column: string, at: number, expected: RegExp) => {
  await page.getByRole('columnheader', { name: column }).getByRole('button').click();
  await firstCell(page, at).filter({ hasText: expected }).waitFor();
};
await measure('sorting by age', () => sorted('age', 5, /^0$/));
await measure('sorting by case', () => sorted('case', 0, /^case_0+$/));
await measure('filtering by typing "female site 12"', async () => {
  await page.getByRole('textbox', { name: 'Filter rows' }).pressSequentially('female site 12', { delay: 40 });
  await page.waitForFunction(() => document.querySelector('[role=status][aria-busy=false]')?.textContent.startsWith('100,000') === false);
});
printTable(rows, ['what', 'until there ms', 'longest task ms', 'tasks over 50 ms']);
await browser.close();
server.close();
