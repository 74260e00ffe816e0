import { beforeEach, expect, test } from 'vitest';
import type { StoreApi } from 'zustand';
import { canTell, chooseTool, emulationOf, leaveRefusedTools, refusalOf, tellable } from '#app/actions/promptKinds.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { promptStore } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { workStore } from '#app/stores/workStore.ts';
import { KNOWN_MODELS } from '#core/models/known/matchModel.ts';
import { makeSam } from '#core/models/sam/sam.ts';
import type { ModelReport } from '#engine/protocol/modelCalls.ts';

/** What the engine reports of a known model, from the family's own code. */
function reportOf(id: string): ModelReport {
  const known = KNOWN_MODELS.find((it) => it.id === id);
  if (!known) throw new Error(`no model ${id}`);
  const { promptKinds, refusedKinds = {}, emulatedKinds = {} } = makeSam({ format: 'isodice-model-1', id, name: known.title, family: 'sam', precision: 'fp32', promptKinds: [...known.promptKinds], graphs: {}, promptable: known.settings });
  return { modelId: id, family: 'sam', name: known.title, precision: 'fp32', promptKinds, refusedKinds, emulatedKinds, device: 'wasm', sha256: {}, timings: { downloadMs: 0, createMs: 0, coldEncodeMs: 0, coldDecodeMs: 0 } };
}

const codes = () => workStore.getState().faults.map(({ fault }) => fault.code);

beforeEach(() => {
  const stores: readonly Pick<StoreApi<unknown>, 'getInitialState' | 'setState'>[] = [engineStore, promptStore, viewStore, workStore];
  for (const it of stores) it.setState(it.getInitialState(), true);
});

test('the split of transformers.js refuses boxes with its reason, MedSAM everything but boxes', () => {
  const split = reportOf('sam-transformers');
  expect(refusalOf(split, 'box')).toContain('no input for a box');
  expect(refusalOf(split, 'point-negative')).toBeNull();
  expect(emulationOf(split, 'scribble')).not.toBeNull();
  expect(refusalOf(reportOf('medsam'), 'point-positive')).toBe('MedSAM, Meta\'s decoder does not take clicks; it takes a box.');
  expect(refusalOf(null, 'box')).toBeNull();
});

test('a refused prompt and a refused tool are not taken up, and the screen says why', () => {
  engineStore.setState({ model: reportOf('sam-transformers') });
  viewStore.setState({ tool: 'point' });
  chooseTool('box');
  expect(viewStore.getState().tool).toBe('point');
  expect(canTell({ kind: 'box', plane: 'axial', index: 0, box: { uMin: 0, vMin: 0, uMax: 4, vMax: 4 } })).toBe(false);
  expect(codes()).toEqual(['prompt-not-known']);
  expect(canTell({ kind: 'point', plane: 'axial', index: 0, at: { u: 1, v: 1 }, polarity: 'negative' })).toBe(true);
  engineStore.setState({ model: reportOf('efficientsam') });
  expect(canTell({ kind: 'point', plane: 'axial', index: 0, at: { u: 1, v: 1 }, polarity: 'negative' })).toBe(false);
});

test('another model takes the tool and the sign along only where it can be told them', () => {
  viewStore.setState({ tool: 'point' });
  promptStore.setState({ polarity: 'negative' });
  leaveRefusedTools(reportOf('medsam'));
  expect([viewStore.getState().tool, promptStore.getState().polarity]).toEqual(['box', 'positive']);
  viewStore.setState({ tool: 'navigate' });
  leaveRefusedTools(reportOf('sam-transformers'));
  expect(viewStore.getState().tool).toBe('navigate');
});

test('prompts that were given to a model before are told to this one only where it takes them', () => {
  const box = { uMin: 0, vMin: 0, uMax: 4, vMax: 4 };
  const points = [{ at: { u: 1, v: 1 }, polarity: 'positive' }, { at: { u: 2, v: 2 }, polarity: 'negative' }] as const;
  expect(tellable(reportOf('medsam'), { box, points, scribbles: [] })).toEqual({ box, points: [], scribbles: [] });
  expect(tellable(reportOf('sam-transformers'), { box, points, scribbles: [] })).toEqual({ points, scribbles: [] });
  expect(tellable(reportOf('efficientsam'), { box, points, scribbles: [] })).toEqual({ box, points: points.slice(0, 1), scribbles: [] });
});
