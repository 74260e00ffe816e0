import { expect, test } from 'vitest';
import { keyAction } from '#viewer/keys.ts';

const press = (key: string, more = {}) => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

test('on a radiological axial slice left is the patient right (i grows), up is anterior (j grows)', () => {
  expect(keyAction(press('ArrowLeft'), 'axial', 1)).toEqual({ kind: 'move', by: { i: 1, j: 0, k: 0 } });
  expect(keyAction(press('ArrowUp', { shiftKey: true }), 'axial', 1)).toEqual({ kind: 'move', by: { i: 0, j: 5, k: 0 } });
  expect(keyAction(press('ArrowLeft'), 'axial', -1)).toEqual({ kind: 'move', by: { i: -1, j: 0, k: 0 } });
});

test('pages go along the normal, and shortcuts with Ctrl are left alone', () => {
  expect(keyAction(press('PageDown'), 'sagittal', 1)).toEqual({ kind: 'move', by: { i: -1, j: 0, k: 0 } });
  expect(keyAction(press('+', { ctrlKey: true }), 'axial', 1)).toBeUndefined();
});
