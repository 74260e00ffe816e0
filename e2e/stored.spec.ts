import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { bringIn } from './support/cohortRun.ts';
import { writeSmallCohort } from './support/smallCohort.ts';

test.beforeEach(() => { test.skip(test.info().project.name !== 'wasm', 'is the same on every device'); });

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search commands' }).fill(name);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

test('results from a file stay in the list of the Data page: opened again after a reload, renamed, found in the palette, removed', async ({ page }, testInfo) => {
  const file = testInfo.outputPath('reader-study.csv');
  writeFileSync(file, `case,model,organ,metric,value\n${Array.from({ length: 30 }, (_, n) => `c${n},nnunet,liver,dice,0.${80 + (n % 15)}`).join('\n')}\n`);
  await page.goto('/#/data');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await (await choosing).setFiles(file);
  await page.getByRole('button', { name: 'Open these results' }).click();
  const list = page.getByRole('navigation', { name: 'Cohorts and results' });
  const entry = list.getByRole('button', { name: /30 rows, 1 model/ });
  await expect(entry).toBeVisible();

  await page.reload();
  await expect(entry).toBeVisible();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()).violations.map((it) => it.id)).toEqual([]);
  await list.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Reader study');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: /^Reader study/ })).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath('data-list.png') });

  await command(page, 'Reader study');
  await expect(page).toHaveURL(/#\/explore/);
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  await expect(page.getByText(/30 of 30 results, 30 cases of Reader study/)).toBeVisible();
  await command(page, 'Sort by case');
  await expect(page.getByRole('columnheader', { name: 'Case' })).toHaveAttribute('aria-sort', 'ascending');

  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await list.getByRole('button', { name: 'More for Reader study' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(entry).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Cohorts', { exact: true })).toBeVisible();
  await expect(entry).toHaveCount(0);
});

test('cut-offs that were chosen on the Data page are those that Explore begins with, and its address says so', async ({ page }, testInfo) => {
  const folder = testInfo.outputPath('Totalsegmentator');
  writeSmallCohort(folder, 2);
  await page.goto('/#/data');
  await bringIn(page, folder);
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await page.getByRole('navigation', { name: 'Cohorts and results' }).getByRole('link', { name: /Totalsegmentator/ }).click();
  for (const [name, cuts] of [['BMI', '22, 33'], ['Age', '50']]) {
    await page.getByRole('textbox', { name: `Cut-offs of ${name}` }).fill(cuts);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('link', { name: 'Explore', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Cut-offs 22, 33[.]/ })).toBeVisible();
  await expect(page).toHaveURL(/cuts=/);
  await page.getByRole('combobox', { name: 'Attribute' }).click();
  await page.getByRole('option', { name: 'age' }).click();
  await expect(page.getByRole('button', { name: /^Cut-offs 50[.]/ })).toBeVisible();
});
