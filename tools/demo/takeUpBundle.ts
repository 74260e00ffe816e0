import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { RESULT_STATUS } from '#core/cohort/resultTable.ts';
import { MASKED_CODE } from '#core/errormaps/compactMap.ts';
import { parseMapBank } from '#core/errormaps/mapBank.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import { protocolId } from '#core/evaluation/protocolSpec.ts';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';
import { readBundle } from './readBundle.ts';
import type { ShardEnd, ShardRow, Shards } from './shards.ts';

/** Takes up what an earlier evaluation bundled, as if it had just ended, so that evaluations add up over machines. Gives the number of runs on cases. */
export function takeUpBundle(folder: string, shards: Shards): number {
  if (!existsSync(join(folder, 'index.json'))) return 0;
  const { index, table: { rows, columns } } = readBundle(folder);
  const banks = new Map(index.maps.files.map(({ run, organ, file }) => [`${run}|${organ}`, parseMapBank(Uint8Array.from(gunzipSync(readFileSync(join(folder, file)))), index.subjects.length, file)]));
  // The floor hangs on everybody's rows and is reckoned when they are written.
  const measures = [...columns].filter(([name]) => name !== 'metricFloor');

  const ended = new Map<string, { end: ShardEnd; rows: ShardRow[] }>();
  for (let row = 0; row < index.rows; row++) {
    const run = index.runs[rows.run[row]];
    const caseAt = rows.case[row];
    const { id: caseId } = index.subjects[caseAt];
    // Clicks are stored as a run for each number of clicks, and were one run.
    const settings = run.settings as ProtocolSpec;
    const base = `${run.model.id}/${protocolId(settings)}`;
    const { model: { sha256 }, onnxruntime, program } = run;
    if (shards.isDone(caseId, { id: base, sha256, settings })) continue;
    const organ = index.organs[rows.organ[row]];
    const codes = banks.get(`${run.id}|${organ}`)?.subarray(caseAt * BINS, (caseAt + 1) * BINS);
    const map = codes?.some((code) => code !== MASKED_CODE) ? { map: Buffer.from(codes).toString('base64') } : {};
    const it = ended.get(`${caseId}|${base}`) ?? { end: { caseId, ended: base, seconds: 0, sha256, settings, onnxruntime, program }, rows: [] };
    it.rows.push({ caseId, run: run.id, organ, status: RESULT_STATUS[rows.status[row]], values: Object.fromEntries(measures.map(([name, values]) => [name, finite(values[row])])), ...map });
    ended.set(`${caseId}|${base}`, it);
  }
  for (const it of ended.values()) shards.append([...it.rows, it.end]);
  return ended.size;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
