import { create } from '@bufbuild/protobuf';
import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { formatOnnx, makeFloats, makeInts, makeNode, parseOnnx } from '#core/models/onnx/graph.ts';
import type { OnnxModel } from '#core/models/onnx/graph.ts';
import type { NodeProto, TensorProto } from '#core/models/onnx/onnxGraph_pb.ts';
import { ModelProtoSchema } from '#core/models/onnx/onnxGraph_pb.ts';
import { networkMemory } from '#core/models/onnx/networkMemory.ts';
import { foldRepeatedInput } from '#core/models/onnx/foldRepeatedInput.ts';
import { rewriteConvTranspose } from '#core/models/onnx/rewriteConvTranspose.ts';
import { inferShapes } from '#core/models/onnx/shapes.ts';
import { splitConcatConv } from '#core/models/onnx/splitConcatConv.ts';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

/** A reproducible tensor of values in -1..1. */
function values(count: number, seed: number): Float32Array {
  let state = seed * 2654435761 + 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const weight = (name: string, dims: number[], seed: number): TensorProto => makeFloats(name, dims, values(dims.reduce((a, b) => a * b, 1), seed));

function model(node: NodeProto[], initializer: TensorProto[], inputs: Record<string, number[]>, outputRank = 5): OnnxModel {
  const valueInfo = (name: string, dims: { dimValue?: bigint; dimParam?: string }[]) => ({ name, type: { tensorType: { elemType: 1, shape: { dim: dims } } } });
  const proto = create(ModelProtoSchema, {
    irVersion: 8n, opsetImport: [{ domain: '', version: 17n }],
    graph: {
      name: 'test', node, initializer,
      input: Object.entries(inputs).map(([name, dims]) => valueInfo(name, dims.map((size) => ({ dimValue: BigInt(size) })))),
      output: [valueInfo('y', Array.from({ length: outputRank }, (_, axis) => ({ dimParam: `d${axis}` })))],
    },
  });
  return parseOnnx(formatOnnx({ proto, graph: proto.graph ?? expect.fail('no graph') }), 'test');
}

async function run(it: OnnxModel, feeds: Record<string, [Float32Array, number[]]>): Promise<ort.Tensor> {
  const session = await ort.InferenceSession.create(formatOnnx(it), { executionProviders: ['wasm'] });
  const output = await session.run(Object.fromEntries(Object.entries(feeds).map(([name, [data, dims]]) => [name, new ort.Tensor('float32', data, dims)])));
  await session.release();
  return output['y'];
}

function expectClose(got: ort.Tensor, want: ort.Tensor): void {
  expect(got.dims).toEqual(want.dims);
  const [a, b] = [got.data as Float32Array, want.data as Float32Array];
  let worst = 0;
  for (let at = 0; at < b.length; at++) worst = Math.max(worst, Math.abs(a[at] - b[at]) / Math.max(1, Math.abs(b[at])));
  expect(worst).toBeLessThanOrEqual(1e-5);
}

describe('ConvTranspose with kernel = stride', () => {
  const build = (kernel: number[], input: number[], options: { bias?: boolean; group?: bigint; strides?: number[] } = {}) => {
    const node = makeNode('ConvTranspose', 'up', ['x', 'w', ...(options.bias ? ['b'] : [])], ['y'], [makeInts('kernel_shape', kernel), makeInts('strides', options.strides ?? kernel)]);
    if (options.group) node.attribute.push(Object.assign(makeInts('group', []), { i: options.group, type: 2 }));
    return model([node], [weight('w', [input[1], 3, ...kernel], 1), ...(options.bias ? [weight('b', [3], 2)] : [])], { x: input });
  };

  test.each([
    [[2, 2, 2], [1, 4, 3, 5, 7], true],
    [[2, 2, 2], [1, 4, 4, 2, 6], false],
    [[1, 2, 2], [1, 2, 5, 4, 3], true],
    [[2, 1, 2], [1, 2, 3, 4, 5], true],
    [[3, 2, 4], [1, 2, 3, 2, 5], true],
  ])('%j on %j gives the same values', async (kernel, input, bias) => {
    const original = build(kernel, input, { bias });
    const rewritten = build(kernel, input, { bias });
    expect(rewriteConvTranspose(rewritten.graph, inferShapes(rewritten.graph))).toEqual(['up']);
    expect(rewritten.graph.node.some((node) => node.opType === 'ConvTranspose')).toBe(false);
    const feeds: Record<string, [Float32Array, number[]]> = { x: [values(input.reduce((a, b) => a * b, 1), 3), input] };
    expectClose(await run(rewritten, feeds), await run(original, feeds));
  });

  test('groups and overlapping kernels are refused with the reason', () => {
    const grouped = build([2, 2, 2], [1, 4, 2, 2, 2], { group: 2n });
    expect(() => rewriteConvTranspose(grouped.graph, inferShapes(grouped.graph))).toThrow(/group 2/);
    const overlapping = build([3, 3, 3], [1, 4, 2, 2, 2], { strides: [2, 2, 2] });
    expect(() => rewriteConvTranspose(overlapping.graph, inferShapes(overlapping.graph))).toThrow(/kernel 3×3×3, stride 2×2×2/);
  });
});

describe('Concat then Conv', () => {
  const build = () => model([
    makeNode('Concat', 'join', ['a', 'b', 'c'], ['joined'], [Object.assign(makeInts('axis', []), { i: 1n, type: 2 })]),
    makeNode('Conv', 'conv', ['joined', 'w', 'bias'], ['y'], [makeInts('kernel_shape', [3, 3, 3]), makeInts('pads', [1, 1, 1, 1, 1, 1])]),
  ], [weight('w', [4, 6, 3, 3, 3], 1), weight('bias', [4], 2)], { a: [1, 1, 3, 5, 4], b: [1, 2, 3, 5, 4], c: [1, 3, 3, 5, 4] });
  const feeds: Record<string, [Float32Array, number[]]> = { a: [values(60, 3), [1, 1, 3, 5, 4]], b: [values(120, 4), [1, 2, 3, 5, 4]], c: [values(180, 5), [1, 3, 3, 5, 4]] };

  test('becomes a sum of Convs with the same values', async () => {
    const rewritten = build();
    expect(splitConcatConv(rewritten.graph, inferShapes(rewritten.graph), 0)).toEqual(['join']);
    expect(rewritten.graph.node.map((node) => node.opType)).toEqual(['Conv', 'Conv', 'Conv', 'Add', 'Add']);
    expectClose(await run(rewritten, feeds), await run(build(), feeds));
  });

  test('is left alone where the joined tensor is small', () => {
    const small = build();
    expect(splitConcatConv(small.graph, inferShapes(small.graph), 1 << 20)).toEqual([]);
    expect(small.graph.node).toHaveLength(2);
  });
});

test('an input repeated over three channels is taken once, with the same values', async () => {
  const build = () => model([makeNode('Conv', 'conv', ['x', 'w'], ['y'], [makeInts('kernel_shape', [3, 3, 3])])], [weight('w', [4, 3, 3, 3, 3], 1)], { x: [1, 3, 5, 4, 6] });
  const image = values(120, 2);
  const repeated = new Float32Array([...image, ...image, ...image]);
  const folded = build();
  expect(foldRepeatedInput(folded.graph, 'x')).toBe(3);
  expectClose(await run(folded, { x: [image, [1, 1, 5, 4, 6]] }), await run(build(), { x: [repeated, [1, 3, 5, 4, 6]] }));
});

test('bytes that are no ONNX model are a named fault', () => {
  expect(() => parseOnnx(new TextEncoder().encode('<html>not found</html>'), 'model.onnx')).toThrow(/onnx-unreadable/);
});

test('memory: the largest tensor and what lives at once, before and after the concatenation is split', () => {
  const build = () => model([
    makeNode('Conv', 'first', ['x', 'v'], ['a'], [makeInts('kernel_shape', [1, 1, 1])]),
    makeNode('Concat', 'join', ['x', 'a'], ['joined'], [Object.assign(makeInts('axis', []), { i: 1n, type: 2 })]),
    makeNode('Conv', 'last', ['joined', 'w'], ['y'], [makeInts('kernel_shape', [1, 1, 1])]),
  ], [weight('v', [3, 1, 1, 1, 1], 1), weight('w', [2, 4, 1, 1, 1], 2)], { x: [1, 1, 2, 2, 2] });
  const it = build();
  const shapes = inferShapes(it.graph);
  // 8 voxels of 4 bytes: x 32, a 96, joined 128, y 64. Before y: x and a are gone; while joined is made all three live.
  expect(networkMemory(it.graph, shapes)).toEqual({ largestTensorBytes: 128, peakActivationBytes: 256, weightBytes: 44 });
  splitConcatConv(it.graph, shapes, 0);
  expect(networkMemory(it.graph, inferShapes(it.graph, {}, shapes)).largestTensorBytes).toBe(96);
});
