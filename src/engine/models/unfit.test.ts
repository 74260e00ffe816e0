import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { attemptNow } from '#core/faults.ts';
import type { GraphFile } from '#core/models/manifest.ts';
import { formatOnnx, makeNode } from '#core/models/onnx/graph.ts';
import { ModelProtoSchema } from '#core/models/onnx/onnxGraph_pb.ts';
import { refuseUnfit } from '#engine/models/unfit.ts';
import type { Offer } from '#engine/models/unfit.ts';

const MIB = 2 ** 20;
const GRAPH: GraphFile = { file: 'encoder.onnx', sha256: '', bytes: 0, inputs: [{ name: 'x', type: 'float32', dims: [1, MIB] }], outputs: [] };

/** A graph whose one step gives a tensor of 4 MiB in single precision. */
function network(): Uint8Array<ArrayBuffer> {
  const value = (name: string) => ({ name, type: { tensorType: { elemType: 1, shape: { dim: [1, MIB].map((it) => ({ dimValue: BigInt(it) })) } } } });
  const proto = create(ModelProtoSchema, { graph: { node: [makeNode('Identity', 'a', ['x'], ['y'])], input: [value('x')], output: [value('y')] } });
  if (!proto.graph) throw new Error('no graph');
  return formatOnnx({ proto, graph: proto.graph });
}

const offer = (device: 'webgpu' | 'wasm', limitBytes: number, halfPrecision: Offer['halfPrecision']): Offer => ({ limits: { device, limitBytes }, halfPrecision });
const refusal = (precision: 'fp32' | 'fp16', it: Offer) => {
  const result = attemptNow(() => refuseUnfit(GRAPH, precision, network(), [], it));
  return result.state === 'failed' ? result.fault.code : null;
};

test('half precision needs shader-f16 on a graphics device, and nothing on the processor', () => {
  expect(refusal('fp16', offer('webgpu', 64 * MIB, 'missing'))).toBe('model-half-precision');
  expect(refusal('fp16', offer('webgpu', 64 * MIB, 'offered'))).toBeNull();
  expect(refusal('fp16', offer('wasm', 64 * MIB, 'missing'))).toBeNull();
  expect(refusal('fp32', offer('webgpu', 64 * MIB, 'missing'))).toBeNull();
});

test('a tensor beyond the adapter\'s binding is refused; in half precision it is half as large', () => {
  expect(refusal('fp32', offer('webgpu', 3 * MIB, 'offered'))).toBe('model-over-limits');
  expect(refusal('fp16', offer('webgpu', 3 * MIB, 'offered'))).toBeNull();
  expect(refusal('fp32', offer('wasm', 16, 'offered'))).toBe('model-over-limits');
});
