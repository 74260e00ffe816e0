/** Error rates of the group test where there is no difference, and where a confounder makes one. */
import { makeRandom } from '#core/num/random.ts';
import type { Random } from '#core/num/random.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import type { Covariate } from '#core/errormaps/reducedModel.ts';
import { groupMaps } from '#core/errormaps/groupMaps.ts';
import type { Check } from './cases.ts';
import { atLeast, atMost, fivePercentBound, NEIGHBOURS, smoothNoise } from './cases.ts';

const STATISTICS = ['max-t', 'tfce', 'cluster'] as const;
const SUBJECTS = 24;
/** With 99 permutations p ≤ 0.05 has a probability of exactly 5 %. */
const PERMUTATIONS = 99;

export async function nullRates(repeats: number): Promise<Check[]> {
  const random = makeRandom('null');
  const significant = await rates(repeats, () => ({ values: noise(random), group: halves(random), covariates: [] }));
  return STATISTICS.map((name) => atMost(`family-wise error without a difference, ${name} (${repeats} repeats)`, significant[name], fivePercentBound(repeats)));
}

/** The maps follow a covariate in one region, and the covariate differs between the groups; the group itself does nothing. */
export async function confounded(repeats: number): Promise<Check[]> {
  const draw = (random: Random, adjust: boolean) => () => {
    const group = halves(random), values = noise(random);
    const age = Float64Array.from(group, (it) => 2 * it + 0.7 * random.normal());
    for (let i = 0; i < SUBJECTS; i++) for (let bin = 96; bin < 200; bin++) values[i * BINS + bin] += 1.6 * age[i];
    return { values, group, covariates: adjust ? [{ name: 'age', values: age }] : [] };
  };
  const plain = await rates(Math.ceil(repeats / 4), draw(makeRandom('confounded'), false));
  const adjusted = await rates(repeats, draw(makeRandom('confounded'), true));
  return STATISTICS.flatMap((name) => [
    atLeast(`a confounder's map is significant without adjustment, ${name}`, plain[name], 0.8),
    atMost(`family-wise error with the confounder adjusted for, ${name} (${repeats} repeats)`, adjusted[name], fivePercentBound(repeats)),
  ]);
}

interface Draw { readonly values: Float32Array; readonly group: Uint8Array; readonly covariates: readonly Covariate[] }

async function rates(repeats: number, draw: () => Draw): Promise<Record<(typeof STATISTICS)[number], number>> {
  const hits = { 'max-t': 0, 'tfce': 0, 'cluster': 0 };
  for (let repeat = 0; repeat < repeats; repeat++) {
    const result = await groupMaps({ subjects: SUBJECTS, bins: BINS, ...draw() },
      { neighbours: NEIGHBOURS, permutations: PERMUTATIONS, seed: `null ${repeat}`, clusterForming: 0.01 });
    if (result.state === 'failed') throw new Error(result.fault.code);
    for (const name of STATISTICS) if (result.value.p[name]?.some((p) => p <= 0.05)) hits[name]++;
  }
  return { 'max-t': hits['max-t'] / repeats, 'tfce': hits['tfce'] / repeats, 'cluster': hits['cluster'] / repeats };
}

function noise(random: Random): Float32Array {
  const values = new Float32Array(SUBJECTS * BINS);
  for (let i = 0; i < SUBJECTS; i++) values.set(smoothNoise(random), i * BINS);
  return values;
}

/** Half of the subjects, drawn at random, in the second group. */
function halves(random: Random): Uint8Array {
  const group = Uint8Array.from({ length: SUBJECTS }, (_, i) => i % 2);
  for (let i = SUBJECTS - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [group[i], group[j]] = [group[j], group[i]];
  }
  return group;
}
