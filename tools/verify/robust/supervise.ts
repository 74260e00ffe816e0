import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './reader.ts';

export type SupervisedOutcome = Outcome | { readonly state: 'hang' };

export interface Supervision {
  readonly readers: readonly string[];
  readonly seed: number;
  /** For each reader. */
  readonly cases: number;
  readonly timeoutMs: number;
}

/** Loading the program may take longer than any case, on a busy machine minutes. */
const STARTUP_MS = 600_000;
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));

/**
 * The outcomes of all cases of the first reader, then of the second, and so on. A case that takes too long is a hang,
 * one that ends the process a crash; the rest goes on in a new process.
 */
export async function supervise(work: Supervision): Promise<readonly SupervisedOutcome[]> {
  const outcomes: SupervisedOutcome[] = [];
  while (outcomes.length < work.readers.length * work.cases) outcomes.push(...(await oneProcess(work, outcomes.length)));
  return outcomes;
}

/** Cases from `from` until the end, or until one that the process did not survive (the last of the list). */
function oneProcess({ readers, seed, cases, timeoutMs }: Supervision, from: number): Promise<readonly SupervisedOutcome[]> {
  return new Promise((resolve, reject) => {
    const outcomes: SupervisedOutcome[] = [];
    const child = fork(CHILD, [readers.join(','), String(seed), String(cases), String(from)], { cwd: ROOT, execArgv: ['--import', 'tsx', '--max-old-space-size=3072'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let started = false, hung = false, complaint = '';
    let timer = setTimeout(() => child.kill('SIGKILL'), STARTUP_MS);
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => { hung = true; child.kill('SIGKILL'); }, timeoutMs);
    };
    child.stderr?.on('data', (text: Buffer) => { complaint = (complaint + text.toString()).slice(-400); });
    child.on('message', (message: { readonly ready?: true; readonly outcome?: Outcome }) => {
      started = true;
      if (message.outcome) outcomes.push(message.outcome);
      watch();
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (!started) return reject(new Error(`the process for the cases did not start (${complaint})`));
      if (hung) outcomes.push({ state: 'hang' });
      else if (from + outcomes.length < readers.length * cases) outcomes.push({ state: 'crash', detail: `the process ended with ${signal ?? code}` });
      return resolve(outcomes);
    });
  });
}
