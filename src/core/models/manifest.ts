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

/** Refuses a graph whose inputs or outputs are not those named (FaultError 'model-tensors-differ'). Order does not matter; a symbolic size fits any. */
export function checkGraphTensors(graph: GraphFile, inputs: readonly TensorInfo[], outputs: readonly TensorInfo[]): void {
  for (const [side, wanted, got] of [['inputs', graph.inputs, inputs], ['outputs', graph.outputs, outputs]] as const) {
    const fits = wanted.length === got.length && wanted.every((it) => got.some((other) => isSameTensor(it, other)));
    if (!fits) throw new FaultError('model-tensors-differ', { where: `${graph.file} ${side}`, expected: described(wanted), came: described(got) });
  }
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
