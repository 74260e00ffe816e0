import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS } from './tools/house/chromium.mjs';

const named = process.env['ISODICE_CHROMIUM'];
const executablePath = named ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined);
const port = 5318;
/** A site that is already served, such as a deployed one; without it the production build is served here. */
const site = process.env['ISODICE_E2E_URL'];

/** Without WebGPU the engine must say so and take WASM; with the software adapter it may be made to take WebGPU. */
const withoutGpu = CHROMIUM_FLAGS.filter((flag) => !flag.includes('webgpu'));

const chromium = (args: readonly string[]) => ({
  browserName: 'chromium' as const,
  viewport: { width: 1440, height: 900 },
  launchOptions: { args: [...args], ...(executablePath ? { executablePath } : {}) },
});

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.scratch/browser',
  // One after the other: every test runs networks on all cores.
  workers: 1,
  timeout: 600_000,
  expect: { timeout: 60_000 },
  forbidOnly: process.env['CI'] !== undefined,
  use: { baseURL: site ?? `http://localhost:${port}/`, acceptDownloads: true, trace: 'retain-on-failure' },
  projects: [
    { name: 'wasm', use: chromium([...withoutGpu, '--disable-features=WebGPU']) },
    // The viewer by itself has no engine: once is enough.
    { name: 'webgpu', use: chromium(CHROMIUM_FLAGS), testIgnore: 'viewer.spec.ts' },
  ],
  ...(site ? {} : {
    webServer: {
      command: `node tools/house/start.mjs --port ${port} --data ../shared/data`,
      url: `http://localhost:${port}/`,
      reuseExistingServer: false,
      timeout: 180_000,
    },
  }),
});
