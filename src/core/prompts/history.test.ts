import { expect, test } from 'vitest';
import { acceptMask, EMPTY_BOARD, reachableMasks, withoutMask } from '#core/prompts/board.ts';
import { beginHistory, present, record, redo, redoName, undo, undoName } from '#core/prompts/history.ts';

test('undo and redo walk the steps and say their names; both stop at the ends', () => {
  const history = record(record(beginHistory(0), 'one', 1), 'two', 2);
  expect([present(history), undoName(history), redoName(history)]).toEqual([2, 'two', undefined]);
  const back = undo(undo(undo(history)));
  expect([present(back), undoName(back), redoName(back)]).toEqual([0, undefined, 'one']);
  expect(present(redo(redo(redo(back))))).toBe(2);
});

test('a new step after undo forgets what could have been redone', () => {
  const history = record(undo(record(beginHistory('a'), 'b', 'b')), 'c', 'c');
  expect([history.steps.map(({ state }) => state), redoName(history)]).toEqual([['a', 'c'], undefined]);
});

test('no more than 200 steps are kept, the newest', () => {
  let history = beginHistory(0);
  for (let i = 1; i <= 250; i++) history = record(history, 'step', i);
  expect([history.steps.length, history.steps[0].state, present(history)]).toEqual([200, 51, 250]);
});

test('accepting a slice again replaces its mask; undo still reaches the first one', () => {
  const slice = { plane: 'axial', index: 2, label: 5 } as const;
  const once = record(beginHistory(EMPTY_BOARD), 'Accept', acceptMask(EMPTY_BOARD, { ...slice, maskId: 'm1' }));
  const twice = record(once, 'Accept', acceptMask(present(once), { ...slice, maskId: 'm2' }));
  expect(present(twice).accepted.map(({ maskId }) => maskId)).toEqual(['m2']);
  expect([...reachableMasks(twice)]).toEqual(['m1', 'm2']);
  expect(withoutMask(present(twice), { ...slice, label: 6 }).accepted).toHaveLength(1);
  expect(withoutMask(present(twice), slice).accepted).toHaveLength(0);
});
