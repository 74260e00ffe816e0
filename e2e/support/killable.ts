import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS } from '../../tools/house/chromium.mjs';

/** A browser whose processes can be killed as the kernel or a power cut would, and started again on the same profile. */
export interface KillableBrowser {
  readonly page: Page;
  /** SIGKILL to the browser and all that it started; nothing is flushed, no handler runs. Resolves when it is gone. */
  kill(): Promise<void>;
}

const STARTS_WITHIN_MS = 30_000;

/** Starts Chromium on a profile and opens an address. Playwright's own browsers are asked to close; this one is not. */
export async function openKillable(profile: string, address: string): Promise<KillableBrowser> {
  const portFile = join(profile, 'DevToolsActivePort');
  // Of the browser that was killed before: its port is nobody's now.
  rmSync(portFile, { force: true });
  for (const lock of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) rmSync(join(profile, lock), { force: true });
  const flags = CHROMIUM_FLAGS.filter((it) => !it.includes('webgpu'));
  const child = spawn(executable(), [...flags, '--headless=new', '--disable-features=WebGPU', '--remote-debugging-port=0', '--hide-crash-restore-bubble', `--user-data-dir=${profile}`, '--window-size=1440,900', 'about:blank'], { detached: true, stdio: 'ignore' });
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portOf(portFile, child)}`);
  const [context] = browser.contexts();
  const page = context.pages()[0] ?? await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(address);
  return {
    page,
    kill: async () => {
      const gone = new Promise((settle) => { child.once('exit', settle); });
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await gone;
      await browser.close().catch(() => undefined);
    },
  };
}

function executable(): string {
  return process.env['ISODICE_CHROMIUM'] ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : chromium.executablePath());
}

async function portOf(file: string, child: ChildProcess): Promise<number> {
  for (const begin = Date.now(); Date.now() - begin < STARTS_WITHIN_MS; await wait(50)) {
    if (child.exitCode !== null) throw new Error(`Chromium ended with ${child.exitCode} before it listened`);
    const [port] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (port) return Number(port);
  }
  throw new Error(`Chromium does not listen after ${STARTS_WITHIN_MS / 1000} s`);
}
