import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { importCohort } from '#core/cohort/importCohort.ts';
import { sharedPath } from '../../house/shared.ts';
import { LAYOUT_FIXTURES, totalSegmentatorNames } from './layoutFixtures.ts';
import type { InputRow } from './openInput.ts';
import { openInput } from './openInput.ts';

/** A row and what is wrong with it, where something is. */
export interface CheckedRow {
  readonly row: InputRow;
  readonly wrong: string | undefined;
}

/** Result files of programs, and how many values and cases each has. */
const RESULT_FILES: Readonly<Record<string, { readonly text: string; readonly recognised: string; readonly cases: number }>> = {
  'nnunet3d/summary.json': { text: '{"metric_per_case":[{"metrics":{"1":{"Dice":NaN},"2":{"Dice":0.5}},"prediction_file":"a.nii.gz"}]}', recognised: 'results (nnunet-summary, 2 values)', cases: 1 },
  'monai/mean_dice_raw.csv': { text: 'filename,class0,mean,mean\n/d/a_1.nii.gz,0.9,0.9\n', recognised: 'results (monai, 1 values)', cases: 1 },
  'UNETR/dsc.csv': { text: 'name,aorta,liver\ns1,0.9,\ns2,0.8,0.7\n', recognised: 'results (touchstone, 4 values)', cases: 2 },
  'ts/evaluation.csv': { text: 'subject,dice-liver,surface_dice_3-liver\ns1,0.9,0.8\n', recognised: 'results (totalsegmentator-evaluate, 2 values)', cases: 1 },
  'fm/in.csv': { text: 'dice,sex\n0.9,F\n0.8,M\n', recognised: 'results (fairmedfm, 2 values)', cases: 2 },
  'long.csv': { text: 'case;model;organ;metric;value\na;m;liver;dice;0,9\n', recognised: 'results (long, 1 values)', cases: 1 },
};

/** Every layout as a folder and as a zip, result files, and 1,228 folders by name, written into `folder`; and ../shared/data/kits23. */
export async function defaultInputs(folder: string): Promise<readonly CheckedRow[]> {
  const checked: CheckedRow[] = [];
  for (const { format, files, expected } of LAYOUT_FIXTURES) {
    for (const [path, text] of Object.entries(files)) write(join(folder, format, path), text);
    const zip = join(folder, `${format}.zip`);
    writeFileSync(zip, zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))));
    for (const source of [join(folder, format), zip]) {
      const row = await openInput(source);
      const came = { recognised: row.recognised, subjects: row.subjects, cases: row.cases, matched: row.matched, doubtful: row.doubtful, refused: row.refused, faults: [...row.faults].sort() };
      const wanted = { recognised: format, ...expected, faults: [...expected.faults].sort() };
      checked.push({ row, wrong: differences(wanted, came) });
    }
  }
  for (const [path, { text, recognised, cases }] of Object.entries(RESULT_FILES)) {
    const source = join(folder, 'results', path);
    write(source, text);
    const row = await openInput(source);
    checked.push({ row, wrong: differences({ recognised, cases }, { recognised: row.recognised, cases: row.cases }) });
  }
  checked.push(await manyFolders());
  const kits = sharedPath('data/kits23');
  if (kits) {
    const row = await openInput(kits);
    checked.push({ row, wrong: differences({ recognised: 'kits', subjects: 489, cases: 4, matched: 4, doubtful: 0 }, { recognised: row.recognised, subjects: row.subjects, cases: row.cases, matched: row.matched, doubtful: row.doubtful }) });
  } else console.log('../shared/data/kits23 is absent and was passed over');
  return checked;
}

const MOST_SECONDS = 30;

async function manyFolders(): Promise<CheckedRow> {
  const files = totalSegmentatorNames().map((path) => ({ path, sizeBytes: 1, read: () => Promise.reject(new Error(`${path} was opened`)) }));
  const began = performance.now();
  const result = await importCohort(files, { source: '1,228 TotalSegmentator folders (names)' });
  const seconds = (performance.now() - began) / 1000;
  if (result.state === 'failed') throw new Error(result.fault.code);
  const { report } = result.value;
  const row: InputRow = { source: `${report.source}, ${files.length} files in ${seconds.toFixed(2)} s`, recognised: report.recognised, subjects: report.subjects, cases: report.cases, matched: report.matched, doubtful: 0, refused: 0, faults: report.faults.map((it) => it.code), failed: false, details: report.faults };
  return { row, wrong: seconds > MOST_SECONDS ? `took ${seconds.toFixed(1)} s, expected at most ${MOST_SECONDS}` : differences({ cases: 1228 }, { cases: report.cases }) };
}

function differences(wanted: Readonly<Record<string, unknown>>, came: Readonly<Record<string, unknown>>): string | undefined {
  const found = Object.keys(wanted).filter((key) => JSON.stringify(wanted[key]) !== JSON.stringify(came[key])).map((key) => `${key}: expected ${JSON.stringify(wanted[key])}, came ${JSON.stringify(came[key])}`);
  return found.length === 0 ? undefined : found.join('; ');
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
