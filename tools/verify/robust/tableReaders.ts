import { strToU8, zipSync } from 'fflate';
import { decodeText } from '#core/cohort/decodeText.ts';
import { readDemographics } from '#core/cohort/demographics.ts';
import type { RawTable } from '#core/cohort/rawTable.ts';
import { readTables } from '#core/cohort/readTables.ts';
import type { ResultExport } from '#core/cohort/results/exportResults.ts';
import { exportResults } from '#core/cohort/results/exportResults.ts';
import type { ResultReading } from '#core/cohort/results/readResults.ts';
import { readResults } from '#core/cohort/results/readResults.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import type { Result } from '#core/faults.ts';
import { attemptNow } from '#core/faults.ts';
import { LAYOUT_FIXTURES } from '../cohort/layoutFixtures.ts';
import type { RobustReader } from './reader.ts';
import { outcomeOf } from './reader.ts';
import { workbook } from './workbook.ts';

/** Tables of subjects as data sets ship them, with the traps that the fixtures hold. */
const TABLES = LAYOUT_FIXTURES.flatMap(({ files }) => Object.entries(files).filter(([path]) => /[.](csv|tsv)$/.test(path)).map(([, text]) => text));
const JSON_TABLES = LAYOUT_FIXTURES.flatMap(({ files }) => Object.entries(files).filter(([path]) => /kits23[.]json$/.test(path)).map(([, text]) => text));

function wrongTable({ header, rows }: RawTable): string | undefined {
  const ragged = rows.findIndex((row) => row.length !== header.length);
  if (ragged >= 0) return `row ${ragged} has ${rows[ragged].length} cells for ${header.length} columns`;
  return undefined;
}

/** Reads every table of a file and takes its rows for subjects, as an import does. */
function subjectsOf(bytes: Uint8Array, path: string): Result<readonly RawTable[]> {
  const read = readTables(bytes, path);
  if (read.state === 'failed') return read;
  return attemptNow(() => {
    for (const table of read.value) {
      const values = readDemographics(table).subjects.flatMap((it) => Object.values(it.covariates));
      const odd = values.find((it) => (it.kind === 'number' ? !Number.isFinite(it.value) : it.kind === 'category' && typeof it.value !== 'string'));
      if (odd) throw new Error(`a covariate is ${String(Object.values(odd))}`);
    }
    return read.value;
  });
}

const asTables = async (bytes: Uint8Array, path: string) =>
  outcomeOf(subjectsOf(bytes, path), (tables) => tables.map(wrongTable).find((it) => it !== undefined));

const csv: RobustReader = {
  name: 'csv', content: 'text', read: (bytes) => asTables(bytes, 'patients.csv'),
  seeds: async () => [...TABLES.map((it) => strToU8(it)), strToU8('id,sex,note\n1,constructor,"a ""quoted"" line\nthat goes on"\n2,valueOf,"=HYPERLINK(1)"\n'), Uint8Array.from('Pat;Gr\u00f6\u00dfe;Gewicht\n1;172,5;80\n2;1,81;79,5\n', (it) => it.charCodeAt(0))],
};

const jsonTable: RobustReader = {
  name: 'json-table', content: 'text', read: (bytes) => asTables(bytes, 'subjects.json'),
  seeds: async () => [...JSON_TABLES, '{"s1": {"age": 61, "sex": "F"}, "s2": {"age": NaN, "sex": "M"}}', '[["id", "age"], ["s1", 61]]', `${'['.repeat(200)}1${']'.repeat(200)}`].map((it) => strToU8(it)),
};

/** The archive's own bytes are damaged. */
const xlsx: RobustReader = { name: 'xlsx', read: (bytes) => asTables(bytes, 'x.xlsx'), seeds: async () => [zipSync(workbook()), zipSync(workbook(), { level: 0 })] };

const SHEET = 'xl/worksheets/sheet1.xml';
/** A sheet, the shared strings or the styles are damaged, and the archive round them is sound. */
const xlsxInside: RobustReader = {
  name: 'xlsx-inside', content: 'text', read: (bytes) => asTables(bytes, 'x.xlsx'),
  seeds: async () => Object.values(workbook()),
  wrap: (bytes, random) => {
    const parts = Object.keys(workbook());
    // Damage lands in the part that it was made from, or in a sheet.
    const part = parts.find((it) => sameStart(bytes, workbook()[it])) ?? SHEET;
    return zipSync({ ...workbook(), [random.chance(0.9) ? part : random.pick(parts)]: bytes }, { level: 0 });
  },
};

function sameStart(a: Uint8Array, b: Uint8Array): boolean {
  return a.length >= 120 && b.length >= 120 && a.subarray(60, 120).every((it, n) => it === b[60 + n]);
}

function wrongResults({ rows }: ResultReading): string | undefined {
  const bad = rows.find((it) => (it.value === null ? it.gap === undefined : Number.isNaN(it.value)));
  return bad && `${bad.caseId} ${bad.organ} ${bad.metric} has no value and no reason`;
}

const TABLE = plantedTable({ subjects: 3 });
const exported = (format: ResultExport) => { const { content } = exportResults(TABLE, format); return typeof content === 'string' ? strToU8(content) : content; };
const asResults = async (bytes: Uint8Array, path: string) => outcomeOf(readResults(bytes, path), wrongResults);

const resultsCsv: RobustReader = {
  name: 'results-csv', content: 'text', read: (bytes) => asResults(bytes, 'model/results.csv'),
  seeds: async () => [exported('csv-long'), exported('csv-wide'), exported('fairmedfm'), strToU8('name,liver,spleen\ncase_1,0.95,0.9\ncase_2,-1,nan\n'), strToU8(',Dice_1,Dice_2\np1,0.9,0.8\np2,nan,inf\n')],
};
const resultsJson: RobustReader = {
  name: 'results-json', content: 'text', read: (bytes) => asResults(bytes, 'fold_0/summary.json'),
  seeds: async () => [exported('nnunet-summary'), strToU8('{"metric_per_case": [{"metrics": {"1": {"Dice": NaN, "FN": 0}, "(1, 2)": {"Dice": 0.5}}, "prediction_file": "a/case_1.nii.gz", "reference_file": "b/case_1.nii.gz"}], "mean": {}}')],
};

/** Encodings: any bytes are text of some kind, or a fault. */
const encodings: RobustReader = {
  name: 'text-encoding',
  read: async (bytes) => outcomeOf(attemptNow(() => decodeText(bytes, 'x.csv')), ({ text }) => (text.startsWith('\ufeff') ? 'a byte order mark is left in the text' : undefined)),
  seeds: async () => [strToU8('\ufeffid,name\n1,Gr\u00f6\u00dfe\n'), Uint8Array.from(Buffer.from('\ufeffid,name\n1,x\n', 'utf16le')), Uint8Array.from([105, 100, 59, 246, 10, 49, 59, 50])],
};

export const TABLE_READERS: readonly RobustReader[] = [csv, jsonTable, encodings, xlsx, xlsxInside, resultsCsv, resultsJson];
