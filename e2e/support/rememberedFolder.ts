import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Page } from '@playwright/test';

/**
 * Puts the browser's own private file system in the place of the folder picker, which no test can click: what the page
 * gets is a real directory handle that storage remembers over visits. Such handles never ask, so the permission, as the
 * page hears it, comes from the session: 'granted', 'prompt' (then requestPermission gives `answer`) or 'denied'.
 */
export async function installPicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const word = (key: string) => sessionStorage.getItem(key) ?? 'granted';
    Object.assign(window, { showDirectoryPicker: async () => (await navigator.storage.getDirectory()).getDirectoryHandle('Totalsegmentator') });
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: async () => word('permission'),
      requestPermission: async () => {
        sessionStorage.setItem('asked', String(Number(sessionStorage.getItem('asked') ?? 0) + 1));
        if (word('permission') === 'prompt') sessionStorage.setItem('permission', word('answer'));
        return word('permission');
      },
    });
  });
}

/** From the next question on: the browser has forgotten its permission, and the user will answer this. */
export async function forgetPermission(page: Page, answer: 'granted' | 'denied'): Promise<void> {
  await page.evaluate((it) => { sessionStorage.setItem('permission', 'prompt'); sessionStorage.setItem('answer', it); }, answer);
}

/** How many times the page has asked. */
export async function timesAsked(page: Page): Promise<number> {
  return Number(await page.evaluate(() => sessionStorage.getItem('asked') ?? '0'));
}

/** Copies a folder of the disk to where installPicker finds it. */
export async function fillPicked(page: Page, folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile()).map((it) => {
    const path = join(it.parentPath, it.name);
    return { parts: relative(folder, path).split(sep), base64: readFileSync(path).toString('base64') };
  });
  await page.evaluate(async (all) => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('Totalsegmentator', { create: true });
    for (const { parts, base64 } of all) {
      let at = root;
      for (const part of parts.slice(0, -1)) at = await at.getDirectoryHandle(part, { create: true });
      const writable = await (await at.getFileHandle(parts[parts.length - 1], { create: true })).createWritable();
      await writable.write(Uint8Array.from(atob(base64), (it) => it.charCodeAt(0)));
      await writable.close();
    }
  }, files);
}
