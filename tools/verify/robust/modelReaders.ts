import { create, toBinary } from '@bufbuild/protobuf';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { formatEmbedding, parseEmbedding } from '#core/embeddings/embeddingFile.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import { parseMapBank } from '#core/errormaps/mapBank.ts';
import { parseRecipe } from '#core/evaluation/recipe.ts';
import { parseProtocol } from '#core/evaluation/protocolSpec.ts';
import { attempt, attemptNow, fault } from '#core/faults.ts';
import { describedModel } from '#core/models/known/describedModel.ts';
import type { KnownTensor } from '#core/models/known/knownModel.ts';
import { ANY } from '#core/models/known/knownModel.ts';
import { KNOWN_MODELS } from '#core/models/known/matchModel.ts';
import { graphOf, parseManifest } from '#core/models/manifest.ts';
import { parsePlans } from '#core/models/nnunet/plans.ts';
import { checkNetwork } from '#core/models/onnx/checkNetwork.ts';
import { FLOAT32, makeNode } from '#core/models/onnx/graph.ts';
import { ModelProtoSchema } from '#core/models/onnx/onnxGraph_pb.ts';
import { memoryOf } from '#core/models/onnx/networkMemory.ts';
import { rewriteForWebgpu } from '#core/models/onnx/rewriteForWebgpu.ts';
import { parseVocabulary } from '#core/models/sat/vocabulary.ts';
import { formatPrompts, parsePrompts } from '#core/prompts/promptFile.ts';
import type { Outcome, RobustReader } from './reader.ts';
import { outcomeOf } from './reader.ts';

const fixture = (path: string) => new Uint8Array(readFileSync(new URL(`../${path}`, import.meta.url)));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const utf8 = (it: unknown) => new TextEncoder().encode(typeof it === 'string' ? it : JSON.stringify(it));
const fine = () => undefined;

/** JSON for readers that take it parsed: what is none is refused by whoever reads the file. */
function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text(bytes));
  } catch {
    return undefined;
  }
}

const NOT_JSON: Outcome = { state: 'fault', code: fault('manifest-unreadable').code };

/** An ONNX file by all that the program asks of it before a runtime sees it: its tensors, its memory, its rewriting. */
const onnx: RobustReader = {
  name: 'onnx', seeds: async () => [checkNetwork(), fixture('models/sat-tiny/query.onnx'), fixture('models/sat-tiny/vision.onnx')],
  read: async (bytes) => outcomeOf(await attempt(async () => {
    const memory = memoryOf(bytes, 'x.onnx', { x: [1, 2], image: [1, 1, 16, 24, 12] });
    const rewritten = await rewriteForWebgpu(bytes, { name: 'x.onnx', inputs: { x: [1, 2], image: [1, 1, 16, 24, 12] }, splitAboveBytes: 4096 });
    return { memory, rewritten };
  }), ({ memory, rewritten }) => {
    const wrong = [memory.weightBytes, memory.peakActivationBytes, memory.largestTensorBytes].find((it) => Number.isNaN(it) || it < 0);
    if (wrong !== undefined) return `${wrong} bytes of memory`;
    return rewritten.state === 'failed' && rewritten.fault.code === 'internal' ? 'a rewriting that failed without a name' : undefined;
  }),
};

/** An encoder or decoder with the tensors that SAM's has, and nothing between them. */
function samGraph(role: 'encoder' | 'decoder'): Uint8Array {
  const known = KNOWN_MODELS.find((it) => it.id === 'sam');
  if (!known) throw new Error('no model sam');
  const value = ({ name, dims }: KnownTensor) => ({ name: name === ANY ? 'image' : name, type: { tensorType: { elemType: FLOAT32, shape: { dim: dims.map((it) => (typeof it === 'number' ? { dimValue: BigInt(it) } : { dimParam: it })) } } } });
  const proto = create(ModelProtoSchema, { graph: { node: [makeNode('Identity', 'a', ['x'], ['y'])], input: known[role].inputs.map(value), output: known[role].outputs.map(value) } });
  return toBinary(ModelProtoSchema, proto);
}

/** A pair without a manifest: matched to a known model or told what it lacks. */
const bareOnnx: RobustReader = {
  name: 'onnx-unnamed', seeds: async () => [samGraph('decoder')],
  read: async (bytes) => outcomeOf(attemptNow(() => describedModel([{ name: 'sam_encoder.onnx', bytes: samGraph('encoder'), sha256: sha256(samGraph('encoder')) }, { name: 'sam_decoder.onnx', bytes, sha256: sha256(bytes) }])),
    ({ graphs }) => ('encoder' in graphs && 'decoder' in graphs ? undefined : 'a model without both graphs')),
};

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const manifest: RobustReader = {
  name: 'manifest', content: 'text', seeds: async () => ['models/sat-tiny/manifest.json', 'models/promptable-sam/manifest.json'].map(fixture),
  read: async (bytes) => outcomeOf(attemptNow(() => { const it = parseManifest(text(bytes), 'manifest.json'); for (const role of Object.keys(it.graphs)) graphOf(it, role); return it; }),
    ({ graphs }) => (Object.values(graphs).some((it) => /[/\\]/.test(it.file)) ? 'a file outside its folder' : undefined)),
};

const NNUNET = 'models/nnunet-ct-regions';
const plans: RobustReader = {
  name: 'nnunet-plans', content: 'text', seeds: async () => [fixture(`${NNUNET}/plans.json`)],
  read: async (bytes) => (json(bytes) === undefined ? NOT_JSON : outcomeOf(attemptNow(() => parsePlans(json(bytes), json(fixture(`${NNUNET}/dataset.json`)), '3d_fullres')),
    ({ patchSize, spacingMm, transposeForward }) => ([...patchSize, ...spacingMm].every((it) => Number.isFinite(it) && it > 0) && [...transposeForward].sort().join() === '0,1,2' ? undefined : `a patch of ${patchSize.join(' × ')} at ${spacingMm.join(' × ')} mm`))),
};

const vocabulary: RobustReader = {
  name: 'vocabulary', content: 'text', seeds: async () => [fixture('models/sat-tiny/vocabulary.json')],
  read: async (bytes) => (json(bytes) === undefined ? NOT_JSON : outcomeOf(attemptNow(() => parseVocabulary(json(bytes), fixture('models/sat-tiny/vectors.bin'), 'vocabulary.json')),
    ({ entries, dimension, vectors }) => (entries.every((it) => (it.row + 1) * dimension <= vectors.length) ? undefined : 'a name without its vector'))),
};

const embedding: RobustReader = {
  name: 'embedding', fields: [{ at: 0, size: 4 }],
  seeds: async () => [formatEmbedding({
    identity: { encoderSha256: 'ab', precision: 'fp32', volumeKey: 'v', plane: 'axial', index: 3, window: { low: -160, high: 240 }, crop: 'whole' },
    embedding: { slice: { width: 5, height: 4 }, tensors: { features: { type: 'float32', dims: [1, 2, 3, 2], data: Float32Array.from({ length: 12 }, (_, n) => n / 7) }, ids: { type: 'int64', dims: [2], data: BigInt64Array.of(1n, -2n) } } },
  })],
  read: async (bytes) => outcomeOf(attemptNow(() => parseEmbedding(bytes)), ({ embedding: { tensors } }) => {
    const bad = Object.entries(tensors).find(([, it]) => it.data.length !== it.dims.reduce((a, b) => a * b, 1));
    return bad && `${bad[0]} has ${bad[1].data.length} values for ${bad[1].dims.join(' × ')}`;
  }),
};

const mapBank: RobustReader = {
  name: 'map-bank', seeds: async () => [new Uint8Array(3 * BINS).fill(128)],
  read: async (bytes) => outcomeOf(attemptNow(() => parseMapBank(bytes, 3, 'x')), (bank) => (bank.length === 3 * BINS ? undefined : 'maps of another length')),
};

const recipe: RobustReader = {
  name: 'recipe', content: 'text', seeds: async () => [fixture('recipes/kits23.json')],
  read: async (bytes) => outcomeOf(parseRecipe(text(bytes)), ({ level, groupings }) => (level > 0 && level < 1 && groupings.length > 0 ? undefined : 'a recipe without groups or level')),
};

const protocol: RobustReader = {
  name: 'protocol', content: 'text', seeds: async () => [{ kind: 'box', marginPx: 1, jitterMm: 2.5, everyNth: 2, plane: 'axial', way: 'each' }, { kind: 'clicks', budget: 3, everyNth: 1, plane: 'coronal', way: 'propagated' }, { kind: 'text' }].map(utf8),
  read: async (bytes) => (json(bytes) === undefined ? NOT_JSON : outcomeOf(parseProtocol(json(bytes)), (it) => ('everyNth' in it && !(it.everyNth >= 1) ? `every ${it.everyNth}-th slice` : undefined))),
};

const prompts: RobustReader = {
  name: 'prompts', content: 'text', read: async (bytes) => outcomeOf(parsePrompts(text(bytes)), fine),
  seeds: async () => [utf8(formatPrompts([
    { kind: 'point', id: 'a', visibility: 'shown', plane: 'axial', index: 3, at: { u: 4, v: 5 }, polarity: 'positive' },
    { kind: 'box', id: 'b', visibility: 'shown', plane: 'axial', index: 3, box: { uMin: 1, vMin: 2, uMax: 9, vMax: 8 } },
    { kind: 'text', id: 'c', visibility: 'hidden', text: 'liver' },
  ]))],
};

export const MODEL_READERS: readonly RobustReader[] = [onnx, bareOnnx, manifest, plans, vocabulary, embedding, mapBank, recipe, protocol, prompts];
