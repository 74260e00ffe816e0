/**
 * Feeds every reader damaged and hostile input and demands a named fault or a valid value each time, in time:
 * npm run verify:robust -- [--cases N] [--seed S] [--reader NAME] [--timeoutMs T] [--json FILE]
 */
import { conclude, printTable, readOptions } from './report.ts';
import type { Row } from './report.ts';
import { READERS, readerNamed } from './robust/readers.ts';
import { supervise } from './robust/supervise.ts';

const options = readOptions();
const cases = options.number('cases', 2000);
const seed = options.number('seed', 1);
const timeoutMs = options.number('timeoutMs', 10_000);
const only = options.text('reader');

const rows: Row[] = [];
const failures: Row[] = [];
const names = only ? [readerNamed(only).name] : READERS.map((it) => it.name);
const all = await supervise({ readers: names, seed, cases, timeoutMs });
for (const [n, name] of names.entries()) {
  const outcomes = all.slice(n * cases, (n + 1) * cases);
  const count = (state: string) => outcomes.filter((it) => it.state === state).length;
  const codes = new Map<string, number>();
  outcomes.forEach((outcome, index) => {
    if (outcome.state === 'fault') codes.set(outcome.code, (codes.get(outcome.code) ?? 0) + 1);
    if (outcome.state === 'crash' || outcome.state === 'hang') failures.push({ reader: name, case: index, came: outcome.state === 'crash' ? outcome.detail : `no answer in ${timeoutMs} ms` });
  });
  const [hangs, crashes] = [count('hang'), count('crash')];
  const holds = hangs === 0 && crashes === 0 && outcomes.length === cases;
  const commonest = [...codes].sort((a, b) => b[1] - a[1]).map(([code, n]) => `${code}:${n}`);
  rows.push({ reader: name, inputs: outcomes.length, valid: count('valid'), faults: count('fault'), hangs, crashes, holds, codes: commonest });
}

printTable(rows, ['reader', 'inputs', 'valid', 'faults', 'hangs', 'crashes', 'holds', 'codes']);
if (failures.length > 0) {
  console.log('');
  printTable(failures.slice(0, 40), ['reader', 'case', 'came']);
}
conclude(options, { command: 'verify:robust', rows, holds: rows.every((it) => it.holds === true), more: { seed, cases, failures: failures.slice(0, 200) } });
