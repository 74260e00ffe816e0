/** Errors planted where the truth is known: on phantom organs case by case, and in one of two groups. */
import { makeRandom } from '#core/num/random.ts';
import type { WorldPoint } from '#core/volume/grid.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import type { LabelMap, Mask } from '#core/volume/volume.ts';
import { voxelToWorld } from '#core/volume/world.ts';
import { tQuantile } from '#core/num/distributions.ts';
import { groupMaps } from '#core/errormaps/groupMaps.ts';
import { toUnit, toWorld } from '#core/errormaps/organFrame.ts';
import { significantRegions } from '#core/errormaps/significantRegions.ts';
import { binOf, BINS } from '#core/errormaps/surfaceBins.ts';
import { MEASURED, surfaceMap } from '#core/errormaps/surfaceMap.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import { makePhantom } from '#demo/phantom.ts';
import type { Check } from './cases.ts';
import { atLeast, atMost, fivePercentBound, mapOf, mask, NEIGHBOURS, withBall } from './cases.ts';

const ORGANS = ['liver', 'spleen', 'kidney_left', 'kidney_right', 'lung_left', 'lung_right'] as const;
const SPOTS = 4;

/** Balls added to and taken from organs of phantoms of any size and build: does the map peak in that bin or beside it? */
export function plantedOnPhantoms(count: number): Check[] {
  const random = makeRandom('planted on phantoms');
  const hits = new Map<string, [number, number]>();
  for (let n = 0; n < count; n++) {
    const subject: PhantomSubject = {
      seed: 9000 + n, sex: n % 2 === 0 ? 'female' : 'male', ageYears: random.uniform(20, 88), bmi: random.uniform(17, 42), modality: 'CT', site: 'A',
    };
    const { reference } = makePhantom(subject);
    for (const organ of ORGANS) {
      const of = organMask(reference, organ);
      if (!of) continue;
      const found = hits.get(organ) ?? [0, 0];
      hits.set(organ, found);
      for (let spot = 0; spot < 2 * SPOTS; spot++) {
        const hit = isRecovered(of, spot % 2 === 0 ? 1 : 0, random.integer(1 << 30));
        if (hit === undefined) continue;
        found[0] += hit ? 1 : 0;
        found[1]++;
      }
    }
  }
  const checks = [...hits].map(([organ, [hit, all]]) => atLeast(`planted spot found within one bin, ${organ} of ${count} phantoms (${all} spots)`, hit / all, 0));
  const [hit, all] = [...hits.values()].reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  return [...checks, atLeast(`planted spot found within one bin, all organs (${all} spots)`, hit / all, 0.95)];
}

function organMask(labels: LabelMap, organ: string): Mask | undefined {
  const label = labels.labels.find((it) => it.name === organ);
  return label && labels.data.includes(label.value) ? maskOf(labels, [label.value]) : undefined;
}

/** undefined where the organ has no map or the spot fell on a masked part. */
function isRecovered(reference: Mask, value: 0 | 1, draw: number): boolean | undefined {
  const untouched = surfaceMap(reference, reference);
  if (untouched.state === 'failed') return undefined;
  const { frame, state } = untouched.value;
  const border = borderPoints(reference);
  const spot = border[draw % border.length];
  const target = binOf(toUnit(frame, spot));
  if (state[target] !== MEASURED) return undefined;
  const changed = surfaceMap(withBall(reference, spot, 9, value), reference);
  if (changed.state === 'failed') return undefined;
  const sign = value === 1 ? 1 : -1;
  let peak = 0, most = -Infinity;
  changed.value.signedMm.forEach((mm, bin) => { if (sign * mm > most) [peak, most] = [bin, sign * mm]; });
  return peak === target || NEIGHBOURS[target].includes(peak);
}

/** Centres of the voxels on the border of a mask. */
function borderPoints({ grid, data }: Mask): WorldPoint[] {
  const [nx, ny, nz] = grid.dims;
  const found: WorldPoint[] = [];
  for (let k = 1; k < nz - 1; k++) for (let j = 1; j < ny - 1; j++) for (let i = 1; i < nx - 1; i++) {
    const at = i + nx * (j + ny * k);
    if (data[at] === 1 && data[at - 1] + data[at + 1] + data[at - nx] + data[at + nx] + data[at - nx * ny] + data[at + nx * ny] < 6) found.push(voxelToWorld(grid, { i, j, k }));
  }
  return found;
}

/** Organs of any size and build with rough predictions; half of them also with a bump at one anatomical spot. */
export async function plantedInOneGroup(repeats: number): Promise<Check[]> {
  const random = makeRandom('planted in one group');
  const direction = { x: -0.6, y: 0.7, z: 0.39 };
  const bank = Array.from({ length: 100 }, () => subjectMaps(direction));
  const spot = new Set<number>();
  for (const { plain, bumped } of bank) plain.forEach((mm, bin) => { if (Math.abs(bumped[bin] - mm) > 0.05) spot.add(bin); });
  const near = new Set([...spot].flatMap((bin) => [bin, ...NEIGHBOURS[bin]]));
  const found = { 'max-t': 0, 'tfce': 0, 'cluster': 0 }, beyond = { 'max-t': 0, 'tfce': 0, 'cluster': 0 };
  const names = ['max-t', 'tfce', 'cluster'] as const;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const drawn = Array.from({ length: 40 }, () => random.pick(bank));
    const values = new Float32Array(40 * BINS);
    drawn.forEach(({ plain, bumped }, i) => values.set(i % 2 === 1 ? bumped : plain, i * BINS));
    const result = await groupMaps({ subjects: 40, bins: BINS, values, group: Uint8Array.from(drawn, (_, i) => i % 2), covariates: [] },
      { neighbours: NEIGHBOURS, permutations: 199, seed: repeat });
    if (result.state === 'failed') throw new Error(result.fault.code);
    for (const name of names) {
      const { t, df, p } = result.value;
      const ones = t.map(() => 1);
      // What the page outlines.
      const significant = significantRegions({ p: p[name] ?? ones, clusterP: ones, t, neighbours: NEIGHBOURS, ownT: tQuantile(0.975, df) }).flatMap(({ bins }) => bins);
      if (significant.some((bin) => spot.has(bin))) found[name]++;
      if (significant.some((bin) => !near.has(bin))) beyond[name]++;
    }
  }
  return names.flatMap((name) => [
    atLeast(`bump of one group found, ${name} (${repeats} repeats)`, found[name] / repeats, 0.95),
    atMost(`significant beyond the bump and one ring, ${name}`, beyond[name] / repeats, fivePercentBound(repeats)),
  ]);

  function subjectMaps(towards: WorldPoint): { plain: Float32Array; bumped: Float32Array } {
    const size = random.uniform(0.75, 1.3);
    const radii = [48, 34, 30].map((mm) => mm * size * random.uniform(0.85, 1.15));
    const waves = Array.from({ length: 4 }, () => [random.normal(0, 0.05), random.normal(0, 0.05), random.normal(0, 0.05), random.uniform(0, 6)]);
    const inside = (rough: number) => (x: number, y: number, z: number) => {
      const [u, v, w] = [x - 78, y - 66, z - 60];
      const wobble = waves.reduce((sum, [a, b, c, phase]) => sum + Math.sin(a * u + b * v + c * w + phase), 0);
      return Math.sqrt((u / radii[0]) ** 2 + (v / radii[1]) ** 2 + (w / radii[2]) ** 2) <= 1 + (rough * wobble) / 34;
    };
    const reference = mask([53, 45, 41], [3, 3, 3], inside(0)), prediction = mask([53, 45, 41], [3, 3, 3], inside(0.7));
    const plain = mapOf(prediction, reference);
    const bumped = mapOf(withBall(prediction, toWorld(plain.frame, towards), 9, 1), reference);
    return { plain: plain.signedMm, bumped: bumped.signedMm };
  }
}
