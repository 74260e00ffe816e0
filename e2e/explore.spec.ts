import { readFileSync, writeFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { formatResultTable } from '../src/core/cohort/results/savedTable.ts';
import { plantedTable } from '../src/core/evaluation/plantedTable.ts';

test.beforeEach(() => { test.skip(test.info().project.name !== 'wasm', 'is the same on every device'); });

/** Opens a page and waits until its audit is done. */
async function opened(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await audited(page);
}

async function audited(page: Page): Promise<void> {
  await expect(page.getByTestId('words')).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
}

async function choose(page: Page, control: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: control, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Focuses the raincloud's subjects and goes to the first: the lowest of the first group. */
async function toFirstSubject(page: Page): Promise<void> {
  await page.getByTestId('raincloud-dots').focus();
  await page.keyboard.press('ArrowRight');
}

test('the bare address shows who is served worse; adjusted, opened as a case, back again, and taken along as a report', async ({ page }) => {
  const foreign: string[] = [];
  page.on('request', (request) => { if (!/^(http:\/\/localhost|data:|blob:)/.test(request.url())) foreign.push(request.url()); });
  await opened(page, '/');
  await expect(page).toHaveURL(/#\/explore/);
  await expect(page.getByRole('note').first()).toContainText('Synthetic subjects; models trained by this project; gaps learned, not measured in people.');
  await expect(page.getByRole('region', { name: 'Who is in the data' })).toContainText(/\d+ subjects/);

  // At once back to what the page opened with, while the answer may still be on its way.
  await choose(page, 'Attribute', 'sex');
  await choose(page, 'Attribute', 'BMI');
  await expect(page).toHaveURL(/attribute=bmi/);
  await audited(page);
  const words = page.getByTestId('words');
  await expect(words).toContainText(/(Lowest: .*, n \d+, mean [.]\d{3} \[[.]\d{3}, [.]\d{3}\])/);
  await expect(words).toContainText(/Gap of .* to .*: −?[.]\d{3} \[−?[.]\d{3}, −?[.]\d{3}\]/);
  await expect(words).toContainText(/tests in \d+ families .*Holm.*seed 1/);

  await choose(page, 'Adjust for', 'age');
  await page.getByRole('option', { name: 'site', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(words).toContainText('After age and site:', { timeout: 120_000 });
  expect((await words.textContent()) ?? '').not.toContain('NaN');
  const address = page.url();

  await toFirstSubject(page);
  const card = page.getByTestId('subject-card');
  await expect(card).toContainText(/PH-\d{4}Dice [.]\d{3}.*liver.*sex.*age.*BMI.*site/);
  await expect(card.getByTestId('case-picture')).toBeVisible({ timeout: 60_000 });
  const told = (await card.textContent()) ?? '';
  const [caseId, dice] = [/PH-\d{4}/.exec(told)?.[0] ?? 'none', /Dice ([.]\d{3})/.exec(told)?.[1] ?? 'none'];
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`#/segment.*case=${caseId}`));
  await expect(page.getByText(new RegExp(`Case ${caseId}`)).first()).toBeVisible({ timeout: 150_000 });
  await expect(page.getByRole('columnheader', { name: 'Stored' })).toBeVisible({ timeout: 150_000 });
  await expect(page.getByRole('table').filter({ hasText: 'Stored' }).getByRole('row', { name: /^Dice/ }).getByRole('cell').nth(1)).toHaveText(dice);
  await page.goBack();
  await audited(page);
  expect(page.url()).toBe(address);
  await expect(words).toContainText('After age and site:');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  const file = await (await downloading).path();
  const html = readFileSync(file, 'utf8');
  expect(html).not.toMatch(/NaN|<script/);
  const report = await page.context().newPage();
  await report.setContent(html);
  await expect(report.getByRole('heading', { level: 1 })).toContainText('Dice by BMI');
  expect(await report.locator('figure svg').count()).toBeGreaterThanOrEqual(3);
  await expect(report.locator('#recipe')).toContainText('"seed": 1');
  await report.close();
  expect(foreign).toEqual([]);
});

test('a link reproduces the page: attribute, cut-offs, filter, view; a filter chip is taken back', async ({ page }) => {
  const search = `attribute=age&cuts=${encodeURIComponent('[50]')}&filters=${encodeURIComponent('[{"kind":"values","column":"sex","values":["female"]}]')}`;
  await opened(page, `/#/explore?${search}`);
  await expect(page.getByRole('button', { name: /Cut-offs 50/ })).toBeVisible();
  const who = page.getByRole('region', { name: 'Who is in the data' });
  await expect(who).toContainText(/\d+ of \d+ subjects/);
  await page.getByRole('button', { name: 'Remove the filter sex: female' }).click();
  await audited(page);
  await expect(who).not.toContainText(/ of \d+ subjects/);
  const brush = page.getByTestId('covariate-brush');
  await brush.scrollIntoViewIfNeeded();
  const box = await brush.boundingBox();
  if (!box) throw new Error('the curve is not on the screen');
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByRole('group', { name: 'Filters' })).toContainText(/age [\d.]+ to [\d.]+/);
});

test('own results are chosen beside those that come with the program; the address names them, and says on another machine what it lacks', async ({ page, browser, baseURL }, testInfo) => {
  const file = testInfo.outputPath('planted.json');
  writeFileSync(file, formatResultTable({ ...plantedTable({ subjects: 120 }), name: 'Reader study' }));
  await page.goto('/#/data');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await (await choosing).setFiles(file);
  await page.getByRole('button', { name: 'Open these results' }).click();
  await page.getByRole('link', { name: 'Explore', exact: true }).click();
  await audited(page);
  await expect(page).toHaveURL(/data=.*Reader/);
  const chooser = page.getByRole('button', { name: /^Data: / });
  await expect(chooser).toHaveText('Reader study');

  await chooser.click();
  await page.getByRole('radio', { name: 'The cohort that comes with IsoDice' }).click();
  await expect(page).toHaveURL(/data=bundled/);
  await audited(page);
  await expect(chooser).not.toHaveText('Reader study');
  await page.goBack();
  await audited(page);
  await expect(chooser).toHaveText('Reader study');
  await page.reload();
  await audited(page);
  await expect(chooser).toHaveText('Reader study');

  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await elsewhere.newPage();
  await other.goto(page.url());
  await expect(other.getByTestId('no-results')).toContainText('results that are not in this browser');
  await expect(other.getByTestId('no-results')).toContainText('Reader study');
  expect((await new AxeBuilder({ page: other }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await other.getByRole('button', { name: /^Data: / }).click();
  await other.getByRole('radio', { name: 'The cohort that comes with IsoDice' }).click();
  await audited(other);
  await elsewhere.close();
});

/** Goes on by Tab until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 60 && !(await target.evaluate((it) => it === document.activeElement)); press++) await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
}

test('with the keyboard alone: choose an attribute, adjust, visit a view, reach a subject, open its case, come back, save the report', async ({ page }) => {
  await opened(page, '/#/explore');
  await tabTo(page, page.getByRole('combobox', { name: 'Attribute', exact: true }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/attribute=sex/);
  await audited(page);
  await tabTo(page, page.getByRole('combobox', { name: 'Adjust for', exact: true }));
  await page.keyboard.type('age');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('words')).toContainText('After age:', { timeout: 120_000 });
  await tabTo(page, page.getByRole('button', { name: 'Report', exact: true }));
  const saving = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await saving).suggestedFilename()).toBe('isodice-report.html');
  await page.keyboard.press('4');
  await expect(page.getByRole('tab', { name: 'Confounders' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('1');
  await tabTo(page, page.getByTestId('raincloud-dots'));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('subject-card')).toContainText(/PH-\d{4}/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#[/]segment.*case=PH-/);
  // Alt and the left arrow are the browser's own keys, which a driven browser does not hear.
  await page.goBack();
  await expect(page).toHaveURL(/#[/]explore.*attribute=sex/);
  await expect(page.getByTestId('words')).toContainText('After age:', { timeout: 120_000 });
});

for (const scheme of ['dark', 'light']) {
  test(`no view has an accessibility fault, ${scheme}`, async ({ page }) => {
    await page.addInitScript((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
    for (const view of ['overview', 'models', 'groups', 'confounders', 'robustness']) {
      await page.goto(`/#/explore?view=${view}&adjust=${encodeURIComponent('["age"]')}`);
      await expect(page.getByRole('tabpanel')).not.toBeEmpty({ timeout: 120_000 });
      await expect(page.getByRole('status', { name: 'Background work' })).not.toContainText('Auditing', { timeout: 120_000 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${view}: ${id} ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join('; ')}`)).toEqual([]);
    }
  });
}

for (const scheme of ['dark', 'light']) {
  test(`no page has an accessibility fault, ${scheme}`, async ({ page }) => {
    await page.addInitScript((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const path of ['maps', 'segment', 'cases', 'runs', 'models', 'data']) {
      await page.goto(`/#/${path}`);
      await expect(page.locator('main')).not.toBeEmpty({ timeout: 120_000 });
      await expect(page.getByRole('button', { name: /^Cancel: / })).toHaveCount(0, { timeout: 240_000 });
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
      expect(violations.map(({ id, nodes }) => `${path}: ${id} ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join('; ')}`)).toEqual([]);
    }
  });
}
