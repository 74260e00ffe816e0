import { beforeAll, beforeEach, expect, test } from 'vitest';
import { loadModel } from '#app/actions/loadModel.ts';
import { openPhantom } from '#app/actions/openScan.ts';
import { repeatPrompts } from '#app/actions/repeatPrompts.ts';
import { makeWorkbench } from '#app/actions/workbench.ts';
import { board, promptStore, resetBoard } from '#app/stores/promptStore.ts';
import { evaluateCase } from '#core/evaluation/evaluateCase.ts';
import type { SliceModel } from '#core/evaluation/evaluationModel.ts';
import { parseProtocol } from '#core/evaluation/protocolSpec.ts';
import type { SliceProtocol } from '#core/evaluation/protocolSpec.ts';
import { makeCohort } from '#demo/cohort.ts';
import { makePhantom } from '#demo/phantom.ts';
import { PHANTOM_LABELS } from '#demo/references.ts';
import { makeFakeEngine } from '#engine/client/fakeEngine.ts';
import { makeFakeStatistics } from '#engine/client/fakeStatistics.ts';

const { subject } = makeCohort(1, 3)[2];
const protocolOf = (json: unknown): SliceProtocol => {
  const parsed = parseProtocol(json);
  if (parsed.state === 'failed' || parsed.value.kind === 'none' || parsed.value.kind === 'text') throw new Error('not a protocol of slices');
  return parsed.value;
};

/** The stand-in engine's own model, asked as the command line asks. */
function standIn(): SliceModel {
  return {
    kind: 'slices', promptKinds: ['box', 'point-positive'], encode: () => Promise.resolve(null),
    decode(_, { plane, index, width, height, spacingMm }, { box, points }) {
      const positive = points.filter(({ polarity }) => polarity === 'positive');
      const data = Uint8Array.from({ length: width * height }, (__, at) => {
        const u = at % width, v = Math.floor(at / width);
        return Number(box ? u >= box.uMin && u <= box.uMax && v >= box.vMin && v <= box.vMax : positive.some((it) => Math.hypot(it.at.u - u, it.at.v - v) <= 3));
      });
      return Promise.resolve({ mask: { plane, index, width, height, spacingMm, data }, memory: null });
    },
  };
}

const bench = makeWorkbench(makeFakeEngine(), makeFakeStatistics());
const { image, reference } = makePhantom(subject);

beforeAll(async () => {
  await loadModel(bench, { kind: 'files', files: [] });
  expect(await openPhantom(bench, subject)).toBe(true);
}, 60_000);
beforeEach(resetBoard);

test.each([
  { kind: 'box', everyNth: 5, jitterMm: 6 }, { kind: 'clicks', budget: 3, everyNth: 7 }, { kind: 'point', everyNth: 5 },
])('a run asked again on the screen gives the very Dice that the command line stored: %j', async (json) => {
  const protocol = protocolOf(json);
  const steps = protocol.kind === 'clicks' ? protocol.budget : 1;
  const dice = await repeatPrompts(bench, { organ: 'spleen', protocol, steps, seed: 'PH/run' });

  const organs = PHANTOM_LABELS.filter(({ name }) => name === 'spleen').map(({ name, value }) => ({ name, values: [value] }));
  const stored = await evaluateCase({ image, reference, organs, model: standIn(), protocol, seed: 'PH/run', maps: false }, new AbortController().signal);
  expect(dice).toBe(stored.at(-1)?.metrics.values.dice);
  expect(dice).toBeGreaterThan(0.1);
  expect(board().accepted.length).toBeGreaterThan(2);
  expect(promptStore.getState().history.steps).toHaveLength(2);
}, 60_000);
