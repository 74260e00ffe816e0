import { createHash } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KnownModel } from '#core/models/known/knownModel.ts';
import { SAM } from '#core/models/known/sam.ts';
import { SAM_MED2D } from '#core/models/known/samMed2d.ts';
import { parseManifest } from '#core/models/manifest.ts';
import { formatOnnx, makeNode } from '#core/models/onnx/graph.ts';
import { ModelProtoSchema, TensorProtoSchema } from '#core/models/onnx/onnxGraph_pb.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { connect } from '#engine/protocol/connect.ts';
import { serve } from '#engine/protocol/serve.ts';
import type { Alone } from '#engine/library/libraryDesk.ts';
import { libraryImplementations } from '#engine/library/libraryDesk.ts';
import { describeModelCall, importModelCall } from '#engine/protocol/libraryCalls.ts';
import { FaultError } from '#core/faults.ts';
import type { LibraryEntry, ModelLibrary } from '#storage/modelLibrary.ts';

beforeEach(() => {
  vi.stubGlobal('navigator', { storage: { estimate: () => Promise.resolve({ usage: 0, quota: 1e6 }), persisted: () => Promise.resolve(false) } });
});

/** A library in memory; `capacity` is what it takes before it is full. */
function memoryLibrary(capacity = Infinity): ModelLibrary & { readonly held: Map<string, Map<string, Uint8Array<ArrayBuffer>>> } {
  const held = new Map<string, Map<string, Uint8Array<ArrayBuffer>>>();
  const entries = new Map<string, LibraryEntry>();
  return {
    held,
    list: () => Promise.resolve([...entries.values()]),
    unfinished: () => Promise.resolve([]),
    files: (id) => Promise.resolve([...held.get(id) ?? []].map(([name, bytes]) => new File([bytes], name))),
    add(entry) { entries.set(entry.id, entry); return Promise.resolve(); },
    async write(id, file, content) {
      const parts: Uint8Array[] = [];
      if (typeof content === 'string') parts.push(new TextEncoder().encode(content));
      else for await (const it of content) parts.push(it);
      const bytes = new Uint8Array(Buffer.concat(parts));
      if (bytes.length > capacity) throw new FaultError('storage-full', { where: file });
      held.set(id, (held.get(id) ?? new Map<string, Uint8Array<ArrayBuffer>>()).set(file, bytes));
    },
    remove(folder) { held.delete(folder); entries.delete(folder); return Promise.resolve(); },
  };
}

function graph(side: KnownModel['encoder'], beside?: string): Uint8Array<ArrayBuffer> {
  const value = ({ name, dims }: { readonly name: string; readonly dims: readonly (number | string)[] }) => ({
    name: name === '*' ? 'image' : name, type: { tensorType: { elemType: 1, shape: { dim: dims.map((it) => (typeof it === 'number' ? { dimValue: BigInt(it) } : { dimParam: it })) } } },
  });
  const initializer = beside ? [create(TensorProtoSchema, { name: 'w', dataType: 1, dims: [1n], externalData: [{ key: 'location', value: beside }] })] : [];
  const proto = create(ModelProtoSchema, { graph: { node: [makeNode('Identity', 'a', ['x'], ['y'])], input: side.inputs.map(value), output: side.outputs.map(value), initializer } });
  if (!proto.graph) throw new Error('no graph');
  return formatOnnx({ proto, graph: proto.graph });
}

const file = (name: string, bytes: Uint8Array<ArrayBuffer> | string) => new File([bytes], name);
const weights = Uint8Array.from({ length: 500 }, (_, at) => at % 251);
const given = () => [file('sam.encoder.onnx', graph(SAM.encoder, 'sam.onnx_data')), file('sam.onnx_data', weights), file('sam.decoder.onnx', graph(SAM.decoder))];

function desk(library: ModelLibrary, alone: Alone = (work) => work()) {
  const { caller, worker } = makeLocalPorts();
  serve(worker, libraryImplementations(library, alone));
  const connection = connect(caller, 'library');
  return {
    import: (files: readonly File[], signal?: AbortSignal) => connection.ask(importModelCall, { files }, signal ? { signal } : {}),
    describe: (id: string, said?: string) => connection.ask(describeModelCall, { id, said }),
  };
}

test('files without a manifest are described, kept with the weights beside them, and open again as the same model', async () => {
  const library = memoryLibrary();
  const first = await desk(library).import(given());
  if (first.state !== 'done') throw new Error(JSON.stringify(first));
  const { id, files } = first.value;
  expect(files.map(({ file: name, proof }) => `${name} ${proof}`)).toEqual(['sam.encoder.onnx first-seen', 'sam.onnx_data first-seen', 'sam.decoder.onnx first-seen']);
  expect(files[1].sha256).toBe(createHash('sha256').update(weights).digest('hex'));
  const manifest = parseManifest(new TextDecoder().decode(library.held.get(id)?.get('manifest.json')), id);
  expect(manifest).toMatchObject({ family: 'sam', licence: 'Apache-2.0', graphs: { encoder: { externalData: [{ file: 'sam.onnx_data', bytes: 500 }] } } });
  // With the manifest that was written, the same files are promised.
  const again = await desk(memoryLibrary()).import(await library.files(id));
  expect(again).toMatchObject({ state: 'done', value: { id, files: [{ proof: 'promised' }, { proof: 'promised' }, { proof: 'promised' }] } });
});

test('what is missing, mixed up or damaged is a named fault, and nothing of it is kept', async () => {
  const library = memoryLibrary();
  const [encoder, outside, decoder] = given();
  const fault = async (files: readonly File[]) => {
    const outcome = await desk(library).import(files);
    return outcome.state === 'failed' ? outcome.fault.code : outcome.state;
  };
  expect(await fault([encoder, decoder])).toBe('model-external-data');
  expect(await fault([encoder, outside])).toBe('model-unknown');
  expect(await fault([encoder, outside, file('d.onnx', graph(SAM_MED2D.decoder))])).toBe('model-parts-differ');
  expect(await fault([file('notes.txt', 'no model')])).toBe('model-file-missing');
  expect(await fault([file('bad.onnx', weights)])).toBe('onnx-unreadable');
  const good = memoryLibrary();
  const stored = await desk(good).import(given());
  if (stored.state !== 'done') throw new Error('not stored');
  const folder = await good.files(stored.value.id);
  expect(await fault(folder.map((it) => (it.name === 'sam.onnx_data' ? file(it.name, weights.toReversed()) : it)))).toBe('model-changed');
  expect(library.held.size).toBe(0);
  expect(await library.list()).toEqual([]);
});

test('a full disk, another tab and a cancellation leave nothing behind, and the next try works', async () => {
  const full = memoryLibrary(100);
  expect(await desk(full).import(given())).toMatchObject({ state: 'failed', fault: { code: 'storage-full' } });
  expect(full.held.size).toBe(0);
  const library = memoryLibrary();
  expect(await desk(library, () => Promise.resolve('taken')).import(given())).toMatchObject({ state: 'failed', fault: { code: 'library-elsewhere' } });
  const controller = new AbortController();
  controller.abort();
  expect((await desk(library).import(given(), controller.signal)).state).toBe('cancelled');
  expect(library.held.size).toBe(0);
  expect((await desk(library).import(given())).state).toBe('done');
});

test('a downloaded model without a manifest is described under the id and name that it was stored under', async () => {
  const library = memoryLibrary();
  const id = 'from-the-web';
  for (const it of given()) await library.write(id, it.name, (async function* whole() { yield new Uint8Array(await it.arrayBuffer()); })());
  await library.add({ id, name: 'MedSAM of the web', source: 'https://example.org', addedAt: '', files: [] });
  expect(await desk(library).describe(id, 'medsam')).toMatchObject({ state: 'done', value: { id, source: 'https://example.org' } });
  const manifest = parseManifest(new TextDecoder().decode(library.held.get(id)?.get('manifest.json')), id);
  expect(manifest).toMatchObject({ id, name: 'MedSAM of the web', promptKinds: ['box'] });
});
