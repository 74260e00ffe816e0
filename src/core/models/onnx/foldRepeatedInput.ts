import { FaultError } from '#core/faults.ts';
import type { GraphProto } from '#core/models/onnx/onnxGraph_pb.ts';
import { consumers, dropUnread, floatValues, initializer, intOf, makeFloats } from '#core/models/onnx/graph.ts';
import { declaredShape } from '#core/models/onnx/shapes.ts';

/**
 * Makes a graph that expects one image repeated over its input channels take that image once: the weights of every
 * Conv that reads the input are summed over the input channels. Exact up to the order of summation; SAT repeats its
 * image three times. Returns the number of channels folded. Throws FaultError 'rewrite-refused' where another kind of
 * node reads the input.
 */
export function foldRepeatedInput(graph: GraphProto, inputName: string): number {
  const input = graph.input.find((it) => it.name === inputName);
  const shape = input && declaredShape(input);
  const dim = input?.type?.tensorType?.shape?.dim[1];
  const refuse = (expected: string, came: string) => new FaultError('rewrite-refused', { expected, came, where: inputName });
  if (dim === undefined || dim.dimValue <= 0n) throw refuse('an input with a fixed number of channels', shape === undefined ? 'no such input or no fixed size' : shape.join('×'));
  const channels = Number(dim.dimValue);
  for (const node of consumers(graph, inputName)) {
    const weight = node.opType === 'Conv' && intOf(node, 'group', 1) === 1 ? initializer(graph, node.input[1]) : undefined;
    const values = weight && floatValues(weight);
    if (weight === undefined || values === undefined) throw refuse('only Conv nodes with float32 weights reading it', node.opType);
    const [cout, cin, ...kernel] = weight.dims.map(Number);
    const taps = kernel.reduce((a, b) => a * b, 1);
    const folded = new Float32Array(cout * taps);
    for (let out = 0; out < cout; out++) {
      for (let c = 0; c < cin; c++) for (let tap = 0; tap < taps; tap++) folded[out * taps + tap] += values[(out * cin + c) * taps + tap];
    }
    const name = `${node.output[0]}/folded`;
    graph.initializer.push(makeFloats(name, [cout, 1, ...kernel], folded));
    node.input[1] = name;
  }
  dim.dimValue = 1n;
  dropUnread(graph);
  return channels;
}
