import { expect, test } from 'vitest';
import { commandFor, keyOf } from '#app/actions/command.ts';

const pressed = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', true>> = {}) =>
  ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

test('Ctrl and ⌘ are one modifier; Shift makes a letter no other key, but redo is not undo', () => {
  expect(keyOf(pressed('z', { metaKey: true }))).toBe('mod+z');
  expect(keyOf(pressed('Z', { ctrlKey: true, shiftKey: true }))).toBe('mod+shift+z');
  expect(keyOf(pressed('?', { shiftKey: true }))).toBe('?');
  expect(keyOf(pressed('B', { shiftKey: true }))).toBe('b');
  expect(keyOf(pressed('ArrowUp', { shiftKey: true }))).toBe('shift+ArrowUp');
});

test('a browser shortcut is not a command: Ctrl+P prints, P points', () => {
  const commands = [{ id: 'point', group: 'Tools', label: 'Point', keys: ['p'], run: () => undefined }];
  expect(commandFor(commands, pressed('p'))?.id).toBe('point');
  expect(commandFor(commands, pressed('p', { ctrlKey: true }))).toBeUndefined();
});
