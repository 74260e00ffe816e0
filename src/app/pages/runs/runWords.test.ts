import { expect, test } from 'vitest';
import { durationWords, paceWords, stateWords } from '#app/pages/runs/runWords.ts';

const GOING = { phase: 'going', done: 3, failed: 0, total: 9, casesPerMinute: 3.21, remainingSeconds: 240, current: [{ caseId: 'a1', stage: 'reading' }] } as const;

test('rate, what remains, and what is under way, in words', () => {
  expect(paceWords(GOING)).toBe('3.2 cases a minute, about 4 min left; a1 reading');
  expect(paceWords({ ...GOING, casesPerMinute: null, remainingSeconds: null, current: [] })).toBe('the rate is not known yet');
  expect([30, 600, 7200, 400_000].map(durationWords)).toEqual(['30 s', '10 min', '2 h', '5 days']);
});

test('a run that is stored as running and that nobody here is at work on was interrupted', () => {
  expect([stateWords('running', undefined), stateWords('running', GOING), stateWords('done', undefined)]).toEqual(['interrupted', 'running', 'done']);
});
