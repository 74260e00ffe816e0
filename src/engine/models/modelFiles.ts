import { baseName } from '#core/num/baseName.ts';
import { FaultError } from '#core/faults.ts';
import type { BareFile } from '#core/models/known/describedModel.ts';
import { describedModel } from '#core/models/known/describedModel.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { filesOf, parseManifest } from '#core/models/manifest.ts';
import { fetchBytes } from '#engine/fetchBytes.ts';
import { sha256Hex } from '#engine/sha256Hex.ts';
import type { LoadProgress, ModelSource } from '#engine/protocol/modelCalls.ts';

/** A model's manifest and its graphs' bytes by role, each of the length and SHA-256 that the manifest says. */
export interface ModelFiles {
  readonly manifest: ModelManifest;
  readonly graphs: ReadonlyMap<string, Uint8Array>;
  /** Weights that graphs keep outside themselves, by role and under the paths that the graphs name. */
  readonly weights: ReadonlyMap<string, readonly OutsideWeights[]>;
  readonly beside: ReadBeside;
}

export interface OutsideWeights { readonly path: string; readonly data: Uint8Array }

type Described = ReturnType<typeof filesOf>[number];

/** Reads a file of the model's folder by its path there. Throws FaultError file-unreachable or model-file-missing. */
export type ReadBeside = (path: string, signal: AbortSignal) => Promise<Uint8Array>;

/** Lies in the folder `golden`; never taken for a manifest. */
export const GOLDEN_FILE = 'golden.json';

type Read = (file: string, onBytes: (doneBytes: number) => void) => Promise<Uint8Array<ArrayBuffer>>;

export async function readModelFiles(source: ModelSource, signal: AbortSignal, progress: (it: LoadProgress) => void): Promise<ModelFiles> {
  const { manifest, read } = source.kind === 'url' ? await fromUrl(source.manifestUrl, signal) : await fromFiles(source.files, signal);
  const totalBytes = filesOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0);
  const graphs = new Map<string, Uint8Array>();
  const weights = new Map<string, OutsideWeights[]>();
  let before = 0;
  const whole = async (file: Described): Promise<Uint8Array> => {
    const bytes = await read(file.file, (doneBytes) => progress({ stage: 'download', doneBytes: before + doneBytes, totalBytes }));
    signal.throwIfAborted();
    before += file.bytes;
    progress({ stage: 'verify', doneBytes: before, totalBytes });
    await checkBytes(file, bytes);
    return bytes;
  };
  for (const [role, graph] of Object.entries(manifest.graphs)) {
    graphs.set(role, await whole(graph));
    const outside: OutsideWeights[] = [];
    for (const it of graph.externalData ?? []) outside.push({ path: it.file, data: await whole(it) });
    weights.set(role, outside);
  }
  return { manifest, graphs, weights, beside: besideOf(source) };
}

/** Files that were given by hand are known by their last name: pickers and drops do not all keep folders. */
function besideOf(source: ModelSource): ReadBeside {
  if (source.kind === 'url') return (path, signal) => fetchBytes(new URL(path, source.manifestUrl).href, signal);
  return async (path) => {
    const name = baseName(path);
    const file = source.files.find((it) => it.name === name);
    if (!file) throw new FaultError('model-file-missing', { where: path, came: source.files.map((it) => it.name).join(', ') });
    return new Uint8Array(await file.arrayBuffer());
  };
}

async function fromUrl(manifestUrl: string, signal: AbortSignal): Promise<{ manifest: ModelManifest; read: Read }> {
  const manifestText = new TextDecoder().decode(await fetchBytes(manifestUrl, signal));
  return { manifest: parseManifest(manifestText, manifestUrl), read: (file, onBytes) => fetchBytes(new URL(file, manifestUrl).href, signal, onBytes) };
}

/** Graphs without a manifest are described by what they say of themselves. */
async function fromFiles(files: readonly File[], signal: AbortSignal): Promise<{ manifest: ModelManifest; read: Read }> {
  const named = files.filter(({ name }) => name === 'manifest.json');
  const manifests = named.length > 0 ? named : files.filter(({ name }) => name.endsWith('.json') && name !== GOLDEN_FILE);
  const graphs = files.filter(({ name }) => name.endsWith('.onnx'));
  const came = files.map(({ name }) => name).join(', ') || 'no file';
  if (manifests.length > 1 || (manifests.length === 0 && graphs.length === 0)) throw new FaultError('model-file-missing', { expected: 'one manifest (.json) among the files, or the ONNX files alone', came });
  return {
    manifest: manifests.length === 1 ? parseManifest(await manifests[0].text(), manifests[0].name) : describedModel(await bareFiles(graphs, signal), (await bareFiles(files.filter((it) => !graphs.includes(it)), signal)).map((it) => ({ ...it, bytes: it.bytes.length }))),
    read: async (name) => {
      const file = files.find((it) => it.name === baseName(name));
      if (!file) throw new FaultError(/[.]onnx$/i.test(name) ? 'model-file-missing' : 'model-external-data', { where: name, came });
      return new Uint8Array(await file.arrayBuffer());
    },
  };
}

async function bareFiles(files: readonly File[], signal: AbortSignal): Promise<BareFile[]> {
  const bare: BareFile[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    const bytes = new Uint8Array(await file.arrayBuffer());
    bare.push({ name: file.name, bytes, sha256: await sha256Hex(bytes) });
  }
  return bare;
}

/** Refuses a file that is not, byte for byte, the one that was measured and described. */
async function checkBytes({ file, bytes: length, sha256 }: Described, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (bytes.length !== length) throw new FaultError('model-changed', { where: file, expected: `${length} bytes`, came: `${bytes.length} bytes` });
  const digest = await sha256Hex(bytes);
  if (digest !== sha256) throw new FaultError('model-changed', { where: file, expected: `SHA-256 ${sha256}`, came: digest });
}
