import { FaultError } from '#core/faults.ts';
import type { GraphFile, ModelManifest } from '#core/models/manifest.ts';
import { parseManifest } from '#core/models/manifest.ts';
import { fetchBytes } from '#engine/fetchBytes.ts';
import { sha256Hex } from '#engine/sha256Hex.ts';
import type { LoadProgress, ModelSource } from '#engine/protocol/modelCalls.ts';

/** A model's manifest and its graphs' bytes by role, each of the length and SHA-256 that the manifest says. */
export interface ModelFiles {
  readonly manifest: ModelManifest;
  readonly graphs: ReadonlyMap<string, Uint8Array>;
}

type Read = (file: string, onBytes: (doneBytes: number) => void) => Promise<Uint8Array<ArrayBuffer>>;

export async function readModelFiles(source: ModelSource, signal: AbortSignal, progress: (it: LoadProgress) => void): Promise<ModelFiles> {
  const { manifestText, where, read } = source.kind === 'url' ? await fromUrl(source.manifestUrl, signal) : await fromFiles(source.files);
  const manifest = parseManifest(manifestText, where);
  const totalBytes = Object.values(manifest.graphs).reduce((sum, { bytes }) => sum + bytes, 0);
  const graphs = new Map<string, Uint8Array>();
  let before = 0;
  for (const [role, graph] of Object.entries(manifest.graphs)) {
    const bytes = await read(graph.file, (doneBytes) => progress({ stage: 'download', doneBytes: before + doneBytes, totalBytes }));
    signal.throwIfAborted();
    before += graph.bytes;
    progress({ stage: 'verify', doneBytes: before, totalBytes });
    await checkBytes(graph, bytes);
    graphs.set(role, bytes);
  }
  return { manifest, graphs };
}

async function fromUrl(manifestUrl: string, signal: AbortSignal): Promise<{ manifestText: string; where: string; read: Read }> {
  const manifestText = new TextDecoder().decode(await fetchBytes(manifestUrl, signal));
  return { manifestText, where: manifestUrl, read: (file, onBytes) => fetchBytes(new URL(file, manifestUrl).href, signal, onBytes) };
}

async function fromFiles(files: readonly File[]): Promise<{ manifestText: string; where: string; read: Read }> {
  const manifests = files.filter(({ name }) => name.endsWith('.json'));
  if (manifests.length !== 1) {
    throw new FaultError('model-file-missing', { expected: 'one manifest (.json) among the files', came: files.map(({ name }) => name).join(', ') || 'no file' });
  }
  return {
    manifestText: await manifests[0].text(),
    where: manifests[0].name,
    read: async (name) => {
      const file = files.find((it) => it.name === name);
      if (!file) throw new FaultError('model-file-missing', { where: name, came: files.map((it) => it.name).join(', ') });
      return new Uint8Array(await file.arrayBuffer());
    },
  };
}

/** Refuses a file that is not, byte for byte, the one that was measured and described. */
async function checkBytes({ file, bytes: length, sha256 }: GraphFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (bytes.length !== length) throw new FaultError('model-changed', { where: file, expected: `${length} bytes`, came: `${bytes.length} bytes` });
  const digest = await sha256Hex(bytes);
  if (digest !== sha256) throw new FaultError('model-changed', { where: file, expected: `SHA-256 ${sha256}`, came: digest });
}
