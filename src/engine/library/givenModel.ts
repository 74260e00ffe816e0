import { baseName } from '#core/num/baseName.ts';
import { FaultError } from '#core/faults.ts';
import { describedModel } from '#core/models/known/describedModel.ts';
import type { GraphFile, ModelManifest } from '#core/models/manifest.ts';
import { checkGraphTensors, checkParts, parseManifest, refuseVolumeInput } from '#core/models/manifest.ts';
import { largestTensorBytes } from '#core/models/onnx/networkMemory.ts';
import { onnxFacts } from '#core/models/onnx/tensorFacts.ts';
import type { ImportProgress } from '#engine/protocol/libraryCalls.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import { sha256Hex } from '#engine/sha256Hex.ts';

export interface GivenModel {
  readonly manifest: ModelManifest;
  /** Null where the files came without one and were described. */
  readonly manifestFile: File | null;
  readonly largestTensorBytes: number | undefined;
}

/**
 * What model the files are: by the manifest among them, or by their tensors. Graphs are read, not run; throws the fault
 * of what is missing, damaged or does not belong together.
 */
export async function givenModel(files: readonly File[], said: string | undefined, { signal, progress }: Pick<Desk<ImportProgress>, 'signal' | 'progress'>): Promise<GivenModel> {
  const graphs = files.filter(({ name }) => /[.]onnx$/i.test(name));
  const manifestFile = await manifestAmong(files);
  if (graphs.length === 0) throw new FaultError('model-file-missing', { expected: 'ONNX files, with their manifest.json where there is one', came: files.map(({ name }) => name).slice(0, 12).join(', ') || 'no file' });
  const totalBytes = graphs.reduce((sum, { size }) => sum + size, 0);
  const read: { name: string; bytes: Uint8Array<ArrayBuffer>; sha256: string }[] = [];
  for (const file of graphs) {
    signal.throwIfAborted();
    progress({ stage: 'read', doneBytes: read.reduce((sum, { bytes }) => sum + bytes.length, 0), totalBytes });
    const bytes = new Uint8Array(await file.arrayBuffer());
    read.push({ name: file.name, bytes, sha256: manifestFile ? '' : await sha256Hex(bytes) });
  }
  const largest = ({ graphs: named, precision }: ModelManifest) => Math.max(...Object.values(named).map(({ file }) => {
    const bytes = read.find(({ name }) => name === file)?.bytes;
    return bytes ? largestTensorBytes(bytes, file, precision) : 0;
  }));
  if (!manifestFile) {
    const manifest = describedModel(read, await weightsBeside(files), said);
    return { manifest, manifestFile, largestTensorBytes: known(largest(manifest)) };
  }
  const manifest = parseManifest(await manifestFile.text(), manifestFile.name);
  for (const graph of Object.values(manifest.graphs)) {
    const bytes = read.find(({ name }) => name === graph.file)?.bytes;
    if (bytes) checkGraph(manifest, graph, bytes, files);
  }
  if (manifest.family === 'sam' && 'encoder' in manifest.graphs && 'decoder' in manifest.graphs) checkParts(manifest.graphs.encoder, manifest.graphs.decoder);
  return { manifest, manifestFile, largestTensorBytes: known(largest(manifest)) };
}

async function manifestAmong(files: readonly File[]): Promise<File | null> {
  const named = files.find(({ name }) => name === 'manifest.json');
  if (named) return named;
  for (const file of files.filter(({ name, size }) => name.endsWith('.json') && size < 2 ** 22)) if ((await file.text()).includes('"isodice-model-1"')) return file;
  return null;
}

/** Files that may hold weights; each is hashed, because a described graph must name what it belongs to. */
async function weightsBeside(files: readonly File[]) {
  const beside = files.filter(({ name }) => !/[.](onnx|json|txt|md|png|csv)$/i.test(name));
  return Promise.all(beside.map(async (it) => ({ name: it.name, bytes: it.size, sha256: await sha256Hex(new Uint8Array(await it.arrayBuffer())) })));
}

function checkGraph(manifest: ModelManifest, graph: GraphFile, bytes: Uint8Array, files: readonly File[]): void {
  const facts = onnxFacts(bytes, graph.file);
  checkGraphTensors(graph, facts.inputs, facts.outputs);
  if (manifest.family === 'sam') refuseVolumeInput(graph);
  for (const location of facts.besides) {
    const isSaid = graph.externalData?.some(({ file }) => file === location) ?? false;
    const isThere = files.some(({ name }) => name === baseName(location));
    if (!isSaid || !isThere) throw new FaultError('model-external-data', { where: graph.file, expected: isThere ? `${location} in the manifest's externalData` : location, came: isThere ? 'a manifest that does not name it' : files.map(({ name }) => name).join(', ') });
  }
}

const known = (bytes: number) => (bytes > 0 ? bytes : undefined);
