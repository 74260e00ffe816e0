import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseBundledIndex, parseColumn } from '#core/cohort/bundledTable.ts';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import { protocolId } from '#core/evaluation/protocolSpec.ts';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';
import { parseMapBank } from '#core/errormaps/mapBank.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import type { Result } from '#core/faults.ts';
import { FaultError } from '#core/faults.ts';
import type { ShardEnd, ShardRow, Shards } from './shards.ts';

const MASKED_CODE = -128;
/** Columns that place a row, and the floor, which hangs on everybody's rows. */
const DERIVED = ['case', 'organ', 'run', 'status', 'metricFloor'];

/** Takes up what an earlier evaluation bundled, as if it had just ended, so that evaluations add up over machines. Gives the number of runs on cases. */
export function takeUpBundle(folder: string, shards: Shards): number {
  if (!existsSync(join(folder, 'index.json'))) return 0;
  const bytes = (file: string) => Uint8Array.from(readFileSync(join(folder, file)));
  const index = orThrow(parseBundledIndex(readFileSync(join(folder, 'index.json'), 'utf8')));
  const columns = new Map(index.columns.map(({ name, file }) => [name, orThrow(parseColumn(index, name, bytes(file)))]));
  const banks = new Map(index.maps.files.map(({ run, organ, file }) => [`${run}|${organ}`, parseMapBank(Uint8Array.from(gunzipSync(readFileSync(join(folder, file)))), index.subjects.length, file)]));
  const value = (name: string, row: number): number => columns.get(name)?.[row] ?? Number.NaN;
  const measures = [...columns.keys()].filter((name) => !DERIVED.includes(name));

  const ended = new Map<string, { end: ShardEnd; rows: ShardRow[] }>();
  for (let row = 0; row < index.rows; row++) {
    const run = index.runs[value('run', row)];
    const caseAt = value('case', row);
    const { id: caseId } = index.subjects[caseAt];
    // Clicks are stored as a run for each number of clicks, and were one run.
    const base = `${run.model.id}/${protocolId(run.settings as ProtocolSpec)}`;
    if (shards.isDone(caseId, base, run.model.sha256)) continue;
    const organ = index.organs[value('organ', row)];
    const codes = banks.get(`${run.id}|${organ}`)?.subarray(caseAt * BINS, (caseAt + 1) * BINS);
    const map = codes?.some((code) => code !== MASKED_CODE) ? { map: Buffer.from(codes).toString('base64') } : {};
    const it = ended.get(`${caseId}|${base}`) ?? { end: { caseId, ended: base, seconds: 0, sha256: run.model.sha256 }, rows: [] };
    it.rows.push({ caseId, run: run.id, organ, status: RESULT_STATUS[value('status', row)], values: Object.fromEntries(measures.map((name) => [name, finite(value(name, row))])), ...map });
    ended.set(`${caseId}|${base}`, it);
  }
  for (const { rows, end } of ended.values()) shards.append([...rows, end]);
  return ended.size;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function orThrow<T>(it: Result<T>): T {
  if (it.state === 'failed') throw new FaultError(it.fault.code, it.fault);
  return it.value;
}
