import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openPage } from './support/segmentPage.ts';

test('the bundled model is checked on this device; the figures are shown, kept and saved', async ({ page }, { project }) => {
  await openPage(page, project.name);
  const panel = page.getByRole('group', { name: 'Agreement with recorded answers' });
  await expect(panel.getByText('Not checked on this device.')).toBeVisible();
  await panel.getByRole('button', { name: 'Check', exact: true }).click();
  const badge = panel.getByTestId('parity');
  await expect(badge).toContainText(/Agrees · cosine (1[.]00000|0[.]999\d\d) · IoU (1[.]00000|0[.]999\d\d)/, { timeout: 300_000 });
  await panel.getByText('What was compared, and on what').click();
  await expect(panel.getByRole('row', { name: /^mask of corrected, IoU/ })).toBeVisible();
  await expect(panel.getByText(/onnxruntime-web 1[.]/)).toContainText(project.name === 'wasm' ? 'WASM with' : 'WebGPU on');
  const { violations } = await new AxeBuilder({ page }).include('[aria-label="Agreement with recorded answers"]').analyze();
  expect(violations).toEqual([]);

  const [download] = await Promise.all([page.waitForEvent('download'), panel.getByRole('button', { name: 'Save as JSON' }).click()]);
  const record = JSON.parse(readFileSync(await download.path(), 'utf8')) as { device: string; holds: boolean; figures: { check: string }[]; timesMs: Record<string, number> };
  expect(record).toMatchObject({ device: project.name, holds: true });
  expect(record.figures.map(({ check }) => check)).toContain('embedding, relative');
  expect(record.timesMs['warmEncode']).toBeGreaterThan(0);

  // What was kept is read the same way on every device, and a software device would compile the model anew first.
  if (project.name !== 'wasm') return;
  await page.reload();
  await expect(badge).toContainText('Agrees', { timeout: 300_000 });
});
