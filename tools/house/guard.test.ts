import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Files of a scratch house: path, its imports, and the rule that must refuse it (or none). */
const PLANTED: readonly (readonly [path: string, code: string, rule: string | undefined])[] = [
  ['src/core/num/random.ts', 'export const a = 1;', undefined],
  ['src/core/faults.ts', 'export const fault = 1;', undefined],
  ['src/core/volume/grid.ts', "import { a } from '#core/num/random.ts'; import { fault } from '#core/faults.ts'; export const grid = a + fault;", undefined],
  ['src/core/num/upward.ts', "import { grid } from '#core/volume/grid.ts'; export const up = grid;", 'room-core-num'],
  ['src/core/metrics/reads.ts', "import { parse } from '#core/formats/nifti.ts'; export const r = parse;", 'room-core-metrics'],
  ['src/core/formats/nifti.ts', "import { grid } from '#core/volume/grid.ts'; export const parse = grid; export type Parsed = number;", undefined],
  ['src/core/metrics/typeOnly.ts', "import type { Parsed } from '#core/formats/nifti.ts'; export const t: Parsed = 1;", 'room-core-metrics'],
  ['src/core/volume/disk.ts', "import { readFileSync } from 'node:fs'; export const d = readFileSync;", 'node-in-cli'],
  ['src/core/volume/oldDisk.ts', "import { readFileSync } from 'fs'; export const d = readFileSync;", 'node-in-cli'],
  ['src/cli/main.ts', "import { readFileSync } from 'node:fs'; export const d = readFileSync;", undefined],
  ['src/core/models/runs.ts', "import * as ort from 'onnxruntime-web'; export const r = ort;", 'keeper-onnxruntime-webcommonnode'],
  ['src/engine/runs.ts', "import * as ort from 'onnxruntime-web'; export const r = ort;", undefined],
  ['src/charts/layout.ts', "import { scaleLinear } from 'd3-scale'; export const s = scaleLinear;", undefined],
  ['src/charts/hands.ts', "import { select } from 'd3-selection'; export const s = select;", 'd3-hands-in-kit'],
  ['src/charts/kit/brush.ts', "import { select } from 'd3-selection'; export const s = select;", undefined],
  ['src/viewer/peek.ts', "import { s } from '#charts/layout.ts'; export const p = s;", 'room-viewer'],
  ['src/engine/client.ts', 'export const client = 1;', undefined],
  ['src/engine/secret.ts', 'export const secret = 1;', undefined],
  ['src/app/asks.ts', "import { client } from '#engine/client.ts'; export const c = client;", undefined],
  ['src/app/digs.ts', "import { secret } from '#engine/secret.ts'; export const s = secret;", 'room-app'],
  ['src/core/prompts/toApp.ts', "import { c } from '#app/asks.ts'; export const x = c;", 'room-core-prompts'],
  ['src/core/statistics/stranger.ts', "import fc from 'fast-check'; export const f = fc;", 'no-stranger-package'],
  ['src/core/cohort/one.ts', "import { two } from '#core/cohort/two.ts'; export const one: number = two;", 'no-circle'],
  ['src/core/cohort/two.ts', "import { one } from '#core/cohort/one.ts'; export const two: number = one;", undefined], // a circle is reported once
  ['src/storage/lost.ts', "import { nowhere } from '#core/volume/nowhere.ts'; export const n = nowhere;", 'no-unresolved'],
];

let house = '';
let refused = new Map<string, string[]>();

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'isodice-guard-'));
  for (const [path, code] of PLANTED) {
    mkdirSync(join(house, dirname(path)), { recursive: true });
    writeFileSync(join(house, path), code);
  }
  for (const name of ['package.json', '.dependency-cruiser.cjs', 'tsconfig.json', 'tsconfig.base.json']) copyFileSync(join(root, name), join(house, name));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const printed = execFileSync(process.execPath, [cruiser, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', '--no-progress'], { cwd: house, maxBuffer: 1 << 26 });
  const { summary } = JSON.parse(printed.toString()) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  refused = new Map();
  for (const { from, rule } of summary.violations) refused.set(from, [...new Set([...(refused.get(from) ?? []), rule.name])]);
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

test.each(PLANTED)('%s', (path, _code, rule) => {
  expect(refused.get(path) ?? []).toEqual(rule === undefined ? [] : [rule]);
});
