import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create } from '@bufbuild/protobuf';
import type { ModelManifest } from '../../src/core/models/manifest.ts';
import { formatOnnx, parseOnnx } from '../../src/core/models/onnx/graph.ts';
import { StringEntrySchema } from '../../src/core/models/onnx/onnxGraph_pb.ts';

const bundled = (file: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(fileURLToPath(new URL(`../../public/models/iso-prompt/${file}`, import.meta.url))));
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** ONNX says with this that a tensor's values are in another file. */
const EXTERNAL = 1;

/** The bundled promptable model under another id, as its files. */
export function promptModel(id: string): Record<string, Uint8Array<ArrayBuffer>> {
  const manifest = { ...(JSON.parse(Buffer.from(bundled('manifest.json')).toString('utf8')) as ModelManifest), id, name: id };
  return { 'manifest.json': json(manifest), 'encoder.onnx': bundled('encoder.onnx'), 'decoder.onnx': bundled('decoder.onnx') };
}

/** The same with the decoder's larger weights in a file of their own. */
export function promptModelWithWeights(id: string): Record<string, Uint8Array<ArrayBuffer>> {
  const files = promptModel(id);
  const model = parseOnnx(files['decoder.onnx'], 'decoder.onnx');
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const tensor of model.graph.initializer.filter(({ rawData }) => rawData.length > 4096)) {
    const { rawData } = tensor;
    const entries = { location: 'decoder.weights', offset: String(offset), length: String(rawData.length) };
    tensor.externalData = Object.entries(entries).map(([key, value]) => create(StringEntrySchema, { key, value }));
    tensor.dataLocation = EXTERNAL;
    tensor.rawData = new Uint8Array();
    parts.push(rawData);
    offset += rawData.length;
  }
  const [graph, weights] = [formatOnnx(model), new Uint8Array(Buffer.concat(parts))];
  const manifest = JSON.parse(Buffer.from(files['manifest.json']).toString('utf8')) as ModelManifest;
  const decoder = { ...manifest.graphs['decoder'], bytes: graph.length, sha256: sha256(graph), externalData: [{ file: 'decoder.weights', bytes: weights.length, sha256: sha256(weights) }] };
  return { ...files, 'manifest.json': json({ ...manifest, graphs: { ...manifest.graphs, decoder } }), 'decoder.onnx': graph, 'decoder.weights': weights };
}

function json(value: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(JSON.stringify(value)));
}
