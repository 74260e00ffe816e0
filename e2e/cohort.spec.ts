import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { DebugView } from '../src/app/debugView.ts';
import { unzipSync } from 'fflate';
import { parseCells } from '../src/core/cohort/parseCells.ts';
import { readLabelMap } from '../src/core/formats/readLabelMap.ts';
import { dice } from '../src/core/metrics/dice.ts';
import { sharedPath } from '../tools/house/shared.ts';
import { writeCohortFolder } from './support/cohortFolder.ts';

declare global {
  interface Window { readonly isodice: DebugView }
}

const FOLDER = 'data/totalsegmentator';
const ORGANS = ['liver', 'spleen'];
const EVERY_NTH = 8;
const TABLE = '\uFEFFimage_id;age;gender;bmi\ns0001;61,00;m;24,5\ns0002;89+;f;31\n';

function realFiles(...names: readonly string[]): readonly string[] {
  const files = names.map((name) => sharedPath(`${FOLDER}/${name}`)).filter((it) => it !== undefined);
  test.skip(files.length < names.length, `../shared/${FOLDER} is absent`);
  return files;
}

/** A file that the page saves. */
async function saved(page: Page, item: RegExp | string): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: item }).click();
  return readFileSync(await (await saving).path());
}

/** Dice of one organ of one case over the slices that were asked, from two files. */
async function diceOutside(prediction: Uint8Array, label: number, reference: string): Promise<number> {
  const read = async (bytes: Uint8Array, name: string) => {
    const it = await readLabelMap(bytes, name);
    if (it.state === 'failed') throw new Error(it.fault.reason);
    return it.value.labelMap;
  };
  const [ours, experts] = [await read(prediction, 'prediction.nii.gz'), await read(readFileSync(reference), reference)];
  const [nx, ny, nz] = experts.grid.dims;
  const asked = (data: ArrayLike<number>, value: number) => Uint8Array.from({ length: nx * ny * nz }, (_, at) => Number(Math.floor(at / (nx * ny)) % EVERY_NTH === 0 && data[at] === value));
  return Number(dice(asked(ours.data, label), asked(experts.data, 1)));
}

test('real scans with a table of subjects: imported, evaluated by box, exported, and opened again as the same table', async ({ page }, testInfo) => {
  const outputPath = (name: string) => testInfo.outputPath(name);
  test.skip(testInfo.project.name !== 'wasm', 'is the same on every device, and slow in software');
  const [ct, ctMask, ctNames, mr, mrMask, mrNames] = realFiles('example_ct.nii.gz', 'example_seg_fast_force_split.nii.gz', 'labels_total.json', 'example_mr_sm.nii.gz', 'example_seg_mr.nii.gz', 'labels_total_mr.json');
  const folder = outputPath('Totalsegmentator');
  mkdirSync(folder, { recursive: true });
  await writeCohortFolder(folder, [{ id: 's0001', scan: ct, file: 'ct.nii.gz', reference: ctMask, labels: ctNames }, { id: 's0002', scan: mr, file: 'mri.nii.gz', reference: mrMask, labels: mrNames }], ORGANS, TABLE);

  await page.goto('/#/data?device=wasm');
  await page.getByTestId('folder-input').setInputFiles(folder);
  const report = page.getByTestId('import-report');
  await expect(report).toContainText('TotalSegmentator');
  await expect(report).toContainText('Nothing is stored yet');
  await expect(page.getByRole('combobox', { name: 'Column gender is taken as' })).toHaveValue('sex');
  await page.getByLabel('are copied into this browser').check();
  await page.getByRole('button', { name: 'Save cohort' }).click();
  const view = page.getByTestId('cohort-view');
  await expect(view).toContainText('2 cases of 2 subjects');
  await expect(view.getByText('male: 1', { exact: true })).toBeVisible();
  await expect(view.getByRole('row').filter({ hasText: 's0002' })).toContainText('89+');

  await page.getByRole('link', { name: 'Evaluate…' }).click();
  await expect(page.getByText('liver', { exact: true }).first()).toBeVisible();
  await page.getByLabel('Every n-th slice').fill(String(EVERY_NTH));
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const run = page.getByTestId('run');
  await expect(run).toHaveAttribute('data-state', 'done', { timeout: 300_000 });
  await run.getByRole('button', { name: 'Results' }).click();
  await expect(page.getByTestId('run-results').locator('tr[data-organ]')).toHaveCount(ORGANS.length);

  const csvFile = await saved(page, 'CSV, one value a row');
  const csv = parseCells(csvFile.toString('utf8'));
  const masks = unzipSync(await saved(page, /^Predicted masks/));
  for (const id of ['s0001', 's0002']) {
    const mask = Object.entries(masks).find(([path]) => path.endsWith(`/${id}.nii.gz`))?.[1];
    if (!mask) throw new Error(`no mask of ${id} among ${Object.keys(masks).join(', ')}`);
    for (const [n, organ] of ORGANS.entries()) {
      const shown = Number(csv.find((row) => row[0] === id && row[2] === organ && row[3] === 'dice')?.[4]);
      const outside = await diceOutside(mask, n + 1, join(folder, id, 'segmentations', `${organ}.nii`));
      expect(outside, `${id} ${organ}`).toBeGreaterThan(0.7);
      expect(Math.abs(shown - outside), `${id} ${organ}`).toBeLessThan(1e-6);
    }
  }

  const bundle = outputPath('bundle.zip');
  writeFileSync(bundle, await saved(page, /^Run bundle/));
  const written = unzipSync(readFileSync(bundle));
  await page.goto('/#/data');
  await page.getByRole('link', { name: 'Bring in files' }).click();
  for (const [file, content] of [[bundle, null], [outputPath('again.csv'), csvFile]] as const) {
    if (content) writeFileSync(file, content);
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose files…' }).click();
    await (await choosing).setFiles(file);
    await expect(page.getByTestId('results-report')).toContainText('Nothing is stored yet');
    await page.getByRole('button', { name: 'Open these results' }).click();
    await expect(page.getByTestId('results-report')).toBeHidden();
    const table = await page.evaluate(() => window.isodice.results());
    const original: { rows: { status: number[] }; columns: Record<string, (number | string | null)[]> } = JSON.parse(Buffer.from(written['table.json']).toString('utf8'));
    for (const [name, values] of Object.entries(original.columns)) expect(table?.columns[name], name).toEqual(values.map((it) => (it === null ? 'NaN' : it === 'inf' ? 'Infinity' : String(it))));
    expect(table?.status).toEqual(original.rows.status);
  }
});

test('the Data and Runs pages keep to WCAG AA in both themes', async ({ page }, { project }) => {
  test.skip(project.name !== 'wasm', 'is the same on every device');
  for (const path of ['/#/data', '/#/runs']) {
    for (const scheme of ['dark', 'light']) {
      await page.goto(path);
      await page.evaluate((value) => { localStorage.setItem('mantine-color-scheme-value', value); }, scheme);
      await page.reload();
      await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
      await page.waitForTimeout(500);
      expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()).violations.map((it) => [it.id, it.nodes.map((node) => node.target)])).toEqual([]);
    }
  }
});
