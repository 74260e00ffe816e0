import { FaultError } from '#core/faults.ts';
import type { GraphProto, NodeProto } from '#core/models/onnx/onnxGraph_pb.ts';
import { dropUnread, floatValues, initializer, intOf, intsOf, makeFloats, makeInt64s, makeInts, makeNode } from '#core/models/onnx/graph.ts';
import type { Shapes } from '#core/models/onnx/shapes.ts';

/**
 * Replaces each 3D ConvTranspose whose kernel equals its stride by a 1×1×1 Conv to Cout·k₀k₁k₂ channels and reshapes
 * and transposes of rank ≤ 5 that interleave W, then H, then D. Exact: with kernel = stride no two input voxels meet
 * in one output voxel. onnxruntime-web 1.30 has no 3D ConvTranspose on WebGPU and says so only at run time.
 * Returns the names of the nodes it replaced. Throws FaultError 'rewrite-refused' for a 3D ConvTranspose it cannot do.
 */
export function rewriteConvTranspose(graph: GraphProto, shapes: Shapes): string[] {
  const replaced: string[] = [];
  graph.node = graph.node.flatMap((node) => {
    const weight = node.opType === 'ConvTranspose' ? initializer(graph, node.input[1]) : undefined;
    if (weight === undefined || weight.dims.length !== 5) return [node];
    replaced.push(node.name || node.output[0]);
    return interleaved(graph, node, weight.dims.map(Number), shapes);
  });
  dropUnread(graph);
  return replaced;
}

function interleaved(graph: GraphProto, node: NodeProto, weightDims: readonly number[], shapes: Shapes): NodeProto[] {
  const [cin, cout, ...kernel] = weightDims;
  const input = shapes.get(node.input[0]);
  const refuse = (came: string, expected: string) => new FaultError('rewrite-refused', { expected, came, where: node.name || node.output[0] });
  if (intOf(node, 'group', 1) !== 1) throw refuse(`group ${intOf(node, 'group', 1)}`, 'ConvTranspose with group 1');
  const strides = intsOf(node, 'strides') ?? [1, 1, 1];
  const plain = [...(intsOf(node, 'pads') ?? []), ...(intsOf(node, 'output_padding') ?? [])].every((it) => it === 0) && (intsOf(node, 'dilations') ?? []).every((it) => it === 1);
  if (!plain || kernel.some((k, axis) => k !== strides[axis])) throw refuse(`kernel ${kernel.join('×')}, stride ${strides.join('×')}${plain ? '' : ', with padding or dilation'}`, 'kernel equal to stride, no padding');
  if (input === undefined || input[0] !== 1) throw refuse(input === undefined ? 'unknown sizes' : `batch ${input[0]}`, 'an input of known sizes and batch 1');
  const values = floatValues(initializer(graph, node.input[1]) ?? makeFloats('', [], new Float32Array()));
  const bias = node.input[2] === undefined || node.input[2] === '' ? undefined : initializer(graph, node.input[2]);
  const biasValues = bias && floatValues(bias);
  if (values === undefined || (bias !== undefined && biasValues === undefined)) throw refuse('weights of another type or in a side file', 'float32 weights inside the graph');

  const stem = node.output[0];
  const taps = kernel[0] * kernel[1] * kernel[2];
  graph.initializer.push(makeFloats(`${stem}/w`, [cout * taps, cin, 1, 1, 1], transposedWeight(values, cin, cout * taps)));
  const convInputs = [node.input[0], `${stem}/w`];
  if (biasValues !== undefined) {
    graph.initializer.push(makeFloats(`${stem}/b`, [cout * taps], Float32Array.from({ length: cout * taps }, (_, at) => biasValues[Math.floor(at / taps)])));
    convInputs.push(`${stem}/b`);
  }
  const nodes = [makeNode('Conv', `${stem}/conv`, convInputs, [`${stem}/0`], [makeInts('kernel_shape', [1, 1, 1])])];
  return [...nodes, ...interleaveNodes(graph, stem, cout, kernel, input.slice(2))];
}

/** [Cin, Cout·taps] to [Cout·taps, Cin]. */
function transposedWeight(values: Float32Array, cin: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < cin; row++) for (let column = 0; column < columns; column++) out[column * cin + row] = values[row * columns + column];
  return out;
}

/** From [1, C·a·b·c, D, H, W] (tap order a, b, c) to [1, C, aD, bH, cW]. An axis with one tap needs no step. */
function interleaveNodes(graph: GraphProto, stem: string, channels: number, [a, b, c]: readonly number[], [d, h, w]: readonly number[]): NodeProto[] {
  const steps: { shape: number[]; order: number[] }[] = [];
  if (c > 1) steps.push({ shape: [channels * a * b, c, d * h * w], order: [0, 2, 1] });
  if (b > 1) steps.push({ shape: [channels * a, b, d * h, c * w], order: [0, 2, 1, 3] });
  if (a > 1) steps.push({ shape: [channels, a, d, b * h * c * w], order: [0, 2, 1, 3] });
  const nodes: NodeProto[] = [];
  let current = `${stem}/0`;
  const reshape = (shape: number[], output: string) => {
    graph.initializer.push(makeInt64s(`${output}/shape`, shape));
    nodes.push(makeNode('Reshape', output, [current, `${output}/shape`], [output]));
    current = output;
  };
  steps.forEach(({ shape, order }, at) => {
    reshape(shape, `${stem}/r${at}`);
    nodes.push(makeNode('Transpose', `${stem}/t${at}`, [current], [`${stem}/t${at}`], [makeInts('perm', order)]));
    current = `${stem}/t${at}`;
  });
  reshape([1, channels, a * d, b * h, c * w], stem);
  return nodes;
}
