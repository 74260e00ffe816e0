import type { GraphProto, NodeProto } from '#core/models/onnx/onnxGraph_pb.ts';
import { consumers, dropUnread, floatValues, initializer, intOf, makeFloats, makeNode } from '#core/models/onnx/graph.ts';
import type { Shapes } from '#core/models/onnx/shapes.ts';

/**
 * Replaces Concat(a, b, …) → Conv by Conv(a) + Conv(b) + …, so that the concatenated tensor never exists: at full
 * resolution it is the largest buffer of a U-Net. Exact up to the order of summation. Done only where the concatenated
 * tensor has at least `minBytes`, is float32 and is read by that Conv alone. Returns the names of the nodes removed.
 */
export function splitConcatConv(graph: GraphProto, shapes: Shapes, minBytes: number): string[] {
  const removed: string[] = [];
  for (const concat of graph.node.filter((node) => node.opType === 'Concat' && intOf(node, 'axis', 1) === 1)) {
    const joined = concat.output[0];
    const readers = consumers(graph, joined);
    const size = shapes.get(joined);
    const isOutput = graph.output.some((output) => output.name === joined);
    if (readers.length !== 1 || isOutput || size === undefined || size.reduce((a, b) => a * b, 4) < minBytes) continue;
    const parts = convPerPart(graph, concat, readers[0], shapes);
    if (parts === undefined) continue;
    const at = graph.node.indexOf(readers[0]);
    graph.node.splice(at, 1, ...parts);
    graph.node.splice(graph.node.indexOf(concat), 1);
    removed.push(concat.name || joined);
  }
  dropUnread(graph);
  return removed;
}

function convPerPart(graph: GraphProto, concat: NodeProto, conv: NodeProto, shapes: Shapes): NodeProto[] | undefined {
  const weight = conv.opType === 'Conv' && intOf(conv, 'group', 1) === 1 ? initializer(graph, conv.input[1]) : undefined;
  const values = weight && floatValues(weight);
  const channels = concat.input.map((name) => shapes.get(name)?.[1] ?? 0);
  if (weight === undefined || values === undefined || channels.includes(0)) return undefined;
  const [cout, cin, ...kernel] = weight.dims.map(Number);
  const taps = kernel.reduce((a, b) => a * b, 1);
  const stem = conv.output[0];
  const nodes: NodeProto[] = [];
  let from = 0;
  concat.input.forEach((input, part) => {
    graph.initializer.push(makeFloats(`${stem}/w${part}`, [cout, channels[part], ...kernel], inputChannels(values, cout, cin * taps, from * taps, channels[part] * taps)));
    const bias = part === 0 ? conv.input.slice(2) : [];
    nodes.push(makeNode('Conv', `${stem}/part${part}`, [input, `${stem}/w${part}`, ...bias], [`${stem}/p${part}`], [...conv.attribute]));
    from += channels[part];
  });
  for (let part = 1; part < concat.input.length; part++) {
    const sum = part === concat.input.length - 1 ? stem : `${stem}/s${part}`;
    nodes.push(makeNode('Add', `${stem}/add${part}`, [part === 1 ? `${stem}/p0` : `${stem}/s${part - 1}`, `${stem}/p${part}`], [sum]));
  }
  return nodes;
}

/** The columns from..from+count of each of `rows` rows of a row-major matrix. */
function inputChannels(values: Float32Array, rows: number, rowLength: number, from: number, count: number): Float32Array {
  const out = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) out.set(values.subarray(row * rowLength + from, row * rowLength + from + count), row * count);
  return out;
}
