import { useEffect } from 'react';
import type { Command } from '#app/actions/command.ts';
import { commandFor } from '#app/actions/command.ts';

const TYPING = 'input, textarea, select, [contenteditable], [role="listbox"], [role="menu"], [role="dialog"]';
const PRESSING = 'button, a, [role="tab"], [role="slider"], [role="radio"]';

/** Runs the command of a pressed key, except where the focused element has its own use for that key. */
export function useKeys(commands: readonly Command[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const command = commandFor(commands, event);
      if (!command || event.defaultPrevented || hasOwnUse(event)) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [commands]);
}

function hasOwnUse({ target, key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPING)) return !((ctrlKey || metaKey) && key.toLowerCase() === 'k');
  return target.closest(PRESSING) !== null && (key === 'Enter' || key === ' ' || key.startsWith('Arrow'));
}
