import type { History } from '#core/prompts/history.ts';
import { present } from '#core/prompts/history.ts';
import type { Prompts } from '#core/prompts/promptEdits.ts';
import type { Plane } from '#core/volume/slice.ts';

/** A slice whose mask was accepted for a structure; the mask itself is kept elsewhere under this id. */
export interface AcceptedSlice {
  readonly plane: Plane;
  readonly index: number;
  /** Label value of the structure that it belongs to. */
  readonly label: number;
  readonly maskId: string;
}

/** What undo and redo go over: the prompts and which masks were accepted, in order. */
export interface Board {
  readonly prompts: Prompts;
  readonly accepted: readonly AcceptedSlice[];
}

export const EMPTY_BOARD: Board = { prompts: [], accepted: [] };

/** Accepts a mask; it takes the place of an earlier one of the same slice and structure and comes last. */
export function acceptMask(board: Board, slice: AcceptedSlice): Board {
  return { ...board, accepted: [...withoutMask(board, slice).accepted, slice] };
}

export function withoutMask(board: Board, { plane, index, label }: Omit<AcceptedSlice, 'maskId'>): Board {
  return { ...board, accepted: board.accepted.filter((it) => !(it.plane === plane && it.index === index && it.label === label)) };
}

/** Masks that some step can still bring back; the others may be forgotten. */
export function reachableMasks(history: History<Board>): ReadonlySet<string> {
  return new Set(history.steps.flatMap(({ state }) => state.accepted.map(({ maskId }) => maskId)));
}

/** The accepted slices of a structure, oldest first. */
export function acceptedOf(history: History<Board>, label: number): readonly AcceptedSlice[] {
  return present(history).accepted.filter((it) => it.label === label);
}
