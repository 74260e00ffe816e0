import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { ModelHost } from './support/modelHost.ts';
import { openModelHost } from './support/modelHost.ts';
import { promptModel, promptModelWithWeights, sha256 } from './support/promptModel.ts';
import { writeSmallCohort } from './support/smallCohort.ts';

const DEVICE_FREE = 'is the same on every device';
const stored = (page: Page, id: string) => page.locator(`[data-testid="model"][data-model="${id}"]`);
const payload = (files: Readonly<Record<string, Uint8Array>>) => Object.entries(files).map(([name, bytes]) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) }));

/** A small export of random weights that the checks of the repository use. */
const verified = (name: string) => fileURLToPath(new URL(`../tools/verify/models/${name}`, import.meta.url));

let host: ModelHost | null = null;
test.afterEach(() => { host?.close(); });

/** Gives files to the page as a user's picker does. */
async function giveFiles(page: Page, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await page.getByLabel('Files of a model').setInputFiles(payload(files));
}

async function askFor(page: Page, addresses: readonly string[], digests: readonly string[] = []): Promise<void> {
  for (const [at, address] of addresses.entries()) {
    if (at > 0) await page.getByRole('button', { name: 'Another file' }).click();
    await page.getByLabel(`Address of file ${at + 1}`).fill(address);
    if (digests[at]) await page.getByLabel(`SHA-256 of file ${at + 1}, if known`).fill(digests[at]);
  }
  await page.getByRole('button', { name: 'Download', exact: true }).click();
}

async function fault(page: Page, code: string): Promise<void> {
  const card = page.locator(`[role="alert"][data-fault="${code}"]`);
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: 'Dismiss' }).click();
}

test('a model with weights in a file of their own is kept, used for a click and for a run, and deleted', async ({ page }, testInfo) => {
  test.skip(testInfo.project.name !== 'wasm', DEVICE_FREE);
  const files = promptModelWithWeights('own-model');
  await page.goto('/#/models?device=wasm');
  const { 'decoder.weights': weights, ...incomplete } = files;
  await giveFiles(page, incomplete);
  await fault(page, 'model-external-data');
  await giveFiles(page, { ...files, 'decoder.weights': weights.toReversed() });
  await fault(page, 'model-changed');
  await expect(stored(page, 'own-model')).toHaveCount(0);
  await giveFiles(page, files);
  await expect(stored(page, 'own-model')).toContainText('Licence Apache-2.0');
  await page.reload();
  await stored(page, 'own-model').getByRole('button', { name: 'Use on Segment' }).click();
  await expect(page.getByTestId('model-device')).toBeVisible({ timeout: 150_000 });
  await expect(page.getByRole('textbox', { name: 'Model for prompts' }).or(page.getByRole('combobox', { name: 'Model for prompts' }))).toHaveValue('own-model');

  const folder = testInfo.outputPath('Totalsegmentator');
  const cases = writeSmallCohort(folder, 2);
  await page.goto('/#/data?device=wasm');
  await page.getByTestId('folder-input').setInputFiles(folder);
  await page.getByLabel('are copied into this browser').check();
  await page.getByRole('button', { name: 'Save cohort' }).click();
  await page.getByRole('link', { name: 'Evaluate…' }).click();
  await expect(page.getByText('liver', { exact: true }).first()).toBeVisible();
  const choice = page.getByRole('textbox', { name: 'Model', exact: true }).or(page.getByRole('combobox', { name: 'Model', exact: true }));
  await choice.click();
  await page.getByRole('option', { name: 'own-model' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const run = page.getByTestId('run');
  await expect(run).toHaveAttribute('data-state', 'done', { timeout: 150_000 });
  await expect(run).toContainText('own-model');
  expect(await run.getAttribute('data-done')).toBe(String(cases.length));

  await page.goto('/#/models?device=wasm');
  await stored(page, 'own-model').getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await stored(page, 'own-model').getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(stored(page, 'own-model')).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('None yet.')).toBeVisible();
});

test('a download that is killed half-way goes on from there in the next visit, and its model answers', async ({ context, page }, testInfo) => {
  test.skip(testInfo.project.name !== 'wasm', DEVICE_FREE);
  const files = promptModel('web-model');
  host = await openModelHost(files);
  const address = `${host.origin}/manifest.json`;
  host.mood('decoder.onnx', 'slow');
  await page.goto('/#/models?device=wasm');
  await askFor(page, [address]);
  const download = page.getByTestId('download');
  await expect(download).toContainText('decoder.onnx (2 of 2)');
  await expect(download).toContainText('a second');
  await expect.poll(async () => Number(await download.getAttribute('data-bytes'))).toBeGreaterThan(1_000_000);
  await page.close({ runBeforeUnload: false });

  const next = await context.newPage();
  await next.goto('/#/models?device=wasm');
  await expect(next.getByTestId('unfinished')).toContainText('web-model');
  await askFor(next, [address]);
  await expect(stored(next, 'web-model')).toContainText(host.origin);
  await expect(next.getByTestId('unfinished')).toHaveCount(0);
  const ranges = host.asked.filter(({ path }) => path === 'decoder.onnx').map(({ range }) => range);
  expect(ranges[0]).toBeUndefined();
  expect(Number(/^bytes=(\d+)-$/.exec(ranges.at(-1) ?? '')?.[1])).toBeGreaterThan(900_000);
  expect(host.asked.filter(({ path }) => path === 'encoder.onnx')).toHaveLength(1);
  await stored(next, 'web-model').getByText('2 files and their SHA-256').click();
  await expect(stored(next, 'web-model')).toContainText(`${sha256(files['decoder.onnx'])} (as promised)`);
  await stored(next, 'web-model').getByRole('button', { name: 'Use on Segment' }).click();
  await expect(next.getByTestId('model-device')).toBeVisible({ timeout: 150_000 });
});

test('a host that stalls, drops, lies, or sends another file: the screen says so, and the next try works', async ({ page }, testInfo) => {
  test.skip(testInfo.project.name !== 'wasm', DEVICE_FREE);
  const files = promptModel('web-model');
  host = await openModelHost(files);
  const address = `${host.origin}/manifest.json`;
  await page.goto('/#/models?device=wasm');
  await askFor(page, [`${host.origin}/encoder.onnx`], ['0'.repeat(64)]);
  await fault(page, 'download-corrupt');
  await askFor(page, [`${host.origin}/nothing.onnx`]);
  await fault(page, 'download-refused');
  host.mood('decoder.onnx', 'lies');
  await askFor(page, [address]);
  await fault(page, 'download-length');
  host.mood('decoder.onnx', 'slow');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  await expect.poll(async () => Number(await page.getByTestId('download').getAttribute('data-bytes'))).toBeGreaterThan(500_000);
  await page.getByRole('button', { name: 'Cancel the download of web-model' }).click();
  await expect(page.getByTestId('unfinished').filter({ hasText: 'web-model' })).toBeVisible();
  host.mood('decoder.onnx', 'silent');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(page.getByTestId('download')).toHaveAttribute('data-stage', 'silent', { timeout: 30_000 });
  await expect(stored(page, 'web-model')).toBeVisible();
  // The page itself may reach no other host; only the worker that downloads may.
  await expect(page.evaluate((url) => fetch(url).then(() => 'reached', () => 'refused'), address)).resolves.toBe('refused');
});

test('two tabs that want the same model at once: the second is told, and nothing is spoilt', async ({ context, page }, testInfo) => {
  test.skip(testInfo.project.name !== 'wasm', DEVICE_FREE);
  host = await openModelHost(promptModel('web-model'));
  host.mood('decoder.onnx', 'slow');
  await page.goto('/#/models?device=wasm');
  await askFor(page, [`${host.origin}/manifest.json`]);
  await expect(page.getByTestId('download')).toContainText('decoder.onnx (2 of 2)');
  const other = await context.newPage();
  await other.goto('/#/models?device=wasm');
  await askFor(other, [`${host.origin}/manifest.json`]);
  await fault(other, 'download-elsewhere');
  await other.close();
  await expect(stored(page, 'web-model')).toBeVisible();
});

test('prompts that a model cannot be told are off with the reason, and emulated ones are called so', async ({ page }, testInfo) => {
  test.skip(testInfo.project.name !== 'wasm', DEVICE_FREE);
  await page.goto('/#/models?device=wasm');
  await page.getByTestId('model-folder').setInputFiles(verified('promptable-sam-transformers'));
  await stored(page, 'promptable-sam-transformers').getByRole('button', { name: 'Use on Segment' }).click();
  await expect(page.getByTestId('model-device')).toBeVisible({ timeout: 150_000 });
  await expect(page.getByTestId('case-name')).toBeVisible({ timeout: 150_000 });
  const box = page.getByRole('button', { name: /^Box \(B\): This export knows clicks only/ });
  await expect(box).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('button', { name: /^Scribble \(S\): emulated/ })).toBeEnabled();
  await expect(page.locator('[data-testid="prompt-kind"][data-kind="box"]')).toHaveAttribute('data-state', 'refused');
  await expect(page.locator('[data-testid="prompt-kind"][data-kind="scribble"]')).toHaveAttribute('data-state', 'emulated');
  await page.keyboard.press('b');
  await fault(page, 'prompt-not-known');
  await page.keyboard.press('p');
  await page.keyboard.press('.');
  await expect(page.getByRole('button', { name: 'Accept' })).toBeEnabled({ timeout: 60_000 });
});

test('a model of one graph is known by its bare file and answers; an export shows its maker\'s figures beside this device\'s', async ({ page }, testInfo) => {
  test.skip(testInfo.project.name !== 'wasm', DEVICE_FREE);
  await page.goto('/#/models?device=wasm');
  await page.getByLabel('Files of a model').setInputFiles(join(verified('promptable-scribble'), 'network.onnx'));
  const bare = page.locator('[data-testid="model"][data-model^="scribble-prompt-"]');
  await expect(bare).toContainText('ScribblePrompt');
  await bare.getByRole('button', { name: 'Use on Segment' }).click();
  await expect(page.getByTestId('model-device')).toBeVisible({ timeout: 150_000 });
  await expect(page.getByTestId('case-name')).toBeVisible({ timeout: 150_000 });
  await page.keyboard.press('p');
  await page.keyboard.press('.');
  await expect(page.getByRole('button', { name: 'Accept' })).toBeEnabled({ timeout: 60_000 });

  await page.goto('/#/models?device=wasm');
  await page.getByTestId('model-folder').setInputFiles(verified('promptable-lite-medsam'));
  await expect(stored(page, 'promptable-lite-medsam')).toContainText('Its maker measured 4 figures');
  await stored(page, 'promptable-lite-medsam').getByRole('button', { name: 'Use on Segment' }).click();
  const agreement = page.getByRole('group', { name: 'Agreement with recorded answers' });
  // Until it is loaded, the model before it is what would be checked.
  await expect(async () => {
    await agreement.getByRole('button', { name: 'Check' }).click();
    await expect(page.getByTestId('parity')).toHaveAttribute('data-holds', 'true', { timeout: 10_000 });
  }).toPass({ timeout: 150_000 });
  await agreement.getByText('What was compared, and on what').click();
  await expect(agreement.getByRole('columnheader', { name: 'Its maker' })).toBeVisible();
  await expect(agreement).toContainText('Its maker measured 4 figures (CPU, onnxruntime');
});

test('what a public model needs is said before it is downloaded', async ({ page }, testInfo) => {
  await page.goto(`/#/models?device=${testInfo.project.name}`);
  const slim = page.locator('[data-testid="public-model"][data-model="slimsam-77"]');
  await expect(slim.getByTestId('model-fit')).toHaveAttribute('data-runs-on', 'wasm');
  await expect(slim.getByTestId('model-fit')).toContainText(testInfo.project.name === 'wasm' ? 'Runs on the processor (WASM) only, because' : 'emulated in software');
  await expect(slim).toContainText('checked against its known SHA-256');
  await expect(page.locator('[data-model="slimsam-77-int8"]')).toContainText('what first arrives is recorded');
});

test('the Models page keeps to WCAG AA in both themes', async ({ page }, { project }) => {
  test.skip(project.name !== 'wasm', DEVICE_FREE);
  for (const scheme of ['dark', 'light']) {
    await page.goto('/#/models');
    await page.evaluate((value) => { localStorage.setItem('mantine-color-scheme-value', value); }, scheme);
    await page.reload();
    await giveFiles(page, promptModel('own-model'));
    await expect(stored(page, 'own-model')).toBeVisible();
    await page.waitForTimeout(500);
    expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()).violations.map((it) => [it.id, it.nodes.map((node) => node.target)])).toEqual([]);
  }
});
