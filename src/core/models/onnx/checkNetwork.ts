import { fromJson, toBinary } from '@bufbuild/protobuf';
import { FLOAT32 } from '#core/models/onnx/graph.ts';
import { ModelProtoSchema } from '#core/models/onnx/onnxGraph_pb.ts';

/** What the check network says to what; small enough to do by hand: [1 2] · [[1 −1] [2 −2]] = [5 −5], and relu gives [5 0]. */
export const CHECK = { input: 'x', output: 'y', given: [1, 2], expected: [5, 0] } as const;

/** y = relu(x · w): the smallest network that shows that a device multiplies rightly. */
export function checkNetwork(): Uint8Array {
  const row = (name: string) => ({ name, type: { tensorType: { elemType: FLOAT32, shape: { dim: [{ dimValue: '1' }, { dimValue: '2' }] } } } });
  return toBinary(ModelProtoSchema, fromJson(ModelProtoSchema, {
    irVersion: '8',
    opsetImport: [{ domain: '', version: '17' }],
    graph: {
      name: 'check',
      input: [row(CHECK.input)],
      output: [row(CHECK.output)],
      initializer: [{ name: 'w', dims: ['2', '2'], dataType: FLOAT32, floatData: [1, -1, 2, -2] }],
      node: [
        { opType: 'MatMul', name: 'product', input: [CHECK.input, 'w'], output: ['z'] },
        { opType: 'Relu', name: 'relu', input: ['z'], output: [CHECK.output] },
      ],
    },
  }));
}
