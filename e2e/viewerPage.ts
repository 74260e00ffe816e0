import { test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { decode } from 'fast-png';
import { sharedData } from '../bench/pages/sharedData.ts';
import type {} from '../bench/pages/viewer.tsx';
import { serveBuiltPage } from '../tools/house/builtPage.ts';

// The viewer by itself, in StrictMode, built and served under the program's own policy.
export const WHITE = 250;

let server: Awaited<ReturnType<typeof serveBuiltPage>> | undefined;
let origin = '';
let shared: Page | undefined;

/** Call once at the top of a spec: builds and serves the page. */
export function serveViewerPage(): void {
  test.beforeAll(async () => {
    server = await serveBuiltPage({ folder: new URL('../bench/pages/', import.meta.url), file: 'viewer.html', name: 'viewer-page', port: 5307, more: { plugins: [sharedData()] } });
    origin = new URL('.', server.url).href;
  });
  test.afterAll(async () => {
    await shared?.close();
    shared = undefined;
    await server?.close();
  });
}

export function isOwn(url: string): boolean {
  return url.startsWith(origin) || /^(data|blob):/.test(url);
}

export async function openPage(page: Page): Promise<void> {
  await page.goto(`${origin}viewer.html`);
  await page.waitForFunction(() => window.viewerPage?.owner);
}

export async function openBlock(page: Page, props: Record<string, unknown> = {}, pose: 'upright' | 'oblique' = 'upright'): Promise<void> {
  await openPage(page);
  await page.evaluate((posed) => window.viewerPage.block(posed), pose);
  await ready(page);
  await set(page, props);
}

/** The block on a page that the tests of this file share: compiling NiiVue's shaders in software takes seconds. */
export async function sharedBlock(browser: Browser, props: Record<string, unknown> = {}): Promise<Page> {
  if (!shared) {
    shared = await browser.newPage({ viewport: { width: 900, height: 600 } });
    await openBlock(shared);
  }
  await shared.mouse.move(1, 599);
  await shared.evaluate(() => { window.viewerPage.block(); window.viewerPage.owner?.resetView(); });
  // The page's React state does not know what the user did meanwhile; the owner is told too.
  await shared.evaluate((next) => window.viewerPage.owner?.setProps(next), props);
  await set(shared, { crosshairVisibility: 'shown', convention: 'radiological', interpolation: 'linear', tool: 'navigate', prompts: [], previews: [], ...props });
  await shared.evaluate(() => { window.viewerPage.events.length = 0; });
  return shared;
}

export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => window.viewerPage.events.some(({ kind }) => kind === 'ready'));
  await settle(page);
}

/** Everything that was asked for has been drawn. React passes props on after a frame. */
export const settle = (page: Page) => page.evaluate(async () => { await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }); await window.viewerPage.owner?.rest(); });

export async function set(page: Page, props: Record<string, unknown>): Promise<void> {
  await page.evaluate((next) => window.viewerPage.set(next), props);
  await settle(page);
}

export const events = <Kind extends string>(page: Page, kind: Kind) => page.evaluate((wanted) => window.viewerPage.events.filter((event) => event.kind === wanted), kind);
export const clientPoint = async (page: Page, plane: 'axial' | 'coronal' | 'sagittal', u: number, v: number) => {
  const at = await page.evaluate(([p, x, y]) => window.viewerPage.owner?.clientPoint(p as 'axial', { u: x as number, v: y as number }), [plane, u, v]);
  if (!at) throw new Error(`${plane} is not on the screen`);
  return at;
};

export interface Picture { readonly width: number; readonly height: number; readonly at: (x: number, y: number) => number[]; readonly isWhite: (x: number, y: number) => boolean }

export async function picture(page: Page): Promise<Picture> {
  const { data, width, height, channels } = decode(await page.screenshot());
  const offset = (x: number, y: number) => (Math.round(x) + width * Math.round(y)) * channels;
  return {
    width, height,
    at: (x, y) => Array.from(data.slice(offset(x, y), offset(x, y) + 3), Number),
    isWhite: (x, y) => { const o = (x + width * y) * channels; return data[o] >= WHITE && data[o + 1] >= WHITE && data[o + 2] >= WHITE; },
  };
}

/** Bounds (CSS pixels, edges) of the white pixels that lie in runs of at least eight: the block, not text or hairlines. */
export function whiteBounds(shot: Picture, dpr: number) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let y = 0; y < shot.height; y++) {
    for (let x = 0, run = 0; x <= shot.width; x++) {
      if (x < shot.width && shot.isWhite(x, y)) run++;
      else {
        if (run >= 8) { left = Math.min(left, x - run); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y + 1); }
        run = 0;
      }
    }
  }
  return { left: left / dpr, top: top / dpr, right: right / dpr, bottom: bottom / dpr };
}
