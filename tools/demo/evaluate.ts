/**
 * npm run demo:evaluate -- [--minutes M] [--processes 2] [--every 3] [--runs id,id] [--limit N] [--shards DIR] [--write]
 * Evaluates the bundled models over the bundled cohort, subject by subject in a fixed random order, and goes on where an
 * earlier call ended, on this machine (--shards) or on another (public/cohort, where its models are these). --write then
 * makes public/cohort/ of what there is. Without --minutes it runs to its end.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { evaluateCase } from '#core/evaluation/evaluateCase.ts';
import { stepsOf } from '#core/evaluation/protocolSpec.ts';
import { FaultError } from '#core/faults.ts';
import { makeCohort } from '#demo/cohort.ts';
import { makePhantom } from '#demo/phantom.ts';
import { PHANTOM_LABELS } from '#demo/references.ts';
import type { LabelMap, Volume } from '#core/volume/volume.ts';
import type { NodeModel } from './nodeModels.ts';
import { isBundled, loadNodeModel } from './nodeModels.ts';
import { withSharedEncodings } from './sharedEncodings.ts';
import { evaluationOrder } from './order.ts';
import type { DemoRun } from './runs.ts';
import { SAMPLE_SIZE, demoRuns } from './runs.ts';
import type { ShardRow, Shards } from './shards.ts';
import { takeUpBundle } from './takeUpBundle.ts';
import { openShards } from './shards.ts';
import { versionsHere } from './versions.ts';
import { writeBundle } from './writeBundle.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '100000' }, processes: { type: 'string', default: '2' }, every: { type: 'string', default: '3' }, runs: { type: 'string' },
    limit: { type: 'string', default: '100000' }, shards: { type: 'string', default: fileURLToPath(new URL('../../.scratch/demo', import.meta.url)) },
    write: { type: 'boolean', default: false }, part: { type: 'string' },
  },
});
const versions = versionsHere();
const ORGANS = PHANTOM_LABELS.map(({ value, name }) => ({ name, values: [value] }));
const KEPT = ['dice', 'nsd', 'hd95Mm', 'assdMm', 'precision', 'recall', 'volumeErrorMl', 'referenceVolumeMl', 'centroidShiftMm'] as const;

const wanted = values.runs?.split(',');
const bundled = demoRuns(Number(values.every)).filter(({ model }) => isBundled(model));
const runs = bundled.filter(({ id }) => wanted === undefined || wanted.includes(id));

if (values.part !== undefined) await evaluatePart(Number(values.part), Number(values.processes));
else {
  const bundle = fileURLToPath(new URL('../../public/cohort', import.meta.url));
  console.log(`${takeUpBundle(bundle, openShards(values.shards, 'taken-up'))} runs on cases taken up from ${bundle}`);
  if (Number(values.minutes) > 0) await Promise.all(Array.from({ length: Number(values.processes) }, (_, part) => spawnPart(part)));
  if (values.write) await writeBundle(values.shards, bundled, bundle);
}

function spawnPart(part: number): Promise<void> {
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1), '--part', String(part)], { stdio: 'inherit' });
  return new Promise((settle, reject) => child.on('exit', (code) => (code === 0 ? settle() : reject(new Error(`part ${part} ended with ${code}`)))));
}

async function evaluatePart(part: number, parts: number): Promise<void> {
  const until = performance.now() + 60_000 * Number(values.minutes);
  const shards = openShards(values.shards, `part-${part}-${process.pid}`);
  const models = new Map<string, NodeModel>();
  for (const { model } of runs) if (!models.has(model)) models.set(model, await loadNodeModel(model, 1));
  for (const [n, { id, subject }] of evaluationOrder(makeCohort()).entries()) {
    if (n % parts !== part || n >= Number(values.limit)) continue;
    if (performance.now() > until) break;
    const due = runs.flatMap((run) => {
      const it = models.get(run.model);
      return it && (run.subjects === 'all' || n < SAMPLE_SIZE) && !shards.isDone(id, { id: run.id, sha256: it.sha256, settings: run.protocol }) ? [{ run, it }] : [];
    });
    if (due.length === 0) continue;
    const { image, reference } = makePhantom(subject);
    const sharing = new Map([...new Set(due.map(({ it }) => it))].map((it) => [it, withSharedEncodings(it)]));
    for (const { run, it } of due) await evaluateRun(shards, id, run, sharing.get(it) ?? it, image, reference);
    console.log(`${n + 1} ${id}: ${due.map(({ run }) => run.id).join(', ')}`);
  }
}

async function evaluateRun(shards: Shards, caseId: string, run: DemoRun, { model, sha256 }: NodeModel, image: Volume, reference: LabelMap): Promise<void> {
  const startedAt = performance.now();
  const end = (fault?: string) => ({ caseId, ended: run.id, seconds: Math.round((performance.now() - startedAt) / 10) / 100, sha256, settings: run.protocol, ...versions, ...(fault === undefined ? {} : { fault }) });
  const stepped = (step: number) => (run.protocol.kind === 'clicks' ? `${run.model}/clicks-${step + 1}` : run.id);
  try {
    const results = await evaluateCase({ image, reference, organs: ORGANS, model, protocol: run.protocol, seed: `${caseId}/${run.id}`, maps: run.maps }, new AbortController().signal);
    const rows = results.map(({ organ, step, metrics, map }): ShardRow => ({
      caseId, run: stepped(step), organ, status: metrics.status,
      values: { ...Object.fromEntries(KEPT.map((name) => [name, metrics.values[name] ?? null])), referenceAreaMm2: metrics.referenceAreaMm2 },
      ...(map?.state === 'done' ? { map: Buffer.from(map.codes.buffer).toString('base64') } : map ? { noMap: map.fault.code } : {}),
    }));
    shards.append([...rows, end()]);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    // A failure is a result: a row for each organ and number of clicks that says so.
    const failed = Array.from({ length: stepsOf(run.protocol) }, (_, step) => ORGANS.map(({ name }): ShardRow => ({ caseId, run: stepped(step), organ: name, status: 'failed', values: {} }))).flat();
    shards.append([...failed, end(error.fault.code)]);
  }
}
