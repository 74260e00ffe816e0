/**
 * `npx tsx bench/explore.ts [--subjects N] [--organs N] [--runs N]`: the Explore page in Chromium over own results of
 * 100,000 rows (5,000 subjects × 5 organs × 4 runs; and 100,000 subjects of one organ and run), and over the results that
 * come with IsoDice. For each act: from the input event to the second animation frame after the page says what it says
 * now (median and worst of the repetitions; aim 100 ms), and the tasks of over 50 ms on the main thread meanwhile, as the
 * browser itself reports them (aim: none). Then how long the audit of the bundled cohort takes its worker (aim 2 s).
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { formatResultTable } from '../src/core/cohort/results/savedTable.ts';
import { plantedTable } from '../src/core/evaluation/plantedTable.ts';
import { buildWhenStale } from '../tools/house/build.mjs';
import { openChromium } from '../tools/house/builtPage.ts';
import { listen, makeServer } from '../tools/house/serve.mjs';
import { printTable, readOptions } from '../tools/verify/report.ts';

declare global {
  interface Window {
    tasksMs: number[];
    /** From the last input event to the second frame after the watched text changed; null while it has not. */
    paintedMs: number | null;
    watch(selector: string): void;
  }
}

const options = readOptions();
const REPEATS = 5;
/** Long enough for what an act draws after its first picture, short enough that the audit of a large table is still under way. */
const REST_MS = 700;

buildWhenStale();
const server = makeServer();
const site = `http://localhost:${await listen(server, 5331)}/`;
const browser = await openChromium();
const rows: { results: string; act: string; 'painted ms, median': string; 'longest task ms': string; 'tasks over 50 ms': number }[] = [];

/** A page that gathers long tasks and can time from an input event to what is painted. */
async function freshPage(): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.addInitScript(() => {
    window.tasksMs = [];
    window.paintedMs = null;
    let inputAt = 0;
    new PerformanceObserver((list) => { for (const it of list.getEntries()) window.tasksMs.push(it.duration); }).observe({ type: 'longtask', buffered: true });
    for (const kind of ['click', 'keydown']) addEventListener(kind, (event) => { inputAt = event.timeStamp; }, { capture: true });
    window.watch = (selector) => {
      window.paintedMs = null;
      window.tasksMs = [];
      const watched = document.querySelector(selector);
      if (!watched) throw new Error(`${selector} is not on the page`);
      const before = watched.textContent;
      const observer = new MutationObserver(() => {
        if (watched.textContent === before) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => { window.paintedMs = performance.now() - inputAt; }));
      });
      observer.observe(watched, { subtree: true, childList: true, characterData: true });
    };
  });
  return page;
}

const WHO = '[aria-label="Who is in the data"]';
const audited = (page: Page) => page.locator('[data-testid=words][data-state=done]').waitFor({ timeout: 600_000 });

async function measure(page: Page, results: string, act: string, prepare: () => Promise<void>, input: () => Promise<void>, undo: () => Promise<void>): Promise<void> {
  const times: number[] = [], tasks: number[] = [];
  for (let n = 0; n < REPEATS; n++) {
    await prepare();
    await page.evaluate((it) => window.watch(it), WHO);
    await input();
    await page.waitForFunction(() => window.paintedMs !== null, undefined, { timeout: 120_000 });
    times.push(await page.evaluate(() => window.paintedMs ?? Number.NaN));
    await page.waitForTimeout(REST_MS);
    tasks.push(...await page.evaluate(() => window.tasksMs));
    await undo();
    await page.waitForTimeout(REST_MS);
  }
  const sorted = times.toSorted((a, b) => a - b);
  addTasks(results, act, `${sorted[REPEATS >> 1].toFixed(0)} (worst ${sorted[REPEATS - 1].toFixed(0)})`, tasks);
}

async function acts(page: Page, results: string): Promise<void> {
  const nothing = async (): Promise<void> => undefined;
  const chip = page.getByRole('button', { name: 'Remove the filter sex: female' });
  const address = page.url();
  const filtered = `${address}${address.includes('?') ? '&' : '?'}filters=${encodeURIComponent('[{"kind":"values","column":"sex","values":["female"]}]')}`;
  /** Until the page is of the filtered subjects, or of all. */
  const isFiltered = (wanted: boolean) => page.waitForFunction(([selector, it]) => document.querySelector(selector)?.textContent.includes(' of ') === it, [WHO, wanted] as const);
  const to = async (url: string): Promise<void> => {
    await page.evaluate((it) => { location.href = it; }, url);
    await isFiltered(url === filtered);
    await page.waitForTimeout(REST_MS);
  };
  await measure(page, results, 'a filter taken away', () => to(filtered), () => chip.click(), nothing);
  const attribute = page.getByRole('combobox', { name: 'Attribute', exact: true });
  const choose = (name: string) => async (): Promise<void> => page.getByRole('option', { name, exact: true }).click();
  await measure(page, results, 'another attribute', () => attribute.click(), choose('sex'), async () => { await attribute.click(); await choose('BMI')(); });
  await measure(page, results, 'a filter added', async () => {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('combobox', { name: 'Keep subjects by' }).click();
    await choose('sex')();
    await page.getByRole('combobox', { name: 'Values of sex' }).click();
    await choose('female')();
  }, () => page.getByRole('button', { name: 'Keep these', exact: true }).press('Enter'), async () => { await chip.click(); await isFiltered(false); });
}

function addTasks(results: string, act: string, painted: string, tasks: readonly number[]): void {
  process.stderr.write(`${results}: ${act} ${painted} ${tasks.map((it) => it.toFixed(0)).join(' ')}\n`);
  rows.push({ results, act, 'painted ms, median': painted, 'longest task ms': tasks.length === 0 ? 'none over 50' : Math.max(...tasks).toFixed(0), 'tasks over 50 ms': tasks.length });
}

const bundled = await freshPage();
await bundled.goto(`${site}#/explore`);
await audited(bundled);
addTasks('bundled', 'the program starts', '', await bundled.evaluate(() => window.tasksMs));
await acts(bundled, 'bundled');
const auditMs = await bundled.evaluate(async () => {
  const words = document.querySelector('[data-testid=words]');
  if (!words) throw new Error('no words');
  const times: number[] = [];
  for (const seed of [11, 12, 13]) {
    const startedAt = performance.now();
    location.href = location.href.replace(/[&?]seed=\d+/, '').replace(/$/, `${location.href.includes('?') ? '&' : '?'}seed=${seed}`);
    while (words.getAttribute('data-state') !== 'done' || words.textContent.includes(`seed ${seed}.`) === false) await new Promise((settle) => { setTimeout(settle, 10); });
    times.push(performance.now() - startedAt);
  }
  return times;
});
console.log(`the whole audit of the bundled cohort by default, from the address to the words: ${auditMs.map((it) => `${(it / 1000).toFixed(2)} s`).join(', ')} (aim 2 s)`);
await bundled.close();

const folder = mkdtempSync(join(tmpdir(), 'isodice-explore-'));
const size = (name: string, fallback: number): number => options.number(name, fallback);
const ORGANS = ['liver', 'spleen', 'kidney_left', 'kidney_right', 'aorta'], RUNS = ['balanced', 'unbalanced', 'third', 'fourth'];
for (const [subjects, organs, runs] of [[size('subjects', 5000), size('organs', 5), size('runs', 4)], [100_000, 1, 1]]) {
  const name = `${subjects.toLocaleString('en')} subjects × ${organs} × ${runs}`;
  const file = join(folder, `${subjects}.json`);
  writeFileSync(file, formatResultTable({ ...plantedTable({ subjects, organs: ORGANS.slice(0, organs), runs: RUNS.slice(0, runs) }), name }));
  const page = await freshPage();
  await page.goto(`${site}#/data`);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await (await choosing).setFiles(file);
  await page.getByRole('button', { name: 'Open these results' }).click({ timeout: 120_000 });
  await page.getByRole('navigation', { name: 'Cohorts and results' }).getByRole('button', { name: new RegExp(`rows, ${runs}`) }).waitFor({ timeout: 120_000 });
  const startedAt = performance.now();
  await page.evaluate(() => { window.tasksMs = []; });
  await page.getByRole('link', { name: 'Explore', exact: true }).click();
  await page.locator(WHO).waitFor({ timeout: 120_000 });
  const openedMs = performance.now() - startedAt;
  await page.waitForTimeout(REST_MS);
  addTasks(name, 'opening Explore', openedMs.toFixed(0), await page.evaluate(() => window.tasksMs));
  await acts(page, name);
  await page.evaluate(() => { window.tasksMs = []; });
  await audited(page);
  await page.waitForTimeout(REST_MS);
  addTasks(name, 'the audit is shown', '', await page.evaluate(() => window.tasksMs));
  await page.close();
}

printTable(rows, ['results', 'act', 'painted ms, median', 'longest task ms', 'tasks over 50 ms']);
await browser.close();
server.close();
