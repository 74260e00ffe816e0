import { KIND_WORDS } from '#app/actions/promptKinds.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import type { PromptKind } from '#core/models/promptable.ts';

/** What can be told to a model, in words. */
export function promptWords(kinds: readonly PromptKind[]): string {
  return kinds.length === 0 ? 'takes whole volumes, without prompts' : `takes ${kinds.map((it) => KIND_WORDS[it]).join(', ')}`;
}

/** What its maker measured against the reference; null where the manifest says nothing. */
export function parityWords({ parity = [] }: ModelManifest): string | null {
  return parity.length === 0 ? null : `Measured by its maker: ${parity.map(({ check, value, limit, device, runtime }) => `${check} ${value} (limit ${limit}; ${device}, ${runtime})`).join('; ')}.`;
}
