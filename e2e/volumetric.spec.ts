import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { checkInBrowser } from '../tools/verify/volumetric/browser.ts';
import { openPage } from './support/segmentPage.ts';

/** Types into the text prompt and picks what comes first, by keyboard alone. */
async function ask(page: Page, typed: string, expected: string): Promise<void> {
  await page.locator('[role="application"]').first().focus();
  await page.keyboard.press('t');
  const field = page.getByRole('combobox', { name: 'Text prompt (T)' });
  await expect(field).toBeFocused({ timeout: 120_000 });
  await page.keyboard.type(typed);
  await expect(page.getByRole('option').first()).toHaveText(expected);
  await page.keyboard.press('Enter');
  await expect(answerRow(page, expected)).toBeVisible({ timeout: 300_000 });
}

const answerRow = (page: Page, name: string) => page.getByTestId('volumetric-answers').getByRole('row').filter({ hasText: name });

async function shownDice(page: Page, name: string): Promise<number> {
  return Number(await answerRow(page, name).locator('data').getAttribute('value'));
}

test('a text prompt: "right kid" finds the right kidney, its mask comes with its Dice, and the spleen after it runs no backbone', async ({ page }, { project }) => {
  test.skip(project.name !== 'wasm', 'a WebGPU in software takes minutes for the backbone; verify:volumetric runs the engine on it');
  await openPage(page, project.name);
  await ask(page, 'right kid', 'right kidney');
  expect(await shownDice(page, 'right kidney')).toBeGreaterThan(0.6);
  await expect(page.getByRole('combobox', { name: 'Structure to segment' })).toHaveValue('kidney right');
  await expect(page.getByTestId('volumetric-timing')).toContainText('the image read for the first time');
  const first = await page.evaluate(() => window.isodice.volumetricStats());
  expect(first?.backboneRuns).toBeGreaterThan(0);
  await ask(page, 'spleen', 'spleen');
  expect(await shownDice(page, 'spleen')).toBeGreaterThan(0.6);
  await expect(page.getByTestId('volumetric-timing')).toContainText('the image not read again');
  const second = await page.evaluate(() => window.isodice.volumetricStats());
  expect(second?.backboneRuns).toBe(first?.backboneRuns);
  expect(second?.queryRuns).toBeGreaterThan(first?.queryRuns ?? Infinity);
  await page.getByRole('combobox', { name: 'Text prompt (T)' }).fill('pancreas');
  await expect(page.getByText(/knows no such structure on CT/)).toBeVisible();
});

test('a whole-volume model: all its organs with their Dice, in the slice strip too, and cleared again', async ({ page }, { project }) => {
  test.skip(project.name !== 'wasm', 'as above');
  await openPage(page, project.name);
  await page.getByRole('combobox', { name: 'Whole-volume model' }).click();
  await page.getByRole('option', { name: /^iso-net \(/ }).click();
  await page.getByRole('button', { name: 'Segment', exact: true }).click();
  await expect(answerRow(page, 'liver')).toBeVisible({ timeout: 300_000 });
  for (const organ of ['liver', 'spleen', 'kidney left', 'kidney right', 'aorta']) expect(await shownDice(page, organ), organ).toBeGreaterThan(0.7);
  await expect(page.getByTestId('slice-dice')).toHaveAttribute('value', /\d/);
  expect((await page.evaluate(() => window.isodice.volumetricStats()))?.tileRuns).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.getByTestId('volumetric-answers')).toBeHidden();
});

test('on WebGPU every step of the rewritten network is placed there, and the masks are those of WASM', async ({ browserName }, { project }) => {
  test.skip(project.name !== 'webgpu', `${browserName} has no WebGPU here`);
  const checks: { readonly check: string; readonly holds: boolean; readonly device: string }[] = [];
  const folder = fileURLToPath(new URL('../tools/verify/models', import.meta.url));
  await checkInBrowser(folder, ['sat-tiny'], 'webgpu', (_model, check, _value, _limit, holds, on) => { checks.push({ check, holds, device: on }); });
  expect(checks.filter(({ holds, device }) => !holds || device !== 'webgpu in Chromium')).toEqual([]);
  expect(checks.map(({ check }) => check)[0]).toContain('2 ConvTranspose rewritten');
  expect(checks).toHaveLength(3);
});
