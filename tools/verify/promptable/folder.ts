import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Golden } from '#core/models/golden/golden.ts';
import { readGolden } from '#core/models/golden/golden.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { graphOf, parseManifest } from '#core/models/manifest.ts';
import type { Session } from '#core/models/session.ts';
import type { NodeSessionOptions } from '#cli/nodeSession.ts';
import { nodeSession } from '#cli/nodeSession.ts';
import { releaseGraphs } from '#engine/models/loadedModel.ts';

/** A folder of manifest, graphs and a golden, as tools/export's scripts write it. */
export interface PromptableFolder {
  readonly manifest: ModelManifest;
  readonly golden: Golden;
  /** Where a graph lies, weights that it keeps outside itself beside it. */
  graph(role: string): string;
}

export async function openFolder(folder: string): Promise<PromptableFolder> {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), folder);
  return {
    manifest,
    golden: await readGolden(readFileSync(join(folder, 'golden/golden.json'), 'utf8'), (file) => Promise.resolve(bytes(join('golden', file)))),
    graph: (role) => join(folder, graphOf(manifest, role).file),
  };
}

/** A folder's graphs on onnxruntime-node; a model of one graph has it as both. */
export async function openSessions({ manifest, graph }: PromptableFolder, options: NodeSessionOptions = {}): Promise<{ readonly encoder: Session; readonly decoder: Session; release(): Promise<void> }> {
  const encoder = await nodeSession(graph('encoder'), options);
  const decoder = 'decoder' in manifest.graphs ? await nodeSession(graph('decoder'), options) : encoder;
  return { encoder, decoder, release: () => releaseGraphs({ encoder, decoder }) };
}
