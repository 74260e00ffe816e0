import type { Figure, Mutation } from '#core/models/golden/parity.ts';
import { parityFigures } from '#core/models/golden/parity.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { checkGraphTensors, graphOf } from '#core/models/manifest.ts';
import type { Session } from '#core/models/session.ts';
import { FAMILIES } from '#engine/models/families.ts';
import type { PromptableFolder } from './folder.ts';

/** What a test changes to see a check fail: how the model is asked, or what its manifest says. */
export interface FolderMutation extends Mutation { readonly manifest?: (manifest: ModelManifest) => ModelManifest }

/** Preparation, embedding, logits and masks of a folder against its golden, on sessions of any device. */
export async function checkFolder(folder: PromptableFolder, encoder: Session, decoder: Session, { manifest: change, ...mutation }: FolderMutation = {}): Promise<Figure[]> {
  const manifest = change ? change(folder.manifest) : folder.manifest;
  for (const [role, session] of Object.entries({ encoder, decoder })) if (role in manifest.graphs) checkGraphTensors(graphOf(manifest, role), session.inputs, session.outputs);
  const figures: Figure[] = [];
  for await (const figure of parityFigures({ model: FAMILIES[manifest.family](manifest), encoder, decoder, precision: manifest.precision }, folder.golden, mutation)) figures.push(figure);
  return figures;
}
