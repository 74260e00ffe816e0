import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatNifti } from '../../src/core/formats/writeNifti.ts';
import { makeRandom } from '../../src/core/num/random.ts';

const DIMS = [48, 48, 6] as const;
const [WIDTH, HEIGHT, DEPTH] = DIMS;

/** A folder of small made-up scans as TotalSegmentator lays them out: one bright ball in noise, whose mask is called liver. */
export function writeSmallCohort(folder: string, cases: number): readonly string[] {
  const ids = Array.from({ length: cases }, (_, n) => `s${String(n).padStart(4, '0')}`);
  const grid = { dims: DIMS, affine: [2, 0, 0, -48, 0, 2, 0, -48, 0, 0, 4, -12, 0, 0, 0, 1] };
  for (const id of ids) {
    const random = makeRandom(id);
    const [x, y, radius] = [random.uniform(18, 30), random.uniform(18, 30), random.uniform(7, 13)];
    const inside = (at: number) => Math.hypot((at % WIDTH) - x, (Math.floor(at / WIDTH) % HEIGHT) - y) < radius;
    const voxels = WIDTH * HEIGHT * DEPTH;
    const scan = Int16Array.from({ length: voxels }, (_, at) => (inside(at) ? 110 : -60) + random.normal(0, 15));
    mkdirSync(join(folder, id, 'segmentations'), { recursive: true });
    writeFileSync(join(folder, id, 'ct.nii'), formatNifti({ grid, data: scan }));
    writeFileSync(join(folder, id, 'segmentations', 'liver.nii'), formatNifti({ grid, data: Uint8Array.from({ length: voxels }, (_, at) => Number(inside(at))) }, { content: 'labels' }));
  }
  writeFileSync(join(folder, 'meta.csv'), `image_id;age;gender\n${ids.map((id, n) => `${id};${30 + n};${n % 2 ? 'm' : 'f'}`).join('\n')}\n`);
  return ids;
}
