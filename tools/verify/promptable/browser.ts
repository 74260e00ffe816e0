import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '#engine/protocol/modelCalls.ts';
import { openBuiltPage } from '../../house/builtPage.ts';
import type { Checked } from './page.ts';

/** Model folders through the product's own engine in a real Chromium, under the program's headers. */
export interface PromptableBrowser {
  check(folder: string, device: Device): Promise<Checked>;
  close(): Promise<void>;
}

export async function openPromptableBrowser(): Promise<PromptableBrowser> {
  const { page, close } = await openBuiltPage({ folder: new URL('./', import.meta.url), file: 'page.html', name: 'promptable-page', port: 5322 });
  return {
    async check(folder, device) {
      const files = [folder, join(folder, 'golden')].flatMap((at) => readdirSync(at).filter((name) => /[.](json|onnx|f32|data)$/.test(name)).map((name) => join(at, name)));
      await page.locator('#model').setInputFiles(files);
      return page.evaluate(`window.promptablePage.check(${JSON.stringify({ device })})`) as Promise<Checked>;
    },
    close,
  };
}
