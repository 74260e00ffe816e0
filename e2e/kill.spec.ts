import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { makeRandom } from '../src/core/num/random.ts';
import { bringIn, startRun, storedCases } from './support/cohortRun.ts';
import type { KillableBrowser } from './support/killable.ts';
import { openKillable } from './support/killable.ts';
import { writeSmallCohort } from './support/smallCohort.ts';

/** KILLS=20, over 40 cases, is the full test, of some minutes. */
const KILLS = Number(process.env['KILLS'] ?? 4);
const CASES = Math.max(16, 2 * KILLS);
const SEED = Number(process.env['KILL_SEED'] ?? 1);
const MOST_DELAY_MS = 700;

let open: KillableBrowser | null = null;
test.afterEach(async () => { await open?.kill(); });

/** Waits until so many cases are done; a run that died before it was under way is resumed by hand, as its user would. */
async function doneAtLeast(page: Page, count: number): Promise<void> {
  const run = page.getByTestId('run');
  await expect(run).toBeVisible();
  await expect(async () => {
    // A run that was just begun waits for a moment too, and then its button goes before it can be pressed: looked at again.
    if (['waiting', 'paused'].includes(await run.getAttribute('data-state') ?? '')) await run.getByRole('button', { name: /^(Start|Resume)$/ }).click({ timeout: 1000 });
  }).toPass();
  await expect.poll(async () => Number(await run.getAttribute('data-done')), { intervals: [20], timeout: 120_000 }).toBeGreaterThanOrEqual(count);
}

test(`a browser killed ${KILLS} times in a run of ${CASES} cases has every case once, with the numbers of a run that nothing disturbed`, async ({ baseURL }, testInfo) => {
  test.skip(testInfo.project.name !== 'wasm', 'is the same on every device, and starts its own browser');
  testInfo.setTimeout(120_000 + KILLS * 40_000);
  const random = makeRandom(SEED);
  const folder = testInfo.outputPath('Totalsegmentator');
  const ids = writeSmallCohort(folder, CASES);
  const profile = testInfo.outputPath('profile');
  const moments = Array.from({ length: KILLS }, () => random.integer(CASES - 2)).sort((a, b) => a - b);
  const atKill: number[] = [];
  /** When each case was finished that was seen on the disk: a case that is run again has another time. */
  const durable = new Map<string, string>();

  for (const [n, moment] of moments.entries()) {
    const browser = open = await openKillable(profile, `${baseURL}#/${n === 0 ? 'data' : 'runs'}?device=wasm`);
    if (n === 0) {
      await bringIn(browser.page, folder);
      await startRun(browser.page);
      await expect(browser.page.getByTestId('run')).toBeVisible();
    }
    await doneAtLeast(browser.page, moment);
    await browser.page.waitForTimeout(random.uniform(0, MOST_DELAY_MS));
    const before = new Map((await storedCases(browser.page)).map((it) => [it.caseId, it.finishedAt]));
    for (const [id, finishedAt] of durable) expect(before.get(id), `${id} after kill ${n}`).toBe(finishedAt);
    for (const [id, finishedAt] of before) durable.set(id, finishedAt);
    atKill.push(before.size);
    await browser.kill();
    open = null;
  }
  open = await openKillable(profile, `${baseURL}#/runs?device=wasm`);
  const { page } = open;
  await doneAtLeast(page, CASES);
  await expect(page.getByTestId('run')).toHaveAttribute('data-state', 'done');
  const disturbed = await storedCases(page);
  expect(disturbed.map((it) => it.caseId)).toEqual(ids);
  expect(disturbed.filter((it) => it.fault !== null)).toEqual([]);
  for (const [id, finishedAt] of durable) expect(disturbed.find((it) => it.caseId === id)?.finishedAt, id).toBe(finishedAt);

  // Another seed is another run; without jitter it prompts the same.
  await page.getByRole('combobox', { name: 'Cohort' }).click();
  await page.getByRole('option').first().click();
  await startRun(page, { Seed: 2 });
  await expect(page.locator('[data-testid=run][data-state=done]')).toHaveCount(2, { timeout: 120_000 });
  const calm = (await storedCases(page)).filter((it) => it.runId !== disturbed[0].runId);
  expect(calm.map(({ caseId, dice }) => ({ caseId, dice }))).toEqual(disturbed.map(({ caseId, dice }) => ({ caseId, dice })));
  expect(Math.min(...calm.flatMap((it) => it.dice))).toBeGreaterThan(0);
  console.log(`killed with ${atKill.join(', ')} of ${CASES} cases done (seed ${SEED})`);
});
