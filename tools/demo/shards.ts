import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';

/** What one organ in one case by one run gave, as a line of a shard. */
export interface ShardRow {
  readonly caseId: string;
  /** Id of the run; clicks are runs of their own, one for each number of clicks. */
  readonly run: string;
  readonly organ: string;
  readonly status: string;
  readonly values: Readonly<Record<string, number | null>>;
  /** packSignedMm in base64, or the code of the fault that says why there is no map. */
  readonly map?: string;
  readonly noMap?: string;
}

/** What makes two evaluations of a case the same one: the run's id, its model's files and its settings. */
export interface RunIdentity { readonly id: string; readonly sha256: readonly string[]; readonly settings: ProtocolSpec }

/** The end of a run on a case; its rows come before it, so a case without it was broken off and is done again. */
export interface ShardEnd extends Omit<RunIdentity, 'id'> {
  readonly caseId: string;
  readonly ended: string;
  readonly seconds: number;
  /** Versions that gave these rows, whatever is installed when they are bundled. */
  readonly onnxruntime: string;
  readonly program: string;
  readonly fault?: string;
}

type Line = ShardRow | ShardEnd;

/** Append-only files of results: what is in them is never computed again. */
export interface Shards {
  append(lines: readonly Line[]): void;
  /** Whether a run has ended on a case, with this model and these settings. */
  isDone(caseId: string, run: RunIdentity): boolean;
}

export function openShards(folder: string, writer: string): Shards {
  mkdirSync(folder, { recursive: true });
  const key = (caseId: string, run: RunIdentity) => `${caseId}|${identityOf(run)}`;
  const done = new Set(readLines(folder).flatMap((it) => ('ended' in it ? [key(it.caseId, { ...it, id: it.ended })] : [])));
  const file = join(folder, `${writer}.jsonl`);
  // A process killed while it wrote left half a line; what comes after must not be joined to it.
  if (existsSync(file) && !readFileSync(file, 'utf8').endsWith('\n')) appendFileSync(file, '\n');
  return {
    append: (lines) => appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    isDone: (caseId, run) => done.has(key(caseId, run)),
  };
}

/** Ended results alone: rows of a case that was broken off, of a model that was replaced or of other settings are left out. */
export function endedRows(folder: string, runs: readonly RunIdentity[]): { readonly rows: readonly ShardRow[]; readonly ends: readonly ShardEnd[] } {
  const current = new Set(runs.map(identityOf));
  const rows: ShardRow[] = [];
  const ends = new Map<string, ShardEnd>();
  let open: ShardRow[] = [];
  for (const line of readLines(folder)) {
    if (!('ended' in line)) {
      open.push(line);
      continue;
    }
    const name = `${line.caseId}|${line.ended}`;
    if (current.has(identityOf({ ...line, id: line.ended })) && !ends.has(name)) {
      ends.set(name, line);
      // What was broken off before stands above its repetition, which counts.
      rows.push(...new Map(open.filter(({ caseId }) => caseId === line.caseId).map((row) => [`${row.run}|${row.organ}`, row])).values());
    }
    open = [];
  }
  return { rows, ends: [...ends.values()] };
}

const identityOf = ({ id, sha256, settings }: RunIdentity): string => JSON.stringify([id, sha256, Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

function readLines(folder: string): Line[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort();
  return files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').flatMap((text) => {
    try {
      return text === '' ? [] : [JSON.parse(text) as Line];
    } catch {
      // The last line of a process that was killed.
      return [];
    }
  }));
}
