import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenStale } from './build.mjs';
import { provisionChromium } from './chromium.mjs';
import { installMissing, requireNode, root } from './install.mjs';

requireNode();
installMissing();
const scratch = join(root, '.scratch');
mkdirSync(scratch, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs a program of node_modules to its end; resolves with whether it exited 0 in time. */
function succeeds(title, args, env = {}, timeoutMs = 2_400_000) {
  console.log(`\n── ${title}`);
  return new Promise((settle) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    const timer = setTimeout(() => { console.log(`${title}: no end after ${timeoutMs / 1000} s`); child.kill('SIGKILL'); }, timeoutMs);
    child.on('exit', (code) => { clearTimeout(timer); settle(code === 0); });
  });
}

async function check(title, args) {
  const good = await succeeds(title, args);
  total[good ? 'passed' : 'failed'] += 1;
}

/** Adds a suite's own counts; a suite that failed without saying what failed counts as one failure. */
async function suite(title, args, env, reportFile, count) {
  rmSync(reportFile, { force: true });
  const good = await succeeds(title, args, env);
  let counted = { passed: 0, failed: 0, skipped: 0 };
  try { counted = count(JSON.parse(readFileSync(reportFile, 'utf8'))); } catch { console.log(`${title}: left no report`); counted.failed = 1; }
  if (!good && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(total)) total[key] += counted[key];
}

const bin = (path) => join(root, 'node_modules', path);
await check('types', [bin('typescript-native/bin/tsc'), '-p', 'tsconfig.json']);
await check('types, core without a DOM', [bin('typescript-native/bin/tsc'), '-p', 'tsconfig.core.json']);
await check('lint', [bin('oxlint/bin/oxlint'), '--deny-warnings']);
await check('import law', [bin('dependency-cruiser/bin/dependency-cruise.mjs'), 'src', '--config', '.dependency-cruiser.cjs']);

const unitReport = join(scratch, 'unit.json');
await suite('unit tests', [bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`], {}, unitReport,
  (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests + report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0) }));

const chromium = provisionChromium();
if (chromium) {
  buildWhenStale();
  const browserReport = join(scratch, 'browser.json');
  await suite('browser tests', [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'], { ISODICE_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport }, browserReport,
    ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }));
} else {
  console.log('browser tests: no Chromium is to be had on this machine; set ISODICE_CHROMIUM to one.');
  total.failed += 1;
}

console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed ? 1 : 0);
