import * as v from 'valibot';
import { FaultError } from '#core/faults.ts';
import type { TensorInfo } from '#core/models/session.ts';

const tensorInfo = v.object({
  name: v.string(),
  type: v.picklist(['float32', 'float16', 'int64', 'int32', 'uint8', 'bool']),
  dims: v.array(v.union([v.number(), v.string()])),
});

const graphFile = v.object({
  /** Beside the manifest. */
  file: v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'a file name without folders')),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')),
  bytes: v.number(),
  inputs: v.array(tensorInfo),
  outputs: v.array(tensorInfo),
  /** Weights kept outside the graph (ONNX external data), by the location that the graph names. */
  externalData: v.optional(v.array(v.object({ file: v.string(), sha256: v.string(), bytes: v.number() }))),
});

/**
 * What every model says of itself, whatever its family. A family reads its own numbers (sizes, normalisation)
 * from further keys of the same object, which are kept.
 */
const schema = v.looseObject({
  format: v.literal('isodice-model-1'),
  id: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
  name: v.string(),
  family: v.string(),
  precision: v.picklist(['fp32', 'fp16', 'int8']),
  promptKinds: v.array(v.picklist(['point-positive', 'point-negative', 'box', 'scribble', 'text', 'previous-mask'])),
  /** By role in the family: encoder, decoder, … */
  graphs: v.record(v.string(), graphFile),
  /** SPDX identifier, or words where none fits. */
  licence: v.optional(v.pipe(v.string(), v.minLength(1))),
  /** Where it is from: an address, or words. */
  source: v.optional(v.pipe(v.string(), v.minLength(1))),
  /** What its maker measured against the reference implementation: the figure, and the limit that it had to keep. */
  parity: v.optional(v.array(v.object({ check: v.string(), value: v.number(), limit: v.number(), device: v.string(), runtime: v.string() }))),
});

export type ModelManifest = v.InferOutput<typeof schema>;
export type GraphFile = v.InferOutput<typeof graphFile>;

/** Reads a manifest.json. Throws FaultError 'manifest-unreadable' with the first place that does not fit. */
export function parseManifest(text: string, name: string): ModelManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new FaultError('manifest-unreadable', { where: name, expected: 'JSON', came: String(error) });
  }
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new FaultError('manifest-unreadable', { where: `${name} ${v.getDotPath(issue) ?? ''}`.trim(), expected: issue.expected, came: issue.received });
}

/** Every file that a manifest names, with what it must be: graphs and the weights that they keep outside. */
export function filesOf({ graphs }: Pick<ModelManifest, 'graphs'>): readonly { readonly file: string; readonly bytes: number; readonly sha256: string }[] {
  return Object.values(graphs).flatMap(({ file, bytes, sha256, externalData = [] }) => [{ file, bytes, sha256 }, ...externalData]);
}

/** Refuses a graph whose inputs or outputs are not those named (FaultError 'model-tensors-differ'). Order does not matter; a symbolic size fits any. */
export function checkGraphTensors(graph: GraphFile, inputs: readonly TensorInfo[], outputs: readonly TensorInfo[]): void {
  for (const [side, wanted, got] of [['inputs', graph.inputs, inputs], ['outputs', graph.outputs, outputs]] as const) {
    const fits = wanted.length === got.length && wanted.every((it) => got.some((other) => isSameTensor(it, other)));
    if (!fits) throw new FaultError('model-tensors-differ', { where: `${graph.file} ${side}`, expected: described(wanted), came: described(got) });
  }
}

/** Refuses a graph that takes a block of slices where a slice is what there is to give (FaultError 'model-wants-volume'). */
export function refuseVolumeInput({ file, inputs }: { readonly file: string; readonly inputs: readonly TensorInfo[] }): void {
  const block = inputs.find(({ name, type, dims }) => type.startsWith('float') && dims.length === 5 && !/mask|embed|feat/i.test(name));
  if (block) throw new FaultError('model-wants-volume', { where: file, expected: 'a picture [1, 3, height, width]', came: `${block.name} [${block.dims.join(', ')}]` });
}

/**
 * Refuses an encoder and a decoder that do not belong together (FaultError 'model-parts-differ'): what the decoder takes
 * under a name that the encoder gives must be of the same shape, and there must be one such tensor.
 */
export function checkParts(encoder: GraphFile, decoder: GraphFile): void {
  const shared = decoder.inputs.flatMap((taken) => encoder.outputs.filter(({ name }) => name === taken.name).map((given) => ({ given, taken })));
  const wrong = shared.find(({ given, taken }) => given.dims.length !== taken.dims.length || given.dims.some((size, at) => size !== taken.dims[at] && typeof size === 'number' && typeof taken.dims[at] === 'number'));
  if (shared.length > 0 && !wrong) return;
  throw new FaultError('model-parts-differ', {
    where: decoder.file, expected: `what ${encoder.file} gives: ${described(wrong ? [wrong.given] : encoder.outputs)}`, came: described(wrong ? [wrong.taken] : decoder.inputs),
  });
}

function isSameTensor(a: TensorInfo, b: TensorInfo): boolean {
  return a.name === b.name && a.type === b.type && a.dims.length === b.dims.length
    && a.dims.every((size, at) => size === b.dims[at] || typeof size === 'string' || typeof b.dims[at] === 'string');
}

function described(tensors: readonly TensorInfo[]): string {
  return tensors.map(({ name, type, dims }) => `${name} ${type} [${dims.join(', ')}]`).join('; ');
}

/** The file of a role. Throws FaultError 'manifest-unreadable' where the model has none. */
export function graphOf(manifest: ModelManifest, role: string): GraphFile {
  const graph = Object.hasOwn(manifest.graphs, role) ? manifest.graphs[role] : undefined;
  if (!graph) throw new FaultError('manifest-unreadable', { where: `${manifest.id} graphs`, expected: `a graph '${role}'`, came: Object.keys(manifest.graphs).join(', ') || 'none' });
  return graph;
}
