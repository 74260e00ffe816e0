import { parseOnnx } from '#core/models/onnx/graph.ts';
import type { GraphProto, NodeProto } from '#core/models/onnx/onnxGraph_pb.ts';
import type { InputShapes, Shapes } from '#core/models/onnx/shapes.ts';
import { inferShapes } from '#core/models/onnx/shapes.ts';

/** What one run needs, in bytes, before the runtime's own workspace: a lower bound by which to refuse, not a forecast. */
export interface NetworkMemory {
  readonly largestTensorBytes: number;
  /** Most that lives at one time when each tensor goes after its last reader. */
  readonly peakActivationBytes: number;
  readonly weightBytes: number;
}

const FLOAT_BYTES = 4;
const SAME_COUNT = new Set(['Reshape', 'Transpose', 'Flatten', 'Squeeze', 'Unsqueeze']);

/** Follows the nodes in their order. Tensors whose sizes are not known count as nothing. */
export function networkMemory(graph: GraphProto, shapes: Shapes): NetworkMemory {
  const weights = new Set(graph.initializer.map(({ name }) => name));
  const lastRead = new Map<string, number>();
  graph.node.forEach((node, at) => { for (const name of node.input) lastRead.set(name, at); });
  for (const { name } of graph.output) lastRead.set(name, graph.node.length);
  const live = new Map<string, number>();
  let largest = 0;
  let now = 0;
  let peak = 0;
  const begin = (name: string, bytes: number) => {
    live.set(name, bytes);
    now += bytes;
    largest = Math.max(largest, bytes);
    peak = Math.max(peak, now);
  };
  for (const { name } of graph.input) if (!weights.has(name)) begin(name, bytesOf(shapes.get(name)));
  graph.node.forEach((node, at) => {
    for (const name of node.output) begin(name, outputBytes(node, name, shapes, live));
    for (const name of new Set([...node.input, ...node.output])) {
      if ((lastRead.get(name) ?? at) !== at || !live.has(name)) continue;
      now -= live.get(name) ?? 0;
      live.delete(name);
    }
  });
  const weightBytes = graph.initializer.reduce((sum, { dims }) => sum + bytesOf(dims.map(Number)), 0);
  return { largestTensorBytes: largest, peakActivationBytes: peak, weightBytes };
}

/** The same for a network's file as it is. */
export function memoryOf(bytes: Uint8Array, name: string, inputs: InputShapes = {}): NetworkMemory {
  const { graph } = parseOnnx(bytes, name);
  return networkMemory(graph, inferShapes(graph, inputs));
}

function outputBytes(node: NodeProto, name: string, shapes: Shapes, live: ReadonlyMap<string, number>): number {
  const known = shapes.get(name);
  if (known) return bytesOf(known);
  return SAME_COUNT.has(node.opType) ? live.get(node.input[0]) ?? 0 : 0;
}

function bytesOf(shape: readonly number[] | undefined): number {
  return shape === undefined ? 0 : shape.reduce((product, n) => product * n, FLOAT_BYTES);
}

/** The largest tensor of a graph's bytes as it is held in this precision: half as large in half precision. Zero where the sizes inside cannot be followed. */
export function largestTensorBytes(bytes: Uint8Array, name: string, precision: string): number {
  const found = memoryOf(bytes, name).largestTensorBytes;
  return precision === 'fp16' ? found / 2 : found;
}
