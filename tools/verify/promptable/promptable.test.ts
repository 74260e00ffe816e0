import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LITE_MEDSAM, MEDSAM } from '#core/models/known/medsam.ts';
import { SAM } from '#core/models/known/sam.ts';
import { SAM_MED2D } from '#core/models/known/samMed2d.ts';
import { SAM_TRANSFORMERS } from '#core/models/known/samTransformers.ts';
import type { ModelManifest } from '#core/models/manifest.ts';
import type { SamSettings } from '#core/models/sam/settings.ts';
import { pixels } from '#core/models/sam/preprocess.ts';
import { samSettings } from '#core/models/sam/settings.ts';
import type { FolderMutation } from './check.ts';
import { checkFolder } from './check.ts';
import { openFolder, openSessions } from './folder.ts';

const MODELS = join(import.meta.dirname, '../models');

async function failing(model: string, mutation: FolderMutation = {}): Promise<string[]> {
  const folder = await openFolder(join(MODELS, model));
  const { encoder, decoder, release } = await openSessions(folder, { threads: 1 });
  const figures = await checkFolder(folder, encoder, decoder, mutation);
  await release();
  return figures.filter(({ holds }) => !holds).map(({ check, value }) => `${check}: ${value}`);
}

const changed = (change: Partial<SamSettings>): FolderMutation => ({ manifest: (it: ModelManifest) => ({ ...it, promptable: { ...samSettings(it), ...change } }) });
const MEAN_STD: SamSettings['normalise'] = { kind: 'mean-std', mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] };

test.each(['promptable-sam', 'promptable-sam-fp16', 'promptable-sam-transformers', 'promptable-medsam', 'promptable-lite-medsam', 'promptable-sam-med2d', 'promptable-scribble'])('%s agrees with the package\'s own model', async (model) => {
  expect(await failing(model)).toEqual([]);
});

test.each([
  ['promptable-sam', 'padding before the mean', changed({ pad: { side: 'bottom-right', value: 0, when: 'before-normalise' } }), 'embedding'],
  ['promptable-sam', 'stretching instead of padding', changed({ resize: { rule: 'stretch', kernel: 'pil-bilinear' } }), 'logits of box'],
  ['promptable-sam', 'no mean and deviation', changed({ normalise: { kind: 'unit' } }), 'embedding'],
  ['promptable-sam', 'another kernel', changed({ resize: { rule: 'longest-side', kernel: 'nearest' } }), 'pixels off'],
  ['promptable-medsam', 'mean and deviation on MedSAM', changed({ normalise: MEAN_STD }), 'embedding'],
  ['promptable-medsam', 'the sigmoid left to the end', changed({ postprocess: ['resize', 'threshold'] }), 'mask of box'],
  ['promptable-lite-medsam', 'corners with their fractions', changed({ corners: undefined }), 'logits of box'],
  ['promptable-lite-medsam', 'padding before the range is taken', changed({ pad: { side: 'bottom-right', value: 40, when: 'before-normalise' } }), 'embedding'],
  ['promptable-lite-medsam', 'the frame of 1024 of SAM', changed({ postprocess: ['resize', 'threshold'] }), 'mask of box'],
  ['promptable-sam-med2d', 'another kernel', changed({ resize: { rule: 'stretch', kernel: 'pil-bilinear' } }), 'pixels off'],
  ['promptable-sam-med2d', 'the answer that Meta\'s rule picks', changed({ answers: 'several' }), 'logits of clicks'],
  ['promptable-sam-med2d', 'padding instead of stretching', changed({ resize: { rule: 'longest-side', kernel: 'nearest' } }), 'logits of click'],
  ['promptable-scribble', 'the answer before left out', { forgets: true } satisfies FolderMutation, 'logits of again'],
  ['promptable-scribble', 'a click a pixel off', { prompts: (it) => ({ ...it, points: it.points.map(({ at, polarity }) => ({ at: { u: at.u + 1, v: at.v }, polarity })) }) } satisfies FolderMutation, 'logits of click'],
  ['promptable-scribble', 'a box that covers its last column', { prompts: (it) => ({ ...it, ...(it.box && { box: { ...it.box, uMax: it.box.uMax + 1 } }) }) } satisfies FolderMutation, 'logits of box'],
  ['promptable-sam', 'the answer before left out', { forgets: true } satisfies FolderMutation, 'logits of again'],
  ['promptable-sam', 'half a pixel', { prompts: (it) => ({ ...it, points: it.points.map(({ at, polarity }) => ({ at: { u: at.u + 0.5, v: at.v + 0.5 }, polarity })) }) } satisfies FolderMutation, 'logits of click'],
] as const)('%s: %s is noticed', async (model, _, mutation, check) => {
  expect((await failing(model, mutation)).some((it) => it.startsWith(check))).toBe(true);
});

test.each([
  ['promptable-sam', SAM], ['promptable-sam-transformers', SAM_TRANSFORMERS], ['promptable-medsam', MEDSAM], ['promptable-lite-medsam', LITE_MEDSAM], ['promptable-sam-med2d', SAM_MED2D],
])('%s says of itself what bare files of its kind are taken for, its size aside', async (model, { settings, promptKinds }) => {
  const { manifest } = await openFolder(join(MODELS, model));
  const { frame, lowResolution } = samSettings(manifest);
  expect(samSettings(manifest)).toEqual({ ...settings, frame, lowResolution });
  expect(manifest.promptKinds).toEqual(promptKinds);
});

test('MedSAM cuts fractions off in double precision: at 1024 pixels 128.9999946 of this slice is 128, as scikit-image has it, though single precision calls it 129', async () => {
  const { golden, manifest } = await openFolder(join(MODELS, 'promptable-medsam'));
  const settings = { ...samSettings(manifest), frame: 1024 };
  const prepared = (fractions: { readonly fractions: 'truncate' } | object) => pixels(golden.slice, golden.window, { ...settings, resize: { rule: 'stretch', kernel: 'spline3', ...fractions }, normalise: { kind: 'unit' } }).data;
  const at = 453725;
  expect(Math.fround(128.9999946303231)).toBe(129);
  expect(Number(prepared({})[at]) * 255).toBeCloseTo(128.9999946, 4);
  expect(Number(prepared({ fractions: 'truncate' })[at]) * 255).toBeCloseTo(128, 4);
});
