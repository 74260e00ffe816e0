/**
 * Shows what the importer makes of a folder, a zip or a table, before anything is stored:
 * npm run verify:cohort -- [--input PATH] [--format NAME] [--json FILE]
 * Without an input it writes a folder and a zip of each layout and files of each result format to a temporary folder,
 * demands of each what its data set is known to hold, and reads ../shared/data/kits23.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultSentence } from '#core/faults.ts';
import type { CheckedRow } from './cohort/defaultInputs.ts';
import { defaultInputs } from './cohort/defaultInputs.ts';
import { openInput } from './cohort/openInput.ts';
import { conclude, printTable, readOptions } from './report.ts';

const options = readOptions();
const input = options.text('input');
const checked = input ? [await given(input, options.text('format') || undefined)] : await inTemporaryFolder();

const rows = checked.map(({ row, wrong }) => ({
  source: row.source, recognised: row.recognised, subjects: row.subjects, cases: row.cases, matched: row.matched, doubtful: row.doubtful, refused: row.refused, faults: row.faults,
  ...(wrong === undefined ? {} : { wrong }),
}));
printTable(rows, ['source', 'recognised', 'subjects', 'cases', 'matched', 'doubtful', 'refused', 'faults']);
if (input) {
  console.log('');
  for (const { row } of checked) {
    for (const it of row.details) console.log(`${it.severity}: ${it.code}: ${faultSentence(it)}`);
    for (const it of row.report?.doubtful.slice(0, 20) ?? []) console.log(`doubtful: ${it.tableId} (table) and ${it.caseId} (files)`);
    for (const it of row.report?.columns.filter((column) => column.role !== 'other' && column.role !== 'ignored') ?? []) console.log(`column ${it.name} is taken as ${it.role} (${it.confidence})`);
  }
}
for (const { row, wrong } of checked) if (wrong !== undefined) console.log(`${row.source}: ${wrong}`);
conclude(options, { command: 'verify:cohort', rows, holds: checked.every((it) => it.wrong === undefined) });

async function given(path: string, format: string | undefined): Promise<CheckedRow> {
  if (!existsSync(path)) throw new Error(`--input expects a folder, zip or table, and ${path} is absent`);
  const row = await openInput(path, format);
  return { row, wrong: row.failed ? row.details.map(faultSentence).join(' ') : undefined };
}

async function inTemporaryFolder(): Promise<readonly CheckedRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'isodice-cohort-'));
  try {
    return (await defaultInputs(folder)).map(({ row, wrong }) => ({ row: { ...row, source: row.source.replace(`${folder}/`, '') }, wrong }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
