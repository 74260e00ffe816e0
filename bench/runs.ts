/**
 * `npx tsx bench/runs.ts [--cases N] [--rounds N]`: how many cases a minute a run over a small cohort does in Chromium
 * with one worker and with two, by turns (aim: 1.8 times as many). Both are given one thread a worker, so that it is
 * workers that are compared; one worker with all the threads that the processor has is measured beside them. The first
 * cases of each run are left out: they pay for the start. Writing, measuring and the page itself go on meanwhile, as for a user.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { bringIn, startRun, storedCases } from '../e2e/support/cohortRun.ts';
import { writeSmallCohort } from '../e2e/support/smallCohort.ts';
import { buildWhenStale } from '../tools/house/build.mjs';
import { openChromium } from '../tools/house/builtPage.ts';
import { CHROMIUM_FLAGS } from '../tools/house/chromium.mjs';
import { listen, makeServer } from '../tools/house/serve.mjs';
import { printTable, readOptions } from '../tools/verify/report.ts';

const options = readOptions();
const cases = options.number('cases', 24);
const rounds = options.number('rounds', 3);
/** Left out at the start of each run. */
const WARM_UP = 4;

buildWhenStale();
const server = makeServer();
const address = `http://localhost:${await listen(server, 5329)}/#/data?device=wasm`;
const folder = join(mkdtempSync(join(tmpdir(), 'isodice-')), 'Totalsegmentator');
writeSmallCohort(folder, cases);
const browser = await openChromium([...CHROMIUM_FLAGS.filter((it) => !it.includes('webgpu')), '--disable-features=WebGPU']);

/** The program with its cohort brought in. A page that is not isolated has no shared memory, and so one thread a worker. */
async function openWith(threads: 'one' | 'all'): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  if (threads === 'one') {
    await page.route((url) => url.pathname === '/', async (route) => {
      const response = await route.fetch();
      const { 'cross-origin-opener-policy': _opener, 'cross-origin-embedder-policy': _embedder, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
  }
  await page.goto(address);
  await bringIn(page, folder);
  return page;
}

/** Cases a minute of a run that has not been done before: each seed is one. */
async function rate(page: Page, workers: number, seed: number): Promise<number> {
  const before = new Set((await storedCases(page)).map((it) => it.runId));
  await startRun(page, { 'Cases at a time': workers, Seed: seed });
  await page.locator('[data-testid=run][data-state=done]').nth(before.size).waitFor({ timeout: 600_000 });
  const times = (await storedCases(page)).filter((it) => !before.has(it.runId)).map((it) => Date.parse(it.finishedAt)).sort((a, b) => a - b).slice(WARM_UP);
  return (60_000 * (times.length - 1)) / (times[times.length - 1] - times[0]);
}

const [single, threaded] = [await openWith('one'), await openWith('all')];
const found: Record<'one' | 'two' | 'threads', number[]> = { one: [], two: [], threads: [] };
for (let round = 0; round < rounds; round++) {
  found.one.push(await rate(single, 1, 10 + 2 * round));
  found.two.push(await rate(single, 2, 11 + 2 * round));
  found.threads.push(await rate(threaded, 1, 10 + round));
}
const threadWords = await threaded.getByTestId('run').first().innerText();
await browser.close();
server.close();
rmSync(folder, { recursive: true });

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];
const row = (what: string, values: readonly number[]) => ({ what, 'cases a minute': median(values).toFixed(1), 'each round': values.map((it) => it.toFixed(1)).join(' '), ratio: (median(values) / median(found.one)).toFixed(2) });
printTable([row('1 worker, 1 thread', found.one), row('2 workers, 1 thread each', found.two), row(`1 worker, ${/(\d+) threads? a case/.exec(threadWords)?.[1] ?? '?'} threads`, found.threads)], ['what', 'cases a minute', 'each round', 'ratio']);
console.log(`\n${cpus().length} cores; 2 workers do ${(median(found.two) / median(found.one)).toFixed(2)} times the cases of 1 (aim: 1.8)`);
