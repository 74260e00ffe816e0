import { KIND_WORDS } from '#app/actions/promptKinds.ts';
import type { PromptKind } from '#core/models/promptable.ts';

/** What can be told to a model, in words. */
export function promptWords(kinds: readonly PromptKind[]): string {
  return kinds.length === 0 ? 'takes whole volumes, without prompts' : `takes ${kinds.map((it) => KIND_WORDS[it]).join(', ')}`;
}
