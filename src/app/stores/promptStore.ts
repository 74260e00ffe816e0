import { create } from 'zustand';
import type { Board } from '#core/prompts/board.ts';
import { EMPTY_BOARD } from '#core/prompts/board.ts';
import type { History } from '#core/prompts/history.ts';
import { beginHistory, present, record } from '#core/prompts/history.ts';
import type { Prompts } from '#core/prompts/promptEdits.ts';
import type { Polarity, PromptDraft } from '#core/prompts/prompt.ts';

interface PromptFacts {
  readonly history: History<Board>;
  readonly selected: string | null;
  /** What the pointer is drawing right now. */
  readonly draft: PromptDraft | null;
  /** The prompts as they would be if what is being dragged were dropped here. */
  readonly moved: Prompts | null;
  readonly polarity: Polarity;
  readonly brushRadiusPx: number;
}

/** Prompts, accepted slices and their history, and how the next prompt will be. */
export const promptStore = create<PromptFacts>()(() => ({
  history: beginHistory(EMPTY_BOARD), selected: null, draft: null, moved: null, polarity: 'positive', brushRadiusPx: 2,
}));

export function board(): Board {
  return present(promptStore.getState().history);
}

/** Makes a step that undo can take back under this name. */
export function recordBoard(name: string, next: Board): void {
  promptStore.setState(({ history }) => ({ history: record(history, name, next), draft: null, moved: null }));
}

export function resetBoard(): void {
  promptStore.setState({ history: beginHistory(EMPTY_BOARD), selected: null, draft: null, moved: null });
}
