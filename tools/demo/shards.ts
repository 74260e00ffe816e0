import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

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

/** The end of a run on a case; its rows come before it, so a case without it was broken off and is done again. */
export interface ShardEnd { readonly caseId: string; readonly ended: string; readonly seconds: number; readonly sha256: readonly string[]; readonly fault?: string }

type Line = ShardRow | ShardEnd;

/** Append-only files of results: what is in them is never computed again. */
export interface Shards {
  append(lines: readonly Line[]): void;
  /** Whether a run has ended on a case, with the model of these digests. */
  isDone(caseId: string, run: string, sha256: readonly string[]): boolean;
}

export function openShards(folder: string, writer: string): Shards {
  mkdirSync(folder, { recursive: true });
  const key = (caseId: string, run: string, sha256: readonly string[]) => `${caseId}|${run}|${sha256.join(',')}`;
  const done = new Set(readLines(folder).flatMap((it) => ('ended' in it ? [key(it.caseId, it.ended, it.sha256)] : [])));
  const file = join(folder, `${writer}.jsonl`);
  return {
    append: (lines) => appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    isDone: (caseId, run, sha256) => done.has(key(caseId, run, sha256)),
  };
}

/** Ended results alone: rows of a case that was broken off, or of a model that was replaced, are left out. */
export function endedRows(folder: string, digests: ReadonlyMap<string, readonly string[]>): { readonly rows: readonly ShardRow[]; readonly ends: readonly ShardEnd[] } {
  const rows: ShardRow[] = [];
  const ends = new Map<string, ShardEnd>();
  let open: ShardRow[] = [];
  for (const line of readLines(folder)) {
    if (!('ended' in line)) {
      open.push(line);
      continue;
    }
    const name = `${line.caseId}|${line.ended}`;
    const current = digests.get(line.ended);
    if (current?.join() === line.sha256.join() && !ends.has(name)) {
      ends.set(name, line);
      rows.push(...open.filter(({ caseId }) => caseId === line.caseId));
    }
    open = [];
  }
  return { rows, ends: [...ends.values()] };
}

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
