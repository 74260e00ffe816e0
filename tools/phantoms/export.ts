/**
 * Exports phantoms for training and for looking at:
 *   tsx tools/phantoms/export.ts --out DIR --subjects N --seed S [--format npy|nii] [--modality CT|MR] [--spacing 3,3,3]
 *     [--cohort balanced|unbalanced]
 * Writes DIR/images/00000.npy (int16, shape z y x), DIR/labels/00000.npy (uint8) and DIR/index.json. Without
 * --cohort, subjects come from a flat range of sex, age, BMI and site with the seed S·100000 + n (S below 5000), so that
 * other S are disjoint; with it they are the training cohort S of src/demo/cohort.ts. The bundled cohort is in neither.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRandom } from '#core/num/random.ts';
import { makeTrainingCohort } from '#demo/cohort.ts';
import { makePhantom } from '#demo/phantom.ts';
import { PHANTOM_LABELS } from '#demo/references.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import { niftiBytes } from './nifti.ts';
import { npyBytes } from './npy.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' }, subjects: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' },
    format: { type: 'string', default: 'npy' }, modality: { type: 'string' }, spacing: { type: 'string', default: '3,3,3' }, cohort: { type: 'string' },
  },
});
if (values.out === undefined) throw new Error('--out DIR is needed');
if (!(Number(values.seed) >= 0 && Number(values.seed) < 5000)) throw new Error('--seed must be below 5000');
const [sx, sy, sz] = values.spacing.split(',').map(Number);
const suffix = values.format === 'nii' ? 'nii.gz' : 'npy';
for (const folder of ['images', 'labels']) mkdirSync(join(values.out, folder), { recursive: true });

const rows: unknown[] = [];
for (const [n, subject] of subjects(Number(values.subjects), Number(values.seed)).entries()) {
  const { image, reference, physique, acquisition } = makePhantom(subject, { spacingMm: [sx, sy, sz] });
  const shape = [...image.grid.dims].reverse();
  const name = `${String(n).padStart(5, '0')}.${suffix}`;
  const bytes = (data: Int16Array | Uint8Array) => (values.format === 'nii' ? niftiBytes(data, image.grid) : npyBytes(data, shape));
  if (!(image.data instanceof Int16Array) || !(reference.data instanceof Uint8Array)) throw new Error('phantoms are int16 with uint8 labels');
  writeFileSync(join(values.out, 'images', name), bytes(image.data));
  writeFileSync(join(values.out, 'labels', name), bytes(reference.data));
  rows.push({ image: `images/${name}`, labels: `labels/${name}`, subject, physique, acquisition, shape, affine: image.grid.affine });
}
const index = { labels: Object.fromEntries(PHANTOM_LABELS.map(({ value, name }) => [name, value])), order: 'z y x (x fastest); x to the right, y to the front, z up', spacingMm: [sx, sy, sz], subjects: rows };
writeFileSync(join(values.out, 'index.json'), JSON.stringify(index, null, 1));
console.log(`${rows.length} phantoms in ${values.out}`);

function subjects(count: number, seed: number): PhantomSubject[] {
  const { cohort } = values;
  if (cohort === 'balanced' || cohort === 'unbalanced') return makeTrainingCohort(cohort, seed, count);
  if (cohort !== undefined) throw new Error('--cohort is balanced or unbalanced');
  return Array.from({ length: count }, (_, n) => drawSubject(seed * 100_000 + n));
}

/** Every group equally often: training should see the rare ones too. */
function drawSubject(seed: number): PhantomSubject {
  const random = makeRandom(`export/${seed}`);
  const modality = values.modality === 'CT' || values.modality === 'MR' ? values.modality : random.pick(['CT', 'MR'] as const);
  return {
    seed, modality, sex: random.pick(['female', 'male'] as const), ageYears: Math.round(random.uniform(20, 88)),
    bmi: Math.round(10 * random.uniform(17.5, 39)) / 10, site: random.pick(['A', 'B', 'C', 'D'] as const),
  };
}
