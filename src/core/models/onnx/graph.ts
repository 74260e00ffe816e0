import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FaultError } from '#core/faults.ts';
import type { AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto } from '#core/models/onnx/onnxGraph_pb.ts';
import { AttributeProtoSchema, ModelProtoSchema, NodeProtoSchema, TensorProtoSchema } from '#core/models/onnx/onnxGraph_pb.ts';

/** ONNX element types (TensorProto.DataType) that rewriting meets. */
export const FLOAT32 = 1;
export const INT64 = 7;

/** AttributeProto.AttributeType of a list of integers. */
const INTS = 7;

/** A model whose graph is there; what every rewrite works on. The bytes it was read from stay as they are. */
export interface OnnxModel {
  readonly proto: ModelProto;
  readonly graph: GraphProto;
}

/** Reads an ONNX file. Throws FaultError 'onnx-unreadable' where the bytes are no ONNX model. */
export function parseOnnx(bytes: Uint8Array, name: string): OnnxModel {
  let proto: ModelProto;
  try {
    proto = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new FaultError('onnx-unreadable', { expected: 'an ONNX model', came: String(error), where: name });
  }
  if (proto.graph === undefined || proto.graph.node.length === 0) {
    throw new FaultError('onnx-unreadable', { expected: 'an ONNX model with a graph', came: `${bytes.length} bytes without one`, where: name });
  }
  return { proto, graph: proto.graph };
}

/** The bytes of a model, rewritten or not. */
export function formatOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  return new Uint8Array(toBinary(ModelProtoSchema, model.proto));
}

export function initializer(graph: GraphProto, name: string): TensorProto | undefined {
  return graph.initializer.find((tensor) => tensor.name === name);
}

/** The values of a float32 initializer; undefined for other types and for data kept in a side file. */
export function floatValues(tensor: TensorProto): Float32Array | undefined {
  if (tensor.dataType !== FLOAT32 || tensor.externalData.length > 0) return undefined;
  if (tensor.rawData.length === 0) return Float32Array.from(tensor.floatData);
  return new Float32Array(tensor.rawData.slice().buffer);
}

export function makeFloats(name: string, dims: readonly number[], values: Float32Array): TensorProto {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return create(TensorProtoSchema, { name, dataType: FLOAT32, dims: dims.map(BigInt), rawData });
}

export function makeInt64s(name: string, values: readonly number[]): TensorProto {
  const rawData = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
  return create(TensorProtoSchema, { name, dataType: INT64, dims: [BigInt(values.length)], rawData });
}

export function makeNode(opType: string, name: string, input: string[], output: string[], attribute: AttributeProto[] = []): NodeProto {
  return create(NodeProtoSchema, { opType, name, input, output, attribute });
}

export function makeInts(name: string, ints: readonly number[]): AttributeProto {
  return create(AttributeProtoSchema, { name, ints: ints.map(BigInt), type: INTS });
}

/** An integer-list attribute, or undefined where the node leaves it to its default. */
export function intsOf(node: NodeProto, name: string): number[] | undefined {
  return node.attribute.find((it) => it.name === name)?.ints.map(Number);
}

export function intOf(node: NodeProto, name: string, otherwise: number): number {
  const found = node.attribute.find((it) => it.name === name);
  return found === undefined ? otherwise : Number(found.i);
}

/** The nodes that read a tensor. */
export function consumers(graph: GraphProto, tensor: string): NodeProto[] {
  return graph.node.filter((node) => node.input.includes(tensor));
}

/** Drops initializers that no node and no output reads any more. */
export function dropUnread(graph: GraphProto): void {
  const read = new Set(graph.node.flatMap((node) => node.input));
  for (const output of graph.output) read.add(output.name);
  graph.initializer = graph.initializer.filter((tensor) => read.has(tensor.name));
}
