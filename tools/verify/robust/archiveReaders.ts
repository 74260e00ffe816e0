import { strToU8, zipSync } from 'fflate';
import { parseBundledIndex } from '#core/cohort/bundledTable.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import { zipFiles } from '#core/cohort/fileEntry.ts';
import { importCohort } from '#core/cohort/importCohort.ts';
import { formatBundle, parseBundle } from '#core/cohort/results/runBundle.ts';
import { formatResultTable, parseResultTable } from '#core/cohort/results/savedTable.ts';
import type { ResultTable } from '#core/cohort/resultTable.ts';
import { formatCohort, parseCohort } from '#core/cohort/savedCohort.ts';
import type { Cohort } from '#core/cohort/subject.ts';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import type { Result } from '#core/faults.ts';
import { attempt } from '#core/faults.ts';
import { LAYOUT_FIXTURES } from '../cohort/layoutFixtures.ts';
import type { RobustReader } from './reader.ts';
import { outcomeOf } from './reader.ts';

const TABLE = plantedTable({ subjects: 3 });
const COHORT: Cohort = {
  name: 'three', subjects: [{ id: 's1', covariates: { sex: { kind: 'category', value: 'female' }, age: { kind: 'number', value: 89, limit: 'at least' }, bmi: { kind: 'missing', reason: 'implausible', text: '250' } }, provenance: [{ path: 'meta.csv', row: 2 }] }],
  cases: [{ id: 's1', subjectId: 's1', modality: 'CT', images: [{ path: 's1/ct.nii.gz', sizeBytes: 9 }], references: [{ organ: 'liver', file: { path: 's1/liver.nii.gz' }, labelValues: [1, 2] }] }],
};

function wrongRows({ rows, cases, subjects, organs, runs, columns }: ResultTable): string | undefined {
  if ([...columns.values()].some((it) => it.length !== rows.case.length)) return 'a column of another length';
  if (rows.case.some((it) => subjects[cases[it]?.subject] === undefined)) return 'a row without a subject';
  return rows.organ.some((it) => organs[it] === undefined) || rows.run.some((it) => runs[it] === undefined) ? 'a row without an organ or run' : undefined;
}

/** Opens an archive and unpacks all that is in it. */
async function unpackedFiles(bytes: Uint8Array): Promise<Result<readonly (FileEntry & { readonly content: Uint8Array })[]>> {
  const listing = zipFiles(bytes, 'x.zip');
  if (listing.state === 'failed') return listing;
  return attempt(() => Promise.all(listing.value.files.map(async (it) => ({ ...it, content: await it.read() }))));
}

const sizes = (files: readonly (FileEntry & { readonly content: Uint8Array })[]): string | undefined => {
  const short = files.find((it) => it.content.length !== it.sizeBytes);
  return short && `${short.content.length} bytes of ${short.sizeBytes} of ${short.path}`;
};

const zip: RobustReader = {
  name: 'zip', read: async (bytes) => outcomeOf(await unpackedFiles(bytes), sizes),
  seeds: async () => [
    zipSync({ 'a/x.txt': strToU8('x'.repeat(400)), 'a/._x.txt': strToU8('junk'), 'b.txt': strToU8('b') }), zipSync({ 'a.bin': Uint8Array.from({ length: 300 }, (_, n) => n % 251) }, { level: 0 }),
    zipSync({ '../up.txt': strToU8('up'), 'C:/x.txt': strToU8('drive'), '': strToU8('nameless') }),
  ],
};

/** Folders of every layout, one of whose tables or descriptions is damaged, imported to the end. */
const importing: RobustReader = {
  name: 'import', content: 'text',
  seeds: async () => LAYOUT_FIXTURES.flatMap(({ files }) => Object.entries(files).filter(([, text]) => text.length > 20).map(([path, text]) => strToU8(`${path}\n${text}`))),
  read: async (bytes) => {
    const [path, ...lines] = new TextDecoder().decode(bytes).split('\n');
    const fixture = LAYOUT_FIXTURES.find(({ files }) => path in files) ?? LAYOUT_FIXTURES[0];
    const files = Object.entries({ ...fixture.files, [path]: lines.join('\n') }).map(([name, text]): FileEntry => ({ path: name, sizeBytes: text.length, read: () => Promise.resolve(strToU8(text)) }));
    return outcomeOf(await importCohort(files, { source: 'x' }), ({ cohort }) => {
      const known = new Set(cohort.subjects.map((it) => it.id));
      const stray = cohort.cases.find((it) => !known.has(it.subjectId));
      return stray && `case ${stray.id} has no subject`;
    });
  },
};

const bundle: RobustReader = {
  name: 'bundle', seeds: async () => [formatBundle({ table: TABLE, cohort: COHORT, masks: [{ run: 'balanced', caseId: 's1', bytes: Uint8Array.of(31, 139, 8) }] }, '0')],
  read: async (bytes) => {
    const files = await unpackedFiles(bytes);
    return files.state === 'failed' ? outcomeOf(files, () => undefined) : outcomeOf(await parseBundle(files.value, 'x.zip'), ({ table }) => wrongRows(table));
  },
};

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const savedTable: RobustReader = { name: 'result-table', content: 'text', seeds: async () => [strToU8(formatResultTable(TABLE))], read: async (bytes) => outcomeOf(parseResultTable(text(bytes)), wrongRows) };
const savedCohort: RobustReader = { name: 'saved-cohort', content: 'text', seeds: async () => [strToU8(formatCohort(COHORT))], read: async (bytes) => outcomeOf(parseCohort(text(bytes)), ({ cases }) => (cases.some((it) => !Array.isArray(it.images)) ? 'a case without a list of images' : undefined)) };

const BUNDLED_INDEX = {
  format: 'isodice-cohort-1', name: 'x', notice: 'synthetic', subjects: [{ id: 'PH-1', modality: 'CT', covariates: COHORT.subjects[0].covariates }], organs: ['liver'],
  runs: TABLE.runs.slice(0, 1).map((it) => ({ ...it, settings: { kind: 'box' }, casesDone: 1 })), rows: 1, columns: [{ name: 'dice', file: 'dice.f32', type: 'f32' }], maps: { bins: 512, stepMm: 0.5, files: [{ run: 'x', organ: 'liver', file: 'maps/x.gz' }], none: { 'mask-empty': 1 } },
};
const bundledIndex: RobustReader = {
  name: 'bundled-index', content: 'text', seeds: async () => [strToU8(JSON.stringify(BUNDLED_INDEX))],
  read: async (bytes) => outcomeOf(parseBundledIndex(text(bytes)), ({ columns }) => (columns.some((it) => it.file.includes('/')) ? 'a column outside its folder' : undefined)),
};

export const ARCHIVE_READERS: readonly RobustReader[] = [zip, importing, bundle, savedTable, savedCohort, bundledIndex];
