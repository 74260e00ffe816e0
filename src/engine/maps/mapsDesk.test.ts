import { expect, test } from 'vitest';
import type { CovariateValue } from '#core/cohort/covariate.ts';
import { SEX_GROUPS } from '#core/cohort/grouping.ts';
import { packSignedMm } from '#core/errormaps/compactMap.ts';
import { BINS, mirroredBins } from '#core/errormaps/surfaceBins.ts';
import { MASKED } from '#core/errormaps/surfaceMap.ts';
import type { CaseBlock, RunRecord } from '#core/evaluation/runSpec.ts';
import type { MapsQuestion } from '#core/evaluation/mapsQuestion.ts';
import { makeRandom } from '#core/num/random.ts';
import { makeMapsClient } from '#engine/client/mapsClient.ts';
import { mapsImplementations } from '#engine/maps/mapsDesk.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { serve } from '#engine/protocol/serve.ts';
import type { RunStore } from '#storage/runStore.ts';

const SPOT = [100, 101, 132, 133];
const QUESTION: MapsQuestion = {
  grouping: SEX_GROUPS, groups: ['female', 'male'], measure: { kind: 'signed' }, covariates: [], statistic: 'max-t', sided: 'two-sided', permutations: 199, seed: 7,
};

function client(runs: Pick<RunStore, 'get' | 'blocks'> = { get: async () => null, blocks: async () => [] }) {
  return makeMapsClient(() => {
    const { caller, worker } = makeLocalPorts();
    serve(worker, mapsImplementations((work) => work(runs)));
    return caller;
  });
}

/** Women and men by turns, of two sites; men have 4 mm more on the spot. Subject 3 has no map, subject 5 no age; subject 0 has two cases. */
function planted(n = 40) {
  const random = makeRandom('planted maps');
  const subjects = Array.from({ length: n }, (_, i) => {
    const covariates: Record<string, CovariateValue> = {
      sex: { kind: 'category', value: i % 2 === 0 ? 'female' : 'male' }, site: { kind: 'category', value: i % 4 < 2 ? 'A' : 'B' },
      age: i === 5 ? { kind: 'missing', reason: 'empty' } : { kind: 'number', value: 40 + (i % 7) },
    };
    return { id: `S${i}`, covariates };
  });
  const cases = [...subjects.map(({ id }, subject) => ({ id, subject, modality: 'CT' as const })), { id: 'S0b', subject: 0, modality: 'MR' as const }];
  const codes = new Int8Array(cases.length * BINS);
  cases.forEach(({ subject }, at) => {
    const signedMm = Float32Array.from({ length: BINS }, (_, bin) => random.normal() + (subject % 2 === 1 && SPOT.includes(bin) ? 4 : 0));
    codes.set(packSignedMm({ signedMm, state: new Uint8Array(BINS).fill(subject === 3 ? MASKED : 0) }), at * BINS);
  });
  return { subjects, cases, codes };
}

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (outcome.state !== 'done') throw new Error(outcome.state === 'failed' ? outcome.fault.code : 'cancelled');
  return outcome.value;
};
const codeOf = (outcome: Outcome<unknown>): string => (outcome.state === 'failed' ? outcome.fault.code : outcome.state);

async function loaded() {
  const { codes, ...cohort } = planted();
  const maps = client();
  expect(valueOf(await maps.load({ key: 'k', source: { kind: 'codes', codes }, cases: cohort.cases.length }))).toEqual({ mapped: 40 });
  return { maps, cohort, ask: { key: 'k', topology: 'sphere' as const, ...cohort } };
}

test('the planted spot is the one region, with its n, means, intervals and progress; the same seed gives the same figures', async () => {
  const { maps, ask } = await loaded();
  const steps: number[] = [];
  const answer = valueOf(await maps.compare({ ...ask, question: QUESTION }, { onProgress: ({ done }) => steps.push(done) }));
  expect(steps.at(-1)).toBe(199);
  expect(answer.subjects).toEqual([20, 19]);
  expect(answer.leftOut).toEqual([{ reason: 'no-map', subjects: 1 }]);
  const { regions, difference, differenceLow, differenceHigh } = valueOf(answer.comparison);
  expect(regions).toHaveLength(1);
  expect(regions[0]).toMatchObject({ sign: 1, p: 1 / 200 });
  expect(regions[0].bins).toEqual(SPOT);
  for (const bin of SPOT) {
    expect([differenceLow[bin] < 4, differenceHigh[bin] > 4]).toEqual([true, true]);
    expect(answer.second.mean[bin] - answer.first.mean[bin]).toBeCloseTo(difference[bin], 5);
    expect([answer.first.count[bin], answer.second.count[bin]]).toEqual([20, 19]);
  }
  expect(valueOf(await maps.compare({ ...ask, question: QUESTION }))).toEqual(answer);
});

test('adjusted and within sites, subjects without the covariate are counted out; shares have intervals between 0 and 1', async () => {
  const { maps, ask } = await loaded();
  const question: MapsQuestion = { ...QUESTION, covariates: ['age', 'site'], stratifyBy: 'site', statistic: 'tfce', sided: 'greater', measure: { kind: 'outside', toleranceMm: 2 } };
  const answer = valueOf(await maps.compare({ ...ask, question }));
  expect(answer.subjects).toEqual([20, 18]);
  expect(answer.leftOut).toContainEqual({ reason: 'covariate-missing', covariate: 'age', subjects: 1 });
  const { df, regions } = valueOf(answer.comparison);
  expect(df).toBe(38 - 2 - 2);
  expect(SPOT.every((bin) => regions.some((region) => region.bins.includes(bin)))).toBe(true);
  expect(answer.second.mean[SPOT[0]]).toBeGreaterThan(0.8);
  for (const { low, high } of [answer.first, answer.second]) expect(low.every((it, bin) => it >= 0 && high[bin] <= 1 && it <= high[bin])).toBe(true);
});

test('a group of one has its map and a named reason; absent groups, short files and unknown keys are named', async () => {
  const { maps, ask } = await loaded();
  const lonely = valueOf(await maps.compare({ ...ask, question: { ...QUESTION, grouping: { covariate: 'age', kind: 'bands', cuts: [39, 41] }, groups: ['< 39', '39 to < 41'] } }));
  expect(codeOf(lonely.comparison)).toBe('map-group-too-small');
  expect(lonely.second.mean.every(Number.isFinite)).toBe(true);
  expect(codeOf(await maps.load({ key: 'short', source: { kind: 'codes', codes: new Int8Array(511) }, cases: 1 }))).toBe('map-unreadable');
  expect(codeOf(await maps.compare({ ...ask, key: 'none', question: QUESTION }))).toBe('map-unreadable');
  expect(codeOf(valueOf(await maps.compare({ ...ask, question: { ...QUESTION, covariates: ['nobody has it'] } })).comparison)).toBe('map-group-too-small');
});

test('a comparison can be cancelled', async () => {
  const { maps, ask } = await loaded();
  const controller = new AbortController();
  const outcome = await maps.compare({ ...ask, question: { ...QUESTION, permutations: 100_000 } }, { signal: controller.signal, onProgress: () => controller.abort() });
  expect(outcome.state).toBe('cancelled');
});

test('the subjects with the largest error in a bin come worst first, each with its side', async () => {
  const { maps, ask, cohort } = await loaded();
  const worst = valueOf(await maps.errorsHere({ ...ask, question: QUESTION, bins: SPOT, most: 5 }));
  expect(worst).toHaveLength(5);
  expect(worst.every(({ side, case: at }) => side === 1 && cohort.cases[at].subject % 2 === 1)).toBe(true);
  expect(worst.map(({ signedMm }) => signedMm)).toEqual(worst.map(({ signedMm }) => signedMm).toSorted((a, b) => b - a));
  const inside = valueOf(await maps.errorsHere({ ...ask, question: { ...QUESTION, measure: { kind: 'inside', toleranceMm: 1 } }, bins: [300], most: 3 }));
  expect(inside.every(({ signedMm }) => signedMm < 0)).toBe(true);
  expect(valueOf(await maps.errorsHere({ ...ask, question: { ...QUESTION, modality: 'MR' }, bins: SPOT, most: 5 })).map((it) => it.case)).toEqual([40]);
});

test('the organ of a synthetic body lies where its bins say', async () => {
  const subject = { seed: 7, sex: 'female', ageYears: 54, bmi: 25, modality: 'CT', site: 'D' } as const;
  const { placesMm, centreMm } = valueOf(await client().phantomOrgan({ subject, organ: 'liver', topology: 'sphere' }));
  expect(placesMm).toHaveLength(3 * BINS);
  // Row 0 is superior, the last row inferior.
  expect(placesMm[2]).toBeGreaterThan(centreMm[2]);
  expect(placesMm[3 * (BINS - 1) + 2]).toBeLessThan(centreMm[2]);
  expect(codeOf(await client().phantomOrgan({ subject, organ: 'heart', topology: 'sphere' }))).toBe('map-organ-absent');
});

test('maps that a run of this browser kept are compared like those that come with the program; a run without any says so', async () => {
  const { codes, subjects, cases } = planted();
  const run = { spec: { organs: ['spleen', 'liver'] } } as unknown as RunRecord;
  const blocks = cases.map(({ id }, at) => {
    const maps = new Int8Array(2 * BINS).fill(-128);
    maps.set(codes.subarray(at * BINS, (at + 1) * BINS), BINS);
    return { runId: 'r', caseId: id, organ: Uint8Array.of(0, 1), step: Uint8Array.of(0, 0), maps } as unknown as CaseBlock;
  });
  const maps = client({ get: async () => run, blocks: async () => blocks.toReversed() });
  const source = (organ: string) => ({ kind: 'run' as const, record: 'r', step: 0, organ, caseIds: cases.map(({ id }) => id) });
  expect(valueOf(await maps.load({ key: 'own', source: source('liver'), cases: cases.length }))).toEqual({ mapped: 40 });
  const { comparison } = valueOf(await maps.compare({ key: 'own', topology: 'sphere', question: QUESTION, subjects, cases }));
  expect(comparison.state === 'done' && comparison.value.regions.map(({ bins }) => [...bins].sort((a, b) => a - b))).toEqual([SPOT]);
  expect(codeOf(await maps.load({ key: 'none', source: source('kidney'), cases: cases.length }))).toBe('map-not-stored');
});

test('both sides are read as one, the right mirrored', async () => {
  const { codes, subjects, cases } = planted();
  const mirrored = codes.slice();
  for (let at = 0; at < codes.length; at += BINS) mirrored.set(mirroredBins(codes.slice(at, at + BINS)), at);
  const maps = client();
  const side = (it: Int8Array) => ({ kind: 'codes' as const, codes: it });
  expect(valueOf(await maps.load({ key: 'both', source: { kind: 'both-sides', left: side(codes), right: side(mirrored) }, cases: cases.length }))).toEqual({ mapped: 40 });
  const { comparison } = valueOf(await maps.compare({ key: 'both', topology: 'sphere', question: QUESTION, subjects, cases }));
  expect(comparison.state === 'done' && comparison.value.regions.map(({ bins }) => [...bins].sort((a, b) => a - b))).toEqual([SPOT]);
  expect(codeOf(await maps.load({ key: 'uneven', source: { kind: 'both-sides', left: side(codes), right: side(codes.subarray(BINS)) }, cases: cases.length }))).toBe('map-unreadable');
});

test('every case goes out as NumPy reads it: one map of 16 × 32 for each, NaN where masked', async () => {
  const { maps, cohort } = await loaded();
  const bytes = valueOf(await maps.exportMaps('k'));
  expect(new TextDecoder('latin1').decode(bytes.subarray(0, 128))).toContain(`'<f4', 'fortran_order': False, 'shape': (${cohort.cases.length}, 16, 32)`);
  const values = new Float32Array(bytes.slice(-4 * cohort.cases.length * BINS).buffer);
  expect(Number.isNaN(values[3 * BINS])).toBe(true);
  expect(values.subarray(0, BINS).every((mm) => Math.abs(mm) < 8)).toBe(true);
  expect(codeOf(await maps.exportMaps('nothing'))).toBe('map-unreadable');
});
