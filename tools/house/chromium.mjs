import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './install.mjs';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** What a headless Chromium needs for a software WebGPU and WebGL2, and for silence on a closed network. */
export const CHROMIUM_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader', '--no-sandbox',
  '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

function installed() {
  const named = process.env.ISODICE_CHROMIUM;
  if (named) return existsSync(named) ? named : undefined;
  const system = SYSTEM.find((path) => existsSync(path));
  if (system) return system;
  const own = createRequire(join(root, 'package.json'))('playwright').chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

/** Path of a Chromium: the system's, else Playwright's download, else Debian's package; undefined where none is to be had. */
export function provisionChromium() {
  const found = installed();
  if (found) return found;
  console.log('No Chromium found; trying Playwright\'s download …');
  spawnSync(process.execPath, [join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium'], { stdio: 'inherit', timeout: 300_000 });
  if (installed()) return installed();
  console.log('Trying the system\'s package …');
  spawnSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq chromium'], { stdio: 'inherit', timeout: 600_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  return installed();
}
