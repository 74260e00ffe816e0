import { expect, test } from 'vitest';
import { evaluateCase } from '#core/evaluation/evaluateCase.ts';
import type { EvaluateCase } from '#core/evaluation/evaluateCase.ts';
import type { SliceModel, VolumeModel } from '#core/evaluation/evaluationModel.ts';
import { boxMask } from '#core/evaluation/promptProtocols.ts';
import { parseProtocol, protocolId, protocolLabel } from '#core/evaluation/protocolSpec.ts';
import type { ProtocolSpec } from '#core/evaluation/protocolSpec.ts';
import { thinned } from '#core/evaluation/thinned.ts';
import type { SlicePrompts } from '#core/models/promptable.ts';
import type { Grid } from '#core/volume/grid.ts';
import type { LabelMap, Volume } from '#core/volume/volume.ts';

const DIMS = [12, 10, 9] as const;
const grid: Grid = { dims: DIMS, affine: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1] };
const source = { grid, axes: [0, 1, 2].map((axis) => ({ axis: axis as 0 | 1 | 2, flipped: false })) as unknown as Volume['source']['axes'] };
const image: Volume = { grid, data: new Float32Array(12 * 10 * 9).fill(40), modality: 'CT', source };

/** A block of 6 × 4 × 5 voxels: what a box model gives back whole. */
const block = new Uint8Array(12 * 10 * 9);
for (let k = 2; k < 7; k++) for (let j = 3; j < 7; j++) for (let i = 4; i < 10; i++) block[i + 12 * (j + 10 * k)] = 1;
const reference: LabelMap = { grid, data: block, labels: [{ value: 1, name: 'liver' }], source };

function boxModel(asked: SlicePrompts[] = []): SliceModel & { encoded: number } {
  const it = {
    kind: 'slices' as const, promptKinds: ['box', 'point-positive'] as const, encoded: 0,
    encode: () => { it.encoded++; return Promise.resolve(null); },
    decode: (_: unknown, slice: Parameters<SliceModel['decode']>[1], prompts: SlicePrompts) => {
      asked.push(prompts);
      const at = prompts.points.at(-1)?.at ?? { u: 0, v: 0 };
      return Promise.resolve({ mask: boxMask(slice, prompts.box ?? { uMin: at.u, uMax: at.u, vMin: at.v, vMax: at.v }), memory: null });
    },
  };
  return it;
}

const spec = (json: unknown): ProtocolSpec => {
  const parsed = parseProtocol(json);
  if (parsed.state === 'failed') throw new Error(parsed.fault.reason);
  return parsed.value;
};
const never = new AbortController().signal;
const ask = (more: Partial<EvaluateCase>) => evaluateCase({ image, reference, organs: [{ name: 'liver', values: [1] }], model: boxModel(), protocol: spec({ kind: 'box', marginPx: 0 }), seed: 's', maps: false, ...more }, never);

test('a tight box on every slice of a block gives the block back', async () => {
  const model = boxModel();
  const [{ metrics }] = await ask({ model });
  expect(metrics.values.dice).toBe(1);
  expect(model.encoded).toBe(5);
});

test('a margin of one pixel costs what the arithmetic says: 24 of 48 pixels', async () => {
  const [{ metrics }] = await ask({ protocol: spec({ kind: 'box', marginPx: 1 }) });
  expect(metrics.values.dice).toBeCloseTo((2 * 24) / (24 + 48), 12);
});

test('every second slice alone is asked and measured, at twice the distance', async () => {
  const model = boxModel();
  const [{ metrics, prediction }] = await ask({ model, protocol: spec({ kind: 'box', marginPx: 0, everyNth: 2 }) });
  expect(model.encoded).toBe(3);
  expect(metrics.values.dice).toBe(1);
  // Slices 2, 4 and 6 of 24 pixels, each 2 × 2 × 6 mm.
  expect(metrics.values.referenceVolumeMl).toBeCloseTo((3 * 24 * 24) / 1000, 12);
  expect(prediction.data.reduce((a, b) => a + b, 0)).toBe(72);
  const thin = thinned({ grid, data: block }, 'axial', 2);
  expect([thin.grid.dims, thin.grid.affine[10]]).toEqual([[12, 10, 5], 6]);
});

test('jitter is drawn from the seed, the organ and the slice alone', async () => {
  const boxes = async (seed: string) => {
    const asked: SlicePrompts[] = [];
    await ask({ model: boxModel(asked), protocol: spec({ kind: 'box', jitterMm: 4 }), seed });
    return asked.map(({ box }) => box);
  };
  expect(await boxes('a')).toEqual(await boxes('a'));
  expect(await boxes('a')).not.toEqual(await boxes('b'));
});

test('clicks give a mask after each, and the second goes where the first erred', async () => {
  const asked: SlicePrompts[] = [];
  const results = await ask({ model: boxModel(asked), protocol: spec({ kind: 'clicks', budget: 2 }) });
  expect(results.map(({ step }) => step)).toEqual([0, 1]);
  expect(asked[1].points.map(({ polarity }) => polarity)).toEqual(['positive', 'positive']);
});

test('propagation asks outward from the middle with the last mask\'s box', async () => {
  const asked: SlicePrompts[] = [];
  const [{ metrics }] = await ask({ model: boxModel(asked), protocol: spec({ kind: 'box', marginPx: 0, way: 'propagated' }) });
  expect(metrics.values.dice).toBe(1);
  expect(asked).toHaveLength(5);
});

test('a volume model is asked once; an organ that it does not know is an empty mask, not a gap', async () => {
  const model: VolumeModel = { kind: 'volume', segment: () => Promise.resolve(new Map()) };
  const [{ metrics }] = await ask({ model, protocol: spec({ kind: 'none' }) });
  expect([metrics.status, metrics.values.dice]).toEqual(['prediction-empty', 0]);
  await expect(ask({ model })).rejects.toThrow("protocol-needs-slices");
  await expect(ask({ protocol: spec({ kind: 'none' }) })).rejects.toThrow("protocol-needs-volume");
});

test('protocols have names that differ and sentences that say what was left out', () => {
  const specs = [{ kind: 'box' }, { kind: 'box', jitterMm: 3 }, { kind: 'point' }, { kind: 'clicks', budget: 5 }, { kind: 'box', way: 'propagated' }, { kind: 'none' }].map(spec);
  expect(specs.map(protocolId)).toEqual(['box', 'box-jitter-3mm', 'point', 'clicks-5', 'box-propagated', 'none']);
  expect(protocolLabel(spec({ kind: 'box', everyNth: 3 }))).toMatch(/every third axial slice, and measures are of these slices/);
  expect(parseProtocol({ kind: 'box', jitterMm: -1 })).toMatchObject({ state: 'failed', fault: { code: 'protocol-invalid', where: 'jitterMm' } });
});

test('a model without boxes is not asked outward from the middle slice, where every further prompt is one', async () => {
  const asked: SlicePrompts[] = [];
  const pointsOnly = { ...boxModel(asked), promptKinds: ['point-positive'] as const };
  const organs = [{ name: 'liver', values: [1] }];
  const ask = (way: 'each' | 'propagated') => evaluateCase({ image, reference, organs, model: pointsOnly, protocol: spec({ kind: 'point', way }), seed: 's', maps: false }, new AbortController().signal);
  await expect(ask('propagated')).rejects.toThrow('protocol-prompt-unknown');
  expect(asked).toEqual([]);
  expect((await ask('each')).map(({ organ }) => organ)).toEqual(['liver']);
});
