/**
 * Exports phantoms for training and for looking at:
 *   tsx tools/phantoms/export.ts --out DIR --subjects N --seed S [--format npy|nii] [--modality CT|MR] [--spacing 3,3,3]
 * Writes DIR/images/00000.npy (int16, shape z y x), DIR/labels/00000.npy (uint8) and DIR/index.json. Subjects are
 * drawn from a flat range of sex, age, BMI and site; each has the seed S·100000 + n, so that other S are disjoint.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRandom } from '#core/num/random.ts';
import { makePhantom } from '#demo/phantom.ts';
import { PHANTOM_LABELS } from '#demo/references.ts';
import type { PhantomSubject } from '#demo/subject.ts';
import { niftiBytes } from './nifti.ts';
import { npyBytes } from './npy.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' }, subjects: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' },
    format: { type: 'string', default: 'npy' }, modality: { type: 'string' }, spacing: { type: 'string', default: '3,3,3' },
  },
});
if (values.out === undefined) throw new Error('--out DIR is needed');
const [sx, sy, sz] = values.spacing.split(',').map(Number);
const suffix = values.format === 'nii' ? 'nii.gz' : 'npy';
for (const folder of ['images', 'labels']) mkdirSync(join(values.out, folder), { recursive: true });

const rows: unknown[] = [];
for (let n = 0; n < Number(values.subjects); n++) {
  const subject = drawSubject(Number(values.seed) * 100_000 + n);
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

/** Every group equally often: training should see the rare ones too. */
function drawSubject(seed: number): PhantomSubject {
  const random = makeRandom(`export/${seed}`);
  const modality = values.modality === 'CT' || values.modality === 'MR' ? values.modality : random.pick(['CT', 'MR'] as const);
  return {
    seed, modality, sex: random.pick(['female', 'male'] as const), ageYears: Math.round(random.uniform(20, 88)),
    bmi: Math.round(10 * random.uniform(17.5, 39)) / 10, site: random.pick(['A', 'B', 'C', 'D'] as const),
  };
}
