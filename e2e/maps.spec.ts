import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

test.beforeEach(() => { test.skip(test.info().project.name !== 'wasm', 'is the same on every device'); });

async function choose(page: Page, control: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: control, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function finding(page: Page, organ: string): Promise<string> {
  const sentence = page.getByTestId('maps-finding');
  await expect(sentence).toHaveText(new RegExp(`^${organ}: `, 'i'), { timeout: 120_000 });
  return (await sentence.textContent()) ?? '';
}

/** Goes from organ to organ until the map of differences has an outlined region; null where none of them has. */
async function toSignificantOrgan(page: Page): Promise<string | null> {
  for (const organ of ['kidney left', 'liver', 'spleen', 'kidney right', 'lung left', 'lung right', 'aorta']) {
    await choose(page, 'Organ', organ);
    if (/regions? differs?\b/.test(await finding(page, organ))) return organ;
  }
  return null;
}

test('from the explorer to three maps, to a significant region, to the worst case with the crosshair at that spot', async ({ page }) => {
  await page.goto('/#/explore?attribute=bmi&organ=kidney_left');
  await page.getByRole('button', { name: 'Where on the organ' }).click({ timeout: 120_000 });
  await expect(page).toHaveURL(/#\/maps\?.*attribute=bmi.*organ=kidney_left/);
  expect(await finding(page, 'kidney left')).not.toContain('NaN');
  const panels = page.getByRole('slider', { name: /place on the organ/ });
  await expect(panels).toHaveCount(3);

  const organ = await toSignificantOrgan(page);
  expect(organ, 'an organ with a significant region in the bundled cohort').not.toBeNull();
  const region = page.locator('[data-region]').first();
  const bin = Number(await region.getAttribute('data-region'));
  const [column, row] = [bin % 32, Math.floor(bin / 32)];
  const difference = panels.nth(2);
  await difference.scrollIntoViewIfNeeded();
  const box = await difference.boundingBox();
  if (!box) throw new Error('the map of differences is not on the screen');
  const fromTop = organ === 'aorta' ? 15 - row : row;
  const at = { x: ((column + 0.5) / 32) * box.width, y: ((fromTop + 0.5) / 16) * box.height };
  await difference.hover({ position: at });
  await expect(difference).toHaveAttribute('aria-valuetext', /95 % \[.*effect g .*n \d+ and \d+; family-wise p .*in a significant region of \d+ bins/);
  await difference.click({ position: at });
  await expect(page).toHaveURL(new RegExp(`bin=${bin}(&|$)`));

  const worst = page.getByRole('region', { name: 'Subjects with the largest error here' });
  await expect(worst.getByRole('row')).toHaveCount(9);
  await worst.getByRole('button', { name: /Open PH-\d{4} at this spot/ }).first().click();
  await expect(page).toHaveURL(/#\/segment\?.*case=PH-\d{4}.*i=\d+.*j=\d+.*k=\d+/, { timeout: 120_000 });
  const asked = spot(page.url());
  await expect(page.getByText(/Case PH-\d{4}/).first()).toBeVisible({ timeout: 150_000 });
  // The address follows the crosshair once the case is there.
  await expect.poll(() => page.evaluate(() => window.isodice.crosshair())).toEqual(asked);

  // The run's answer is computed again here; its surface is measured against the expert's, and the worst slice is a press away.
  await expect(page.getByTestId('whole-dice')).toBeVisible({ timeout: 240_000 });
  await page.getByRole('switch', { name: 'Distance' }).click({ force: true });
  await expect(page.getByTestId('surface-distance')).toHaveText(/mean \d+[.]\d mm, farthest [+−]\d+[.]\d mm/, { timeout: 240_000 });
  const slices = page.getByRole('region', { name: 'Worst axial slices by surface distance' }).getByRole('button');
  await expect(slices).toHaveCount(5);
  const named = Number(/Slice (\d+):/.exec((await slices.first().textContent()) ?? '')?.[1]);
  await slices.first().click();
  await expect.poll(() => page.evaluate(() => window.isodice.crosshair().k)).toBe(named - 1);

  await page.getByRole('button', { name: 'Volume map of errors' }).click();
  await expect(page.getByRole('img', { name: 'Missed, sagittal' })).toBeVisible();
  const niftis: string[] = [];
  page.on('download', (it) => niftis.push(it.suggestedFilename()));
  await page.getByRole('button', { name: 'Save as NIfTI and .npy' }).click();
  await expect.poll(() => niftis.map((it) => it.replace(/^.*?-(?=too|missed)/, ''))).toEqual(['too-much.nii', 'missed.nii', 'too-much-and-missed.npy']);
  await page.getByRole('img', { name: 'Missed, sagittal' }).scrollIntoViewIfNeeded();

  // The map of the groups, laid on this one case.
  await page.getByRole('switch', { name: 'Distance' }).click({ force: true });
  await page.getByRole('switch', { name: 'Group map' }).click({ force: true });
  await expect(page.getByRole('combobox', { name: 'Which map lies on the organ' })).toHaveValue(/ − /);
  await expect(page.getByText(/A map of groups on the .* of one case/)).toBeVisible();
});

function spot(url: string): { i: number; j: number; k: number } {
  const search = new URLSearchParams(url.slice(url.indexOf('?')));
  const [i, j, k] = ['i', 'j', 'k'].map((name) => Number(search.get(name)));
  return { i, j, k };
}

for (const theme of ['light', 'dark'] as const) {
  test(`the page has no accessibility faults in the ${theme} theme`, async ({ page }) => {
    await page.addInitScript((value) => localStorage.setItem('mantine-color-scheme-value', value), theme);
    await page.goto('/#/maps?attribute=bmi&organ=kidney_left&bin=200');
    await finding(page, 'kidney left');
    await expect(page.getByRole('region', { name: 'Subjects with the largest error here' }).getByRole('row')).toHaveCount(9);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([]);
  });
}

test('on the organ: looked at from a side, pressed, the place there is the one that is listed', async ({ page }) => {
  await page.goto('/#/maps?attribute=bmi&organ=liver');
  await finding(page, 'liver');
  const organ = page.getByRole('region', { name: 'The map on the organ' });
  const surface = organ.getByRole('application', { name: / on the liver$/ });
  for (const [look, place] of [['Front', 'anterior'], ['Right', 'right'], ['Below', 'inferior']] as const) {
    await organ.getByRole('button', { name: look, exact: true }).click();
    await surface.focus();
    await expect(async () => {
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: new RegExp(`Largest error .*${place}`) })).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 60_000 });
  }
  const box = await surface.boundingBox();
  if (!box) throw new Error('the organ is not on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(organ).toContainText(/inferior.*effect g .*n \d+ and \d+/);
  // Turned by the keyboard, the look is no longer the one from below.
  await surface.press('ArrowUp');
  await expect(organ.getByRole('button', { name: 'Below', exact: true })).toHaveAttribute('aria-pressed', 'false');
});

test('every organ by every model on one scale; a map that is pressed opens', async ({ page }) => {
  await page.goto('/#/maps?attribute=bmi&view=all&permutations=200');
  const sentence = page.getByTestId('all-maps-finding');
  await expect(sentence).toHaveAttribute('data-state', 'done', { timeout: 240_000 });
  await expect(sentence).toHaveText(/^\d+ of \d+ maps differ between .* after Holm's correction over the maps[.]$/);
  const cells = page.getByRole('button', { name: /^(liver|spleen|aorta), .*(differ|differs), .*p/ });
  expect(await cells.count()).toBeGreaterThan(3);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: /^spleen, / }).first().press('Enter');
  await expect(page).toHaveURL(/organ=spleen/);
  await finding(page, 'spleen');
});
