import { expect, test } from 'vitest';
import type { KnownModel, KnownTensor } from '#core/models/known/knownModel.ts';
import { ANY } from '#core/models/known/knownModel.ts';
import type { GraphFacts } from '#core/models/known/matchModel.ts';
import { KNOWN_MODELS, matchModel } from '#core/models/known/matchModel.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import { makeSam } from '#core/models/sam/sam.ts';
import { samSettings } from '#core/models/sam/settings.ts';

const info = ({ name, dims }: KnownTensor) => ({ name: name === ANY ? 'picture' : name, type: 'float32' as const, dims });

function filesOf({ id, encoder, decoder }: KnownModel): GraphFacts[] {
  return [['decoder', decoder], ['encoder', encoder]].map(([role, it]) => ({ file: `${id}-${role as string}.onnx`, inputs: (it as KnownModel['encoder']).inputs.map(info), outputs: (it as KnownModel['encoder']).outputs.map(info) }));
}

function manifestOf({ id, title, promptKinds, settings }: KnownModel): ModelManifest {
  return { format: 'isodice-model-1', id, name: title, family: 'sam', precision: 'fp32', promptKinds: [...promptKinds], graphs: {}, promptable: settings };
}

test.each(KNOWN_MODELS)('$id is found by its tensors, whichever file comes first', (known) => {
  const match = matchModel(filesOf(known));
  expect(match).toMatchObject({ state: 'matched' });
  if (match.state === 'matched') expect(match.models).toContainEqual({ known, encoder: `${known.id}-encoder.onnx`, decoder: `${known.id}-decoder.onnx` });
});

test.each(KNOWN_MODELS)('$id speaks of itself as a manifest does, and refuses no kind that it lists', (known) => {
  expect(samSettings(manifestOf(known))).toEqual(known.settings);
  expect(makeSam(manifestOf(known)).promptKinds).toEqual(known.promptKinds);
});

test('SAM and MedSAM have the same tensors, so both are offered', () => {
  const match = matchModel(filesOf(KNOWN_MODELS[0]));
  expect(match.state === 'matched' && match.models.map(({ known }) => known.id)).toEqual(['sam', 'medsam']);
});

test('an encoder without its decoder is told what is missing', () => {
  const match = matchModel(filesOf(KNOWN_MODELS[0]).slice(1));
  expect(match).toMatchObject({ state: 'lacking', nearest: { id: 'sam' } });
  if (match.state === 'lacking') {
    expect(match.lacks.every(({ role }) => role === 'decoder')).toBe(true);
    expect(match.lacks.map(({ tensor }) => tensor.name)).toContain('point_coords');
  }
});

test('another size is another model', () => {
  const [decoder, encoder] = filesOf(KNOWN_MODELS[0]);
  const match = matchModel([decoder, { ...encoder, inputs: [{ name: 'picture', type: 'float32', dims: [1, 3, 512, 512] }] }]);
  expect(match).toMatchObject({ state: 'lacking', lacks: [{ role: 'encoder', side: 'inputs' }] });
});
