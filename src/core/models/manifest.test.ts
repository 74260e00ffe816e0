import { expect, test } from 'vitest';
import { attemptNow } from '#core/faults.ts';
import { checkGraphTensors, graphOf, parseManifest } from '#core/models/manifest.ts';
import type { TensorInfo } from '#core/models/session.ts';

const graph = { file: 'net.onnx', sha256: 'a'.repeat(64), bytes: 3, inputs: [{ name: 'x', type: 'float32', dims: [1, 'n'] }], outputs: [] };
const manifest = { format: 'isodice-model-1', id: 'toy', name: 'Toy', family: 'toy', precision: 'fp32', promptKinds: ['box'], graphs: { encoder: graph }, canvas: 128 };

test('a family finds its own keys beside the common ones', () => {
  expect(parseManifest(JSON.stringify(manifest), 'toy.json')).toEqual(manifest);
});

test('the place that does not fit is named', () => {
  const text = JSON.stringify({ ...manifest, graphs: { encoder: { ...graph, file: '../net.onnx' } } });
  const result = attemptNow(() => parseManifest(text, 'toy.json'));
  expect(result).toMatchObject({ state: 'failed', fault: { code: 'manifest-unreadable', where: 'toy.json graphs.encoder.file', came: '"../net.onnx"' } });
  expect(attemptNow(() => parseManifest('{', 'toy.json'))).toMatchObject({ state: 'failed', fault: { code: 'manifest-unreadable' } });
});

test('a graph that the family needs and the manifest lacks is a fault', () => {
  const parsed = parseManifest(JSON.stringify(manifest), 'toy.json');
  expect(graphOf(parsed, 'encoder').file).toBe('net.onnx');
  expect(attemptNow(() => graphOf(parsed, 'toString'))).toMatchObject({ state: 'failed', fault: { came: 'encoder' } });
});

test('a symbolic size fits any, another name or type does not', () => {
  const { graphs } = parseManifest(JSON.stringify(manifest), 'toy.json');
  const x: TensorInfo = { name: 'x', type: 'float32', dims: [1, 7] };
  expect(attemptNow(() => checkGraphTensors(graphs.encoder, [x], []))).toMatchObject({ state: 'done' });
  for (const other of [{ ...x, name: 'y' }, { ...x, type: 'float16' as const }, { ...x, dims: [2, 7] }, { ...x, dims: [1] }]) {
    expect(attemptNow(() => checkGraphTensors(graphs.encoder, [other], []))).toMatchObject({ state: 'failed', fault: { code: 'model-tensors-differ', where: 'net.onnx inputs' } });
  }
});
