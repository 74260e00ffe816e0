import type { GraphProto, NodeProto, ValueInfoProto } from '#core/models/onnx/onnxGraph_pb.ts';
import { initializer, intOf, intsOf } from '#core/models/onnx/graph.ts';

/** Tensor name to its sizes, for every tensor whose sizes are all known. */
export type Shapes = Map<string, readonly number[]>;

/** Sizes for symbolic dimensions of the graph's inputs, by input name; a patch size, for instance. */
export type InputShapes = Readonly<Record<string, readonly number[]>>;

const SAME_AS_FIRST = new Set(['InstanceNormalization', 'BatchNormalization', 'LeakyRelu', 'Relu', 'PRelu', 'Sigmoid', 'Tanh', 'Softmax', 'Identity',
  'Dropout', 'Cast', 'Elu', 'Erf', 'Gelu', 'Clip', 'HardSigmoid', 'HardSwish', 'GroupNormalization', 'LayerNormalization', 'Sqrt', 'Exp', 'Neg']);

const BROADCAST = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow']);

/**
 * Sizes of the tensors of a convolutional graph: those the file declares, and those that follow from the inputs
 * through the operators that such networks use. `known` gives sizes that a rewrite hid. A tensor behind an operator not known here is left out.
 */
export function inferShapes(graph: GraphProto, inputs: InputShapes = {}, known: Shapes = new Map()): Shapes {
  const shapes: Shapes = new Map(known);
  for (const value of [...graph.input, ...graph.valueInfo, ...graph.output]) {
    const declared = inputs[value.name] ?? declaredShape(value);
    if (declared !== undefined) shapes.set(value.name, declared);
  }
  for (const tensor of graph.initializer) shapes.set(tensor.name, tensor.dims.map(Number));
  for (const node of graph.node) {
    const shape = shapeOf(graph, node, shapes);
    if (shape !== undefined && !shapes.has(node.output[0])) shapes.set(node.output[0], shape);
  }
  return shapes;
}

export function declaredShape(value: ValueInfoProto): number[] | undefined {
  const dims = value.type?.tensorType?.shape?.dim;
  if (dims === undefined || dims.some((it) => it.dimValue <= 0n)) return undefined;
  return dims.map((it) => Number(it.dimValue));
}

function shapeOf(graph: GraphProto, node: NodeProto, shapes: Shapes): readonly number[] | undefined {
  const first = shapes.get(node.input[0]);
  if (first === undefined) return undefined;
  if (SAME_AS_FIRST.has(node.opType)) return first;
  if (BROADCAST.has(node.opType)) return broadcast(first, shapes.get(node.input[1]));
  if (node.opType === 'Concat') return concatenated(node, shapes);
  if (node.opType === 'Conv' || node.opType === 'ConvTranspose') return convolved(graph, node, first);
  if (node.opType === 'MaxPool' || node.opType === 'AveragePool') return windowed(node, first, first[1], intsOf(node, 'kernel_shape'));
  return undefined;
}

function broadcast(a: readonly number[], b: readonly number[] | undefined): readonly number[] | undefined {
  if (b === undefined) return undefined;
  const rank = Math.max(a.length, b.length);
  const at = (shape: readonly number[], axis: number) => shape[axis - (rank - shape.length)] ?? 1;
  return Array.from({ length: rank }, (_, axis) => Math.max(at(a, axis), at(b, axis)));
}

function concatenated(node: NodeProto, shapes: Shapes): readonly number[] | undefined {
  const parts = node.input.map((name) => shapes.get(name));
  const known = parts.filter((it) => it !== undefined);
  if (known.length !== parts.length) return undefined;
  const axis = intOf(node, 'axis', 1) < 0 ? known[0].length + intOf(node, 'axis', 1) : intOf(node, 'axis', 1);
  return known[0].map((size, at) => (at === axis ? known.reduce((sum, part) => sum + part[axis], 0) : size));
}

function convolved(graph: GraphProto, node: NodeProto, input: readonly number[]): readonly number[] | undefined {
  const weight = initializer(graph, node.input[1])?.dims.map(Number);
  if (weight === undefined) return undefined;
  const kernel = weight.slice(2);
  if (node.opType === 'Conv') return windowed(node, input, weight[0], kernel);
  const strides = intsOf(node, 'strides') ?? kernel.map(() => 1);
  const pads = intsOf(node, 'pads') ?? kernel.flatMap(() => [0, 0]);
  const dilations = intsOf(node, 'dilations') ?? kernel.map(() => 1);
  const extra = intsOf(node, 'output_padding') ?? kernel.map(() => 0);
  const spatial = kernel.map((k, axis) => strides[axis] * (input[axis + 2] - 1) + extra[axis] + (k - 1) * dilations[axis] + 1 - pads[axis] - pads[axis + kernel.length]);
  return [input[0], weight[1] * intOf(node, 'group', 1), ...spatial];
}

function windowed(node: NodeProto, input: readonly number[], channels: number, kernel: number[] | undefined): readonly number[] | undefined {
  if (kernel === undefined || node.attribute.some((it) => it.name === 'auto_pad' && it.s.length > 0 && new TextDecoder().decode(it.s) !== 'NOTSET')) return undefined;
  const strides = intsOf(node, 'strides') ?? kernel.map(() => 1);
  const pads = intsOf(node, 'pads') ?? kernel.flatMap(() => [0, 0]);
  const dilations = intsOf(node, 'dilations') ?? kernel.map(() => 1);
  const round = intOf(node, 'ceil_mode', 0) === 1 ? Math.ceil : Math.floor;
  const spatial = kernel.map((k, axis) => round((input[axis + 2] + pads[axis] + pads[axis + kernel.length] - dilations[axis] * (k - 1) - 1) / strides[axis]) + 1);
  return [input[0], channels, ...spatial];
}
