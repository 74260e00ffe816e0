/**
 * Makes the mean shapes that error maps are shown on: `tsx tools/phantoms/templates.ts [--subjects N]` writes
 * public/templates/organShapes.json. Each bin's place is its mean over synthetic subjects of the cohort (every build and
 * both sexes), from the centre of the organ, with the patient's axes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BinTopology } from '#core/errormaps/surfaceBins.ts';
import { binNeighbours, BINS } from '#core/errormaps/surfaceBins.ts';
import { surfaceMap } from '#core/errormaps/surfaceMap.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import { makeCohort } from '#demo/cohort.ts';
import { makePhantom } from '#demo/phantom.ts';

const { values } = parseArgs({ options: { subjects: { type: 'string' } } });
const cohort = makeCohort().filter(({ subject }) => subject.modality === 'CT');
const wanted = Math.min(cohort.length, Number(values.subjects ?? 24));
const sums = new Map<string, { readonly sum: Float64Array; readonly count: Uint32Array }>();

for (let n = 0; n < wanted; n++) {
  const { reference } = makePhantom(cohort[Math.floor((n * cohort.length) / wanted)].subject);
  for (const { name, value } of reference.labels) {
    const mask = maskOf(reference, [value]);
    const made = surfaceMap(mask, mask, { kind: name === 'aorta' ? 'vessel' : 'organ' });
    if (made.state === 'failed') continue;
    const { placesMm, frame: { centre: { x, y, z } } } = made.value;
    const of = sums.get(name) ?? { sum: new Float64Array(3 * BINS), count: new Uint32Array(BINS) };
    sums.set(name, of);
    for (let bin = 0; bin < BINS; bin++) {
      if (Number.isNaN(placesMm[3 * bin])) continue;
      of.count[bin]++;
      [x, y, z].forEach((from, axis) => { of.sum[3 * bin + axis] += placesMm[3 * bin + axis] - from; });
    }
  }
}

const organs = Object.fromEntries([...sums].map(([name, { sum, count }]) => {
  const topology = name === 'aorta' ? 'tube' as const : 'sphere' as const;
  const places = sum.map((value, at) => value / count[Math.floor(at / 3)]);
  fillFromNeighbours(places, topology);
  return [name, { topology, placesMm: Array.from(places, (it) => Number(it.toFixed(1))) }];
}));
mkdirSync('public/templates', { recursive: true });
writeFileSync('public/templates/organShapes.json', `${JSON.stringify({ subjects: wanted, organs })}\n`);

/** A part that no subject's image covered (the apex of a lung, the ends of a vessel) goes on where its neighbours are. */
function fillFromNeighbours(places: Float64Array, topology: BinTopology): void {
  const neighbours = binNeighbours(topology);
  const isKnown = (bin: number) => !Number.isNaN(places[3 * bin]);
  for (let open = neighbours.flatMap((_, bin) => (isKnown(bin) ? [] : [bin])); open.length > 0;) {
    const ready = open.flatMap((bin) => {
      const from = neighbours[bin].filter(isKnown);
      return from.length === 0 ? [] : [{ bin, place: [0, 1, 2].map((axis) => from.reduce((total, it) => total + places[3 * it + axis], 0) / from.length) }];
    });
    if (ready.length === 0) throw new Error('an organ without any place');
    for (const { bin, place } of ready) places.set(place, 3 * bin);
    open = open.filter((bin) => !isKnown(bin));
  }
}

console.log(`${Object.keys(organs).join(', ')}: mean of ${wanted} subjects`);
