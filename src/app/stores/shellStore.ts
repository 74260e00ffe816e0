import { create } from 'zustand';
import type { Command } from '#app/actions/command.ts';

interface ShellFacts {
  readonly palette: 'open' | 'closed';
  readonly keyHelp: 'open' | 'closed';
  /** What can be done now; the page on the screen says it. */
  readonly commands: readonly Command[];
}

/** The frame's own state, and the commands of the page in it. */
export const shellStore = create<ShellFacts>()(() => ({ palette: 'closed', keyHelp: 'closed', commands: [] }));

export function openPalette(): void {
  shellStore.setState({ palette: 'open' });
}

export function closePalette(): void {
  shellStore.setState({ palette: 'closed' });
}

export function setKeyHelp(keyHelp: ShellFacts['keyHelp']): void {
  shellStore.setState({ keyHelp });
}

export function setCommands(commands: readonly Command[]): void {
  shellStore.setState({ commands });
}
