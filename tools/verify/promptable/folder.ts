import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Golden } from '#core/models/golden/golden.ts';
import { readGolden } from '#core/models/golden/golden.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { graphOf, parseManifest } from '#core/models/manifest.ts';

/** A folder of manifest, graphs and a golden, as tools/export/sam.py writes it. */
export interface PromptableFolder {
  readonly manifest: ModelManifest;
  readonly golden: Golden;
  graph(role: string): Uint8Array;
}

export async function openFolder(folder: string): Promise<PromptableFolder> {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), folder);
  return {
    manifest,
    golden: await readGolden(readFileSync(join(folder, 'golden/golden.json'), 'utf8'), (file) => Promise.resolve(bytes(join('golden', file)))),
    graph: (role) => bytes(graphOf(manifest, role).file),
  };
}
