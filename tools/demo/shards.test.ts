import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';
import type { RunIdentity, ShardRow } from './shards.ts';
import { endedRows, openShards } from './shards.ts';

const box = (everyNth: number): ProtocolSpec => ({ kind: 'box', marginPx: 1, jitterMm: 0, plane: 'axial', everyNth, way: 'each' });
const run = (everyNth: number): RunIdentity => ({ id: 'm/box', sha256: ['a'], settings: box(everyNth) });
const row = (organ: string, dice: number): ShardRow => ({ caseId: 'one', run: 'm/box', organ, status: 'ok', values: { dice } });
const end = (everyNth: number) => ({ caseId: 'one', ended: 'm/box', seconds: 1, sha256: ['a'], settings: box(everyNth), onnxruntime: '1', program: '1' });
const folder = () => mkdtempSync(join(tmpdir(), 'shards-'));

test('a case is done for the settings that it was done with, and its rows go under no others', () => {
  const at = folder();
  openShards(at, 'first').append([row('liver', 0.5), end(3)]);
  const shards = openShards(at, 'second');
  expect(shards.isDone('one', run(3))).toBe(true);
  expect(shards.isDone('one', run(2))).toBe(false);
  expect(shards.isDone('one', { ...run(3), sha256: ['b'] })).toBe(false);
  expect(endedRows(at, [run(3)]).rows).toEqual([row('liver', 0.5)]);
  expect(endedRows(at, [run(2)]).rows).toEqual([]);
});

test('the order in which settings are written is no difference', () => {
  const at = folder();
  const { kind, ...others } = box(3) as Extract<ProtocolSpec, { kind: 'box' }>;
  openShards(at, 'first').append([row('liver', 0.5), { ...end(3), settings: { ...others, kind } }]);
  expect(openShards(at, 'second').isDone('one', run(3))).toBe(true);
});

test('what a killed process left half written is neither joined to what comes after nor counted twice', () => {
  const at = folder();
  openShards(at, 'writer').append([row('liver', 0.1)]);
  appendFileSync(join(at, 'writer.jsonl'), '{"caseId":"one","run":"m/b');
  const shards = openShards(at, 'writer');
  expect(shards.isDone('one', run(3))).toBe(false);
  shards.append([row('liver', 0.5), row('spleen', 0.6), end(3)]);
  expect(endedRows(at, [run(3)])).toMatchObject({ rows: [row('liver', 0.5), row('spleen', 0.6)], ends: [{ onnxruntime: '1' }] });
});
