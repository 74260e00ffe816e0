import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import type { Device } from '#engine/protocol/modelCalls.ts';
import { CHROMIUM_FLAGS, provisionChromium } from '../../house/chromium.mjs';
import type { Checked } from './page.ts';

const PORT = 5322;

/** Model folders through the product's own engine in a real Chromium, under the program's headers. */
export interface PromptableBrowser {
  check(folder: string, device: Device): Promise<Checked>;
  close(): Promise<void>;
}

export async function openPromptableBrowser(): Promise<PromptableBrowser> {
  const configFile = fileURLToPath(new URL('page.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error' });
  const server = await preview({ configFile, logLevel: 'error', preview: { port: PORT, strictPort: true } });
  const executablePath = provisionChromium();
  const browser = await chromium.launch({ headless: true, args: [...CHROMIUM_FLAGS], ...(executablePath && { executablePath }) });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`http://localhost:${PORT}/page.html`);
  return {
    async check(folder, device) {
      const files = [folder, join(folder, 'golden')].flatMap((at) => readdirSync(at).filter((name) => /[.](json|onnx|f32|data)$/.test(name)).map((name) => join(at, name)));
      await page.locator('#model').setInputFiles(files);
      return page.evaluate(`window.promptablePage.check(${JSON.stringify({ device })})`) as Promise<Checked>;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
