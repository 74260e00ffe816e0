import { FaultError } from '#core/faults.ts';
import { FLOAT32, parseOnnx } from '#core/models/onnx/graph.ts';
import type { ValueInfoProto } from '#core/models/onnx/onnxGraph_pb.ts';
import type { TensorInfo, TensorType } from '#core/models/session.ts';

/** TensorProto.DataType of half precision and of the two that quantised weights have. */
const FLOAT16 = 10;
const BYTES: ReadonlySet<number> = new Set([2, 3]);

const TYPES: ReadonlyMap<number, TensorType> = new Map([[FLOAT32, 'float32'], [FLOAT16, 'float16'], [7, 'int64'], [6, 'int32'], [2, 'uint8'], [9, 'bool']]);

/** What an ONNX file says of itself without being run. */
export interface OnnxFacts {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly precision: 'fp32' | 'fp16' | 'int8';
  /** Files beside it that hold its weights. */
  readonly besides: readonly string[];
}

/** Throws FaultError 'onnx-unreadable', or 'model-tensors-differ' where an element type is none that IsoDice carries. */
export function onnxFacts(bytes: Uint8Array, name: string): OnnxFacts {
  const { graph } = parseOnnx(bytes, name);
  const weights = new Set(graph.initializer.map((it) => it.name));
  const types = new Set(graph.initializer.map(({ dataType }) => dataType));
  return {
    inputs: graph.input.filter((it) => !weights.has(it.name)).map((it) => tensorInfo(it, name)),
    outputs: graph.output.map((it) => tensorInfo(it, name)),
    precision: [...BYTES].some((it) => types.has(it)) ? 'int8' : types.has(FLOAT16) ? 'fp16' : 'fp32',
    besides: [...new Set(graph.initializer.flatMap(({ externalData }) => externalData.filter(({ key }) => key === 'location').map(({ value }) => value)))],
  };
}

function tensorInfo({ name, type }: ValueInfoProto, file: string): TensorInfo {
  const element = type?.tensorType?.elemType ?? 0;
  const known = TYPES.get(element);
  if (!known) throw new FaultError('model-tensors-differ', { where: `${file} ${name}`, expected: [...TYPES.values()].join(', '), came: `ONNX element type ${element}` });
  return { name, type: known, dims: (type?.tensorType?.shape?.dim ?? []).map(({ dimValue, dimParam }) => (dimValue > 0n ? Number(dimValue) : dimParam || '?')) };
}
