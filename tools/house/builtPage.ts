import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { chromium } from 'playwright';
import type { InlineConfig } from 'vite';
import { build, mergeConfig, preview } from 'vite';
import program from '../../vite.config.ts';
import { CHROMIUM_FLAGS, provisionChromium } from './chromium.mjs';

/** Chromium, without a window, with the flags that this house runs it by unless others are given. */
export function openChromium(args: readonly string[] = CHROMIUM_FLAGS): Promise<Browser> {
  const executablePath = provisionChromium();
  return chromium.launch({ args: [...args], ...(executablePath ? { executablePath } : {}) });
}

export interface PageSource {
  /** Folder with the page, as a URL that ends in a slash. */
  readonly folder: URL;
  readonly file: string;
  /** Names the build's own folder. */
  readonly name: string;
  readonly port: number;
  /** Whether the program's public files are served beside it. */
  readonly withPublic?: boolean;
  readonly more?: InlineConfig;
}

/** A page by itself, built as the program is and served under the same policy; gives its address. */
export async function serveBuiltPage({ folder, file, name, port, withPublic = false, more = {} }: PageSource): Promise<{ readonly url: string; close(): Promise<void> }> {
  const own: InlineConfig = {
    configFile: false, logLevel: 'error', root: fileURLToPath(folder),
    publicDir: withPublic && fileURLToPath(new URL('../../public', import.meta.url)),
    build: { outDir: fileURLToPath(new URL(`../../.scratch/${name}`, import.meta.url)), emptyOutDir: true, rolldownOptions: { input: fileURLToPath(new URL(file, folder)) } },
    preview: { port, strictPort: false },
  };
  const config = mergeConfig(mergeConfig(program, own), more) as InlineConfig;
  await build(config);
  const server = await preview(config);
  return { url: new URL(file, server.resolvedUrls?.local[0]).href, close: () => server.close() };
}

/** The same, opened in Chromium. Errors of the page are printed; nothing on it times out. */
export async function openBuiltPage(source: PageSource): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const served = await serveBuiltPage(source);
  const browser = await openChromium();
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  page.on('pageerror', ({ message }) => { console.error(`page: ${message}`); });
  await page.goto(served.url);
  return {
    page,
    async close() {
      await browser.close();
      await served.close();
    },
  };
}
