import { expect, test } from '@playwright/test';
import { startRun, storedCases } from './support/cohortRun.ts';
import { fillPicked, forgetPermission, installPicker, timesAsked } from './support/rememberedFolder.ts';
import { writeSmallCohort } from './support/smallCohort.ts';

test.beforeEach(() => { test.skip(test.info().project.name !== 'wasm', 'is the same on every device'); });

const CASES = 3;

test('a remembered folder is read where it lies: on the next visit the browser asks, a refusal loses nothing, and consent opens the case', async ({ page }, testInfo) => {
  const folder = testInfo.outputPath('Totalsegmentator');
  writeSmallCohort(folder, CASES);
  await installPicker(page);
  await page.goto('/#/data?device=wasm');
  await fillPicked(page, folder);
  await page.getByRole('button', { name: 'Choose folder…' }).first().click();
  await page.getByRole('button', { name: 'Save cohort' }).click();
  await page.getByRole('link', { name: 'Evaluate…' }).click();
  await startRun(page);
  const run = page.getByTestId('run');
  await expect(run).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  expect(await storedCases(page)).toHaveLength(CASES);

  await forgetPermission(page, 'denied');
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await page.getByRole('link', { name: /^Totalsegmentator/ }).click();
  await page.reload();
  await expect(page.getByText('The browser asks again before these files are read')).toBeVisible();
  const before = await timesAsked(page);
  await page.getByRole('button', { name: 'Allow…' }).click();
  await expect(page.getByText('The browser asks again before IsoDice may read this folder.').first()).toBeVisible();
  expect(await timesAsked(page)).toBe(before + 1);
  expect(await storedCases(page)).toHaveLength(CASES);

  await forgetPermission(page, 'granted');
  await page.reload();
  await page.getByRole('button', { name: 'Allow…' }).click();
  await expect(page.getByRole('button', { name: 'Allow…' })).toBeHidden();
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await run.getByRole('button', { name: 'Show on all pages' }).click();
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  await page.getByRole('table', { name: 'Cases' }).getByRole('row').nth(1).click();
  await expect(page.getByTestId('case-name')).toHaveText(/^s000/);
});
