import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BundledIndex } from '#core/cohort/bundledTable.ts';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import { protocolLabel } from '#core/evaluation/protocolSpec.ts';
import { STEP_MM } from '#core/errormaps/compactMap.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import { metricFloor } from '#core/metrics/metricFloor.ts';
import { makeCohort } from '#demo/cohort.ts';
import type { CohortMember, Recorded } from '#demo/cohort.ts';
import { PHANTOM_LABELS } from '#demo/references.ts';
import { bundleReadme } from './bundleReadme.ts';
import { loadNodeModel } from './nodeModels.ts';
import type { DemoRun } from './runs.ts';
import { SAMPLE_SIZE } from './runs.ts';
import type { ShardEnd, ShardRow } from './shards.ts';
import { endedRows } from './shards.ts';

const NOTICE = 'Synthetic subjects; models trained by this project; gaps learned, not measured in people.';
const MEASURES = [
  ['dice', 'f64'], ['nsd', 'f32'], ['hd95Mm', 'f32'], ['assdMm', 'f32'], ['precision', 'f32'], ['recall', 'f32'], ['volumeErrorMl', 'f32'],
  ['referenceVolumeMl', 'f32'], ['centroidShiftMm', 'f32'], ['referenceAreaMm2', 'f32'], ['metricFloor', 'f32'],
] as const;
const ORGANS = PHANTOM_LABELS.map(({ name }) => name);

/** Makes public/cohort of what the shards hold: index.json, a file a column, and error maps by run and organ. */
export async function writeBundle(shards: string, runs: readonly DemoRun[], out: string): Promise<void> {
  const everyone = makeCohort();
  const digests = new Map<string, readonly string[]>();
  const names = new Map<string, string>();
  for (const run of runs) {
    const { name, sha256 } = await loadNodeModel(run.model, 1);
    digests.set(run.id, sha256);
    names.set(run.model, name);
  }
  const { rows: found, ends } = endedRows(shards, runs.map(({ id, protocol }) => ({ id, sha256: digests.get(id) ?? [], settings: protocol })));
  const shown = runs.flatMap((run) => steppedRuns(run)).filter(({ id }) => found.some((row) => row.run === id));
  // Only those that something was evaluated on: the others would look like missing values.
  const seen = new Set(found.map(({ caseId }) => caseId));
  const members = everyone.filter(({ id }) => seen.has(id));
  const caseAt = new Map(members.map(({ id }, n) => [id, n]));
  const runAt = new Map(shown.map(({ id }, n) => [id, n]));
  const rows = found.filter(({ run }) => runAt.has(run)).toSorted((a, b) => at(runAt, a.run) - at(runAt, b.run) || at(caseAt, a.caseId) - at(caseAt, b.caseId) || ORGANS.indexOf(a.organ) - ORGANS.indexOf(b.organ));
  const floors = pooledAssd(rows);

  const folder = `${out}.new`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'maps'), { recursive: true });
  const columns: BundledIndex['columns'] = [];
  const write = (name: string, type: BundledIndex['columns'][number]['type'], value: (row: ShardRow) => number) => {
    const values = rows.map(value);
    const array = { u8: () => Uint8Array.from(values), u16: () => Uint16Array.from(values), f32: () => Float32Array.from(values), f64: () => Float64Array.from(values) }[type]();
    writeFileSync(join(folder, `${name}.${type}`), new Uint8Array(array.buffer));
    columns.push({ name, file: `${name}.${type}`, type });
  };
  write('case', 'u16', ({ caseId }) => at(caseAt, caseId));
  write('organ', 'u8', ({ organ }) => ORGANS.indexOf(organ));
  write('run', 'u8', ({ run }) => at(runAt, run));
  write('status', 'u8', ({ status }) => RESULT_STATUS.indexOf(status as (typeof RESULT_STATUS)[number]));
  for (const [name, type] of MEASURES) write(name, type, (row) => (name === 'metricFloor' ? floorOf(row, floors) : row.values[name]) ?? Number.NaN);

  const index: BundledIndex = {
    format: 'isodice-cohort-1', name: members.length < everyone.length ? `Synthetic cohort, ${members.length} of ${everyone.length} subjects evaluated so far` : 'Synthetic cohort', notice: NOTICE, organs: ORGANS, rows: rows.length, columns,
    subjects: members.map((member) => ({ id: member.id, modality: member.subject.modality, covariates: covariatesOf(member) })),
    runs: shown.map(({ id, base, protocol }) => ({
      id, protocol, settings: { ...base.protocol }, device: 'cpu (onnxruntime-node)', threads: 1, seed: 1, ...versionsOf(ends.filter(({ ended }) => ended === base.id)),
      model: { id: base.model, name: names.get(base.model) ?? base.model, sha256: [...(digests.get(base.id) ?? [])] },
      casesAsked: base.subjects === 'all' ? everyone.length : SAMPLE_SIZE, casesDone: ends.filter(({ ended }) => ended === base.id).length,
    })),
    maps: { bins: BINS, stepMm: STEP_MM, files: writeMaps(folder, rows, shown.map(({ id }) => id), caseAt), none: countBy(rows.flatMap(({ noMap }) => (noMap === undefined ? [] : [noMap]))) },
  };
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
  writeFileSync(join(folder, 'README.md'), bundleReadme(index));
  rmSync(out, { recursive: true, force: true });
  renameSync(folder, out);
  for (const { id, casesDone, casesAsked } of index.runs) console.log(`${id}: ${casesDone} of ${casesAsked} subjects`);
}

/** Every version that gave rows of a run. */
function versionsOf(ends: readonly ShardEnd[]): Pick<ShardEnd, 'onnxruntime' | 'program'> {
  const all = (of: 'onnxruntime' | 'program') => [...new Set(ends.map((it) => it[of]))].toSorted().join(', ');
  return { onnxruntime: all('onnxruntime'), program: all('program') };
}

interface SteppedRun { readonly id: string; readonly base: DemoRun; readonly protocol: BundledIndex['runs'][number]['protocol'] }

/** A protocol of clicks shows as a run for each number of clicks. */
function steppedRuns(base: DemoRun): SteppedRun[] {
  const { protocol, model } = base;
  if (protocol.kind === 'clicks') {
    return Array.from({ length: protocol.budget }, (_, n) => ({ id: `${model}/clicks-${n + 1}`, base, protocol: { id: `clicks-${n + 1}`, label: protocolLabel({ ...protocol, budget: n + 1 }), strength: n + 1 } }));
  }
  const strength = protocol.kind === 'box' && protocol.jitterMm > 0 ? { strength: protocol.jitterMm } : {};
  return [{ id: base.id, base, protocol: { id: base.id.slice(model.length + 1), label: protocolLabel(protocol), ...strength } }];
}

/** Mean ASSD of a run and organ over everybody with a value: the equal error that the metric floor asks about. */
function pooledAssd(rows: readonly ShardRow[]): ReadonlyMap<string, number> {
  const sums = new Map<string, { sum: number; n: number }>();
  for (const { run, organ, values } of rows) {
    const assd = values['assdMm'];
    if (assd == null || !Number.isFinite(assd)) continue;
    const it = sums.get(`${run}|${organ}`) ?? { sum: 0, n: 0 };
    sums.set(`${run}|${organ}`, { sum: it.sum + assd, n: it.n + 1 });
  }
  return new Map([...sums].map(([key, { sum, n }]) => [key, sum / n]));
}

function floorOf({ run, organ, values }: ShardRow, pooled: ReadonlyMap<string, number>): number | null {
  const assd = pooled.get(`${run}|${organ}`);
  const { referenceAreaMm2, referenceVolumeMl } = values;
  return assd === undefined || referenceAreaMm2 == null || referenceVolumeMl == null ? null : metricFloor({ surfaceAreaMm2: referenceAreaMm2, volumeMl: referenceVolumeMl }, assd);
}

/** A bank of mapBank.ts for each run and organ: a map for every case of the cohort, masked throughout where there is none. */
function writeMaps(out: string, rows: readonly ShardRow[], runs: readonly string[], caseAt: ReadonlyMap<string, number>): BundledIndex['maps']['files'] {
  return runs.flatMap((run, r) => ORGANS.flatMap((organ) => {
    const of = rows.filter((row) => row.run === run && row.organ === organ);
    if (!of.some(({ map }) => map !== undefined)) return [];
    const codes = new Int8Array(caseAt.size * BINS).fill(-128);
    for (const { map, caseId } of of) if (map !== undefined) codes.set(new Int8Array(Buffer.from(map, 'base64')), at(caseAt, caseId) * BINS);
    const file = `maps/${r}-${organ}.i8.gz`;
    writeFileSync(join(out, file), gzipSync(codes, { level: 9 }));
    return [{ run, organ, file }];
  }));
}

function covariatesOf({ subject, recorded }: CohortMember): Record<string, CovariateValue> & BundledIndex['subjects'][number]['covariates'] {
  const number = (it: Recorded<number>) => (it.state === 'known' ? { kind: 'number' as const, value: it.value } : missing(it.reason));
  return {
    sex: recorded.sex.state === 'known' ? { kind: 'category', value: recorded.sex.value } : missing(recorded.sex.reason),
    age: number(recorded.ageYears), bmi: number(recorded.bmi),
    site: { kind: 'category', value: subject.site }, modality: { kind: 'category', value: subject.modality },
  };
}

const missing = (text: string) => ({ kind: 'missing' as const, reason: 'marked missing' as const, text });

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

function at(map: ReadonlyMap<string, number>, key: string): number {
  const found = map.get(key);
  if (found === undefined) throw new RangeError(`unknown ${key}`);
  return found;
}
