import type { PromptKind } from '#core/models/promptable.ts';
import type { SamSettings } from '#core/models/sam/settings.ts';

/** A tensor as a public export has it; a letter in `dims` is a size that may vary, or that the graph leaves open. */
export interface KnownTensor { readonly name: string; readonly dims: readonly (number | string)[] }

/** One way in which public models are exported: what its files must have, and how the model wants to be spoken to. */
export interface KnownModel {
  readonly id: string;
  readonly title: string;
  readonly promptKinds: readonly PromptKind[];
  /** Tensors by role, the decoder's embeddings included. Others may be there too. */
  readonly encoder: { readonly inputs: readonly KnownTensor[]; readonly outputs: readonly KnownTensor[] };
  readonly decoder: { readonly inputs: readonly KnownTensor[]; readonly outputs: readonly KnownTensor[] };
  readonly settings: SamSettings;
  readonly licence: string;
  readonly source: string;
}

/** The image input of an encoder may have any name, as long as it is the only one. */
export const ANY = '*';
