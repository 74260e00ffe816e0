import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { attemptNow } from '#core/faults.ts';
import { describedModel } from '#core/models/known/describedModel.ts';
import type { BareFile } from '#core/models/known/describedModel.ts';
import type { KnownTensor } from '#core/models/known/knownModel.ts';
import { KNOWN_MODELS } from '#core/models/known/matchModel.ts';
import { parseManifest } from '#core/models/manifest.ts';
import { formatOnnx, makeNode } from '#core/models/onnx/graph.ts';
import { ModelProtoSchema, TensorProtoSchema } from '#core/models/onnx/onnxGraph_pb.ts';

const value = ({ name, dims }: KnownTensor) => ({
  name: name === '*' ? 'image' : name,
  type: { tensorType: { elemType: 1, shape: { dim: dims.map((it) => (typeof it === 'number' ? { dimValue: BigInt(it) } : { dimParam: it })) } } },
});

function onnx(side: { readonly inputs: readonly KnownTensor[]; readonly outputs: readonly KnownTensor[] }, beside?: string): Uint8Array {
  const initializer = [create(TensorProtoSchema, { name: 'w', dataType: 10, dims: [1n], rawData: new Uint8Array(2), externalData: beside ? [{ key: 'location', value: beside }] : [] })];
  const proto = create(ModelProtoSchema, { graph: { node: [makeNode('Identity', 'a', ['x'], ['y'])], input: side.inputs.map(value), output: side.outputs.map(value), initializer } });
  if (!proto.graph) throw new Error('no graph');
  return formatOnnx({ proto, graph: proto.graph });
}

function files(id: string, names: readonly [string, string], beside?: string): BareFile[] {
  const known = KNOWN_MODELS.find((it) => it.id === id);
  if (!known) throw new Error(`no model ${id}`);
  return [{ name: names[0], bytes: onnx(known.decoder), sha256: 'd'.repeat(64) }, { name: names[1], bytes: onnx(known.encoder, beside), sha256: 'e'.repeat(64) }];
}

test('files whose tensors only one model has are described without a word from the user', () => {
  const manifest = describedModel(files('sam2-samexporter', ['a.onnx', 'b.onnx']));
  expect(manifest).toMatchObject({ id: 'sam2-samexporter-eeeeeeee', precision: 'fp16', graphs: { encoder: { file: 'b.onnx' }, decoder: { file: 'a.onnx' } } });
  expect(parseManifest(JSON.stringify(manifest), 'described')).toEqual(manifest);
});

test('SAM and MedSAM are told apart by their files\' names, or the user is asked', () => {
  expect(describedModel(files('sam', ['MedSAM.decoder.onnx', 'MedSAM.encoder.onnx'])).promptKinds).toEqual(['box']);
  expect(describedModel(files('sam', ['decoder.onnx', 'sam_vit_b.onnx'])).promptKinds).toContain('point-positive');
  expect(attemptNow(() => describedModel(files('sam', ['decoder.onnx', 'encoder.onnx'])))).toMatchObject({ state: 'failed', fault: { code: 'model-ambiguous' } });
});

test('tensors that no part of the nearest model has are named too', () => {
  const strange = { inputs: [{ name: 'image', dims: [1, 3, 512, 512] }], outputs: [{ name: 'image_embeddings', dims: [1, 256, 64, 64] }, { name: 'extra', dims: [7] }] };
  const [decoder] = files('sam', ['decoder.onnx', 'sam.onnx']);
  const outcome = attemptNow(() => describedModel([decoder, { name: 'odd.onnx', bytes: onnx(strange), sha256: '' }]));
  expect(outcome).toMatchObject({ state: 'failed', fault: { code: 'model-unknown', came: expect.stringContaining('odd.onnx with input image [1, 3, 512, 512]; output extra [7]') as unknown } });
});

test('ScribblePrompt is known by its one graph', () => {
  const bytes = onnx({ inputs: [{ name: 'x', dims: ['b', 5, 128, 128] }], outputs: [{ name: 'y', dims: ['b', 1, 128, 128] }] });
  const manifest = describedModel([{ name: 'unet.onnx', bytes, sha256: 'a'.repeat(64) }]);
  expect(manifest).toMatchObject({ family: 'scribble-prompt', graphs: { encoder: { file: 'unet.onnx' } } });
  expect(Object.keys(manifest.graphs)).toEqual(['encoder']);
  expect(parseManifest(JSON.stringify(manifest), 'described')).toEqual(manifest);
  expect(attemptNow(() => describedModel([{ name: 'unet.onnx', bytes: onnx({ inputs: [{ name: 'x', dims: [1, 5, 128, 128] }], outputs: [{ name: 'y', dims: [1, 4, 128, 128] }] }), sha256: '' }]))).toMatchObject({ state: 'failed', fault: { code: 'model-unknown' } });
});

test('what is missing is named', () => {
  expect(attemptNow(() => describedModel(files('sam', ['a.onnx', 'sam.onnx']).slice(1)))).toMatchObject({ state: 'failed', fault: { code: 'model-unknown', expected: expect.stringContaining('decoder input point_coords') as unknown } });
  expect(attemptNow(() => describedModel(files('sam', ['a.onnx', 'sam.onnx'], 'sam.onnx_data')))).toMatchObject({ state: 'failed', fault: { code: 'model-external-data', expected: 'sam.onnx_data' } });
});

test('weights that lie beside a graph become part of its description', () => {
  const manifest = describedModel(files('sam', ['a.onnx', 'sam.onnx'], 'sam.onnx_data'), [{ name: 'sam.onnx_data', bytes: 7, sha256: 'f'.repeat(64) }]);
  expect(manifest.graphs.encoder.externalData).toEqual([{ file: 'sam.onnx_data', bytes: 7, sha256: 'f'.repeat(64) }]);
});

test('an encoder and a decoder of two models are named as such, and so is a network of blocks', () => {
  const mixed = [files('sam2-samexporter', ['sam2-decoder.onnx', 'b.onnx'])[0], files('sam', ['b.onnx', 'sam-encoder.onnx'])[1]];
  expect(attemptNow(() => describedModel(mixed))).toMatchObject({ state: 'failed', fault: { code: 'model-parts-differ', came: expect.stringContaining('sam2-decoder.onnx') as unknown } });
  const block = { inputs: [{ name: 'volume', dims: [1, 1, 64, 64, 64] }], outputs: [{ name: 'y', dims: [1] }] };
  expect(attemptNow(() => describedModel([{ name: 'net.onnx', bytes: onnx(block), sha256: '' }]))).toMatchObject({ state: 'failed', fault: { code: 'model-wants-volume', came: 'volume [1, 1, 64, 64, 64]' } });
});

test('where files and names leave it open, what the caller says decides', () => {
  expect(describedModel(files('sam', ['decoder.onnx', 'encoder.onnx']), [], 'medsam').promptKinds).toEqual(['box']);
});
