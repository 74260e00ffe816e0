import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { bringIn, startRun } from './support/cohortRun.ts';
import { writeSmallCohort } from './support/smallCohort.ts';

test.beforeEach(() => { test.skip(test.info().project.name !== 'wasm', 'is the same on every device'); });

const CASES = 4;

/** Runs the cohort outward from the middle slice, opens the table of its cases and gives the row of the worst. */
async function runAndOpenCases(page: Page, folder: string, { masks, everyNth }: { readonly masks: 'kept' | 'dropped'; readonly everyNth: number }) {
  await page.goto('/#/data?device=wasm');
  await bringIn(page, folder);
  await page.getByRole('combobox', { name: 'Slices' }).click();
  await page.getByRole('option', { name: 'outward from the middle one' }).click();
  if (masks === 'dropped') await page.getByLabel('Keep the predicted masks').uncheck();
  await startRun(page, { 'Every n-th slice': everyNth });
  const run = page.getByTestId('run');
  await expect(run).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  await run.getByRole('button', { name: 'Show on all pages' }).click();
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  const rows = page.getByRole('table', { name: 'Cases' }).getByRole('row');
  await expect(rows).toHaveCount(CASES + 1);
  return rows.nth(1);
}

async function difference(page: Page): Promise<number> {
  const shown = page.getByTestId('difference');
  await expect(shown).toBeVisible({ timeout: 120_000 });
  return Math.abs(Number(await shown.getAttribute('value')));
}

test('the worst case of one\'s own propagated run opens with the mask that the run kept, its Dice, the error overlay and the way to the next', async ({ page }, testInfo) => {
  const folder = testInfo.outputPath('Totalsegmentator');
  writeSmallCohort(folder, CASES);
  const worst = await runAndOpenCases(page, folder, { masks: 'kept', everyNth: 1 });
  const caseId = await worst.getByRole('cell').first().innerText();
  await worst.click();
  await expect(page.getByTestId('case-name')).toHaveText(caseId);
  await expect(page.getByText(`1. worst of ${CASES}`)).toBeVisible();
  // The stored mask against the expert's, measured on the screen, is what the run measured.
  expect(await difference(page)).toBeLessThan(1e-12);
  await expect(page.getByText(/Dice by slice, n [1-9]/)).toBeVisible();
  await expect(page.getByTestId('whole-dice')).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath('own-case.png') });

  await page.reload();
  await expect(page.getByTestId('case-name')).toHaveText(caseId);
  expect(await difference(page)).toBeLessThan(1e-12);
  await page.getByRole('button', { name: 'Next worst' }).click();
  await expect(page.getByText(`2. worst of ${CASES}`)).toBeVisible();
  await expect(page.getByTestId('case-name')).not.toHaveText(caseId);
  await page.getByRole('textbox', { name: 'Note' }).fill('Look again.');
  await page.getByRole('textbox', { name: 'Note' }).blur();
  await expect(page.getByText('Notes stay in this browser.')).toBeVisible();
});

test('a case whose mask was not kept is computed again as the run did, every second slice, and gives the stored Dice', async ({ page }, testInfo) => {
  const folder = testInfo.outputPath('Totalsegmentator');
  writeSmallCohort(folder, CASES);
  const worst = await runAndOpenCases(page, folder, { masks: 'dropped', everyNth: 2 });
  await worst.click();
  await page.getByRole('button', { name: 'Compute it again here' }).click();
  expect(await difference(page)).toBeLessThan(1e-12);
});

test('a case whose folder is not chosen in this visit says so, and opens once it is', async ({ page }, testInfo) => {
  const folder = testInfo.outputPath('Totalsegmentator');
  writeSmallCohort(folder, CASES);
  await page.goto('/#/data?device=wasm');
  await page.getByTestId('folder-input').setInputFiles(folder);
  await page.getByRole('button', { name: 'Save cohort' }).click();
  await page.getByRole('link', { name: 'Evaluate…' }).click();
  await startRun(page);
  await expect(page.getByTestId('run')).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  await page.getByTestId('run').getByRole('button', { name: 'Show on all pages' }).click();
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  const rows = page.getByRole('table', { name: 'Cases' }).getByRole('row');
  await rows.nth(1).click();
  const opened = page.getByTestId('case-name');
  await expect(opened).toHaveText(/^s000/);
  const caseId = await opened.innerText();
  // A new visit: the browser has forgotten files that were picked, and the address still names the case.
  await page.reload();
  const access = page.getByTestId('case-access');
  await expect(access).toContainText(`Case ${caseId} waits for its files`);
  await access.getByRole('button', { name: 'Choose them…' }).click();
  await page.getByRole('dialog').getByTestId('folder-input').setInputFiles(folder);
  await expect(access).toBeHidden();
  await expect(opened).toHaveText(caseId);
});
