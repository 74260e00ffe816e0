import type { RunState } from '#core/evaluation/runSpec.ts';
import type { RunProgress } from '#engine/protocol/runCalls.ts';

const STATES: Readonly<Record<RunState, string>> = { waiting: 'not started', running: 'interrupted', paused: 'paused', done: 'done', cancelled: 'cancelled' };
const PHASES: Readonly<Record<RunProgress['phase'], string>> = { waiting: 'queued', starting: 'starting', going: 'running' };

/** What is stored as running while this tab is not at work on it was interrupted, or goes on elsewhere. */
export function stateWords(state: RunState, live: RunProgress | undefined): string {
  return live ? PHASES[live.phase] : STATES[state];
}

/** "3.2 cases a minute, about 4 minutes left; a1 reading, a2 predicting" */
export function paceWords({ phase, casesPerMinute, remainingSeconds, current }: RunProgress): string {
  if (phase === 'waiting') return 'Waiting for the run before it.';
  if (phase === 'starting') return 'Starting workers and loading the model.';
  const rate = casesPerMinute === null ? 'the rate is not known yet' : `${casesPerMinute < 10 ? casesPerMinute.toFixed(1) : Math.round(casesPerMinute)} cases a minute`;
  const rest = remainingSeconds === null ? '' : `, about ${durationWords(remainingSeconds)} left`;
  return `${rate}${rest}${current.length === 0 ? '' : `; ${current.map(({ caseId, stage }) => `${caseId} ${stage}`).join(', ')}`}`;
}

export function durationWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = seconds / 60;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
