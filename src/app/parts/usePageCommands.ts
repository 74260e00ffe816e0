import { useEffect } from 'react';
import type { Command } from '#app/actions/command.ts';
import { useKeys } from '#app/parts/useKeys.ts';
import { setCommands, setKeyHelp } from '#app/stores/shellStore.ts';

const HELP: Command = { id: 'help', group: 'IsoDice', label: 'Keys', keys: ['?'], run: () => setKeyHelp('open') };

/** What a page can do, in the palette and by keys for as long as it is on the screen; give a list that changes only with its content. */
export function usePageCommands(commands: readonly Command[]): void {
  useKeys(commands);
  useKeys(HELP_KEYS);
  useEffect(() => {
    setCommands([...commands, HELP]);
    return () => setCommands([]);
  }, [commands]);
}

const HELP_KEYS = [HELP];
