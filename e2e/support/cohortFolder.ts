import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLabelMap } from '../../src/core/formats/readLabelMap.ts';
import { formatNifti, onSourceGrid } from '../../src/core/formats/writeNifti.ts';
import { maskOf } from '../../src/core/volume/labelMap.ts';

export interface RealCase { readonly id: string; readonly scan: string; readonly file: 'ct.nii.gz' | 'mri.nii.gz'; readonly reference: string; readonly labels: string }

/** Real scans as TotalSegmentator lays them out, a mask a file, with a table of subjects beside them. */
export async function writeCohortFolder(folder: string, cases: readonly RealCase[], organs: readonly string[], table: string): Promise<void> {
  for (const { id, scan, file, reference, labels } of cases) {
    mkdirSync(join(folder, id, 'segmentations'), { recursive: true });
    copyFileSync(scan, join(folder, id, file));
    const read = await readLabelMap(readFileSync(reference), reference);
    if (read.state === 'failed') throw new Error(read.fault.reason);
    const { labelMap } = read.value;
    const names: Record<string, string> = JSON.parse(readFileSync(labels, 'utf8'));
    for (const organ of organs) {
      const value = Number(Object.entries(names).find(([, name]) => name === organ)?.[0]);
      const mask = maskOf(labelMap, [value]);
      writeFileSync(join(folder, id, 'segmentations', `${organ}.nii`), formatNifti(onSourceGrid({ data: mask.data, source: labelMap.source }), { content: 'labels' }));
    }
  }
  writeFileSync(join(folder, 'meta.csv'), table);
}
