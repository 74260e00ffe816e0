import { expect, test } from 'vitest';
import type { Phantom, PhantomOptions } from '#demo/phantom.ts';
import { makePhantom } from '#demo/phantom.ts';
import { PHANTOM_LABELS } from '#demo/references.ts';
import type { PhantomSubject } from '#demo/subject.ts';

const adult: PhantomSubject = { seed: 5, sex: 'female', ageYears: 52, bmi: 25, modality: 'CT', site: 'A' };
const fine: PhantomOptions = { phase: 'native' };
const coarse: PhantomOptions = { spacingMm: [6, 6, 6], phase: 'native' };

const made = new Map<string, Phantom>();

/** The phantom, made once for all tests that ask for it. */
function phantom(subject: PhantomSubject, options: PhantomOptions): Phantom {
  const key = JSON.stringify([subject, options]);
  const known = made.get(key) ?? makePhantom(subject, options);
  made.set(key, known);
  return known;
}

/** Voxels of each label, their mean position along i, and their mean intensity. */
function measure(subject: PhantomSubject, options: PhantomOptions) {
  const { image, reference } = phantom(subject, options);
  const [nx] = image.grid.dims;
  return PHANTOM_LABELS.map(({ name, value }) => {
    let count = 0, along = 0, sum = 0;
    for (let v = 0; v < reference.data.length; v++) {
      if (reference.data[v] !== value) continue;
      count++;
      along += v % nx;
      sum += image.data[v];
    }
    return { name, count, i: along / count, mean: sum / count };
  });
}

/** Number of 6-connected pieces of a label. */
function pieces(data: ArrayLike<number>, dims: readonly number[], label: number): number {
  const [nx, ny] = dims;
  const left = new Set<number>();
  for (let v = 0; v < data.length; v++) if (data[v] === label) left.add(v);
  let found = 0;
  for (const start of left) {
    found++;
    const open = [start];
    left.delete(start);
    while (open.length > 0) {
      const v = open.pop() ?? 0;
      const i = v % nx;
      for (const step of [i > 0 ? -1 : 0, i + 1 < nx ? 1 : 0, -nx, nx, -nx * ny, nx * ny]) if (step !== 0 && left.delete(v + step)) open.push(v + step);
    }
  }
  return found;
}

test('the same subject gives the same voxels, another seed others', () => {
  const [a, b, c] = [adult, adult, { ...adult, seed: 6 }].map((subject) => makePhantom(subject, coarse));
  expect(a.image.data).toEqual(b.image.data);
  expect(a.reference.data).toEqual(b.reference.data);
  expect(a.reference.data).not.toEqual(c.reference.data);
});

test.each(['CT', 'MR'] as const)('a %s of 3 mm holds every organ in one piece, within the body, the left ones on the left', (modality) => {
  const started = performance.now();
  const { image, reference } = phantom({ ...adult, modality }, fine);
  process.stdout.write(`phantom ${modality} ${image.grid.dims.join(' x ')}: ${Math.round(performance.now() - started)} ms\n`);
  const [nx, ny, nz] = image.grid.dims;
  for (const { name, value } of PHANTOM_LABELS) expect([name, pieces(reference.data, image.grid.dims, value)]).toEqual([name, 1]);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) for (const i of [0, nx - 1]) expect(reference.data[i + nx * (j + ny * k)]).toBe(0);
  const at = Object.fromEntries(measure({ ...adult, modality }, fine).map((organ) => [organ.name, organ.i]));
  expect(at['kidney_left']).toBeLessThan(at['aorta']);
  expect(at['aorta']).toBeLessThan(at['kidney_right']);
  expect(at['spleen']).toBeLessThan(at['liver']);
  expect(at['lung_left']).toBeLessThan(at['lung_right']);
});

test('an unenhanced CT has organs at their textbook densities, fat and air at theirs', () => {
  const organs = Object.fromEntries(measure(adult, fine).map((organ) => [organ.name, organ.mean]));
  expect(organs['liver']).toBeGreaterThan(45);
  expect(organs['liver']).toBeLessThan(68);
  expect(organs['lung_right']).toBeLessThan(-700);
  expect(Math.abs(organs['kidney_left'] - 30)).toBeLessThan(10);
});

test('contrast medium brightens kidneys and aorta', () => {
  const native = measure(adult, coarse), portal = measure(adult, { ...coarse, phase: 'portal' });
  for (const organ of [2, 3, 4]) expect(portal[organ].mean - native[organ].mean).toBeGreaterThan(50);
});

test('a mean over seeds: men have larger livers, the old smaller kidneys, and masks follow the volume asked for', () => {
  const mean = (change: Partial<PhantomSubject>, organ: number) =>
    [1, 2].reduce((sum, seed) => sum + measure({ ...adult, ...change, seed }, coarse)[organ].count, 0) / 2;
  expect(mean({ sex: 'male' }, 0)).toBeGreaterThan(mean({}, 0) * 1.05);
  expect(mean({ ageYears: 85 }, 2)).toBeLessThan(mean({ ageYears: 30 }, 2) * 0.95);
  const { reference, physique } = phantom(adult, fine);
  const liverMl = [...reference.data].filter((label) => label === 1).length * 0.027;
  expect(Math.abs(liverMl / physique.liverMl - 1)).toBeLessThan(0.2);
});

test('a wider body is noisier on CT by the law of photon counts and exposure control', () => {
  const noise = (bmi: number) => phantom({ ...adult, bmi }, coarse).acquisition;
  const [thin, stout] = [noise(19), noise(37)];
  expect(stout.effectiveDiameterMm).toBeGreaterThan(thin.effectiveDiameterMm + 60);
  expect(stout.noiseSd / thin.noiseSd).toBeCloseTo(Math.exp(0.5 * 0.0193 * 0.45 * (stout.effectiveDiameterMm - thin.effectiveDiameterMm)), 6);
});
