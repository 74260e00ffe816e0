import { FaultError, fault } from '#core/faults.ts';
import { gridDifference, isSameGrid } from '#core/volume/alignMask.ts';
import type { LabelMapReading } from '#core/volume/labelMap.ts';
import type { LabelMap } from '#core/volume/volume.ts';

/** One organ's own file: every voxel that is not 0 belongs to it. */
export interface NamedMask { readonly name: string; readonly labelMap: LabelMap }

/** What a mask file is called after: `kidney_left.nii.gz` holds the label `kidney_left`. */
export function labelNameOf(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? fileName;
  return base.replace(/([.]nii)?[.]gz$|[.](nii|png)$/i, '') || base;
}

/**
 * One label map of several binary masks on one grid, valued 1, 2, … in the order given. In a voxel that several claim
 * the last counts, and a notice says how many such voxels there are. Throws FaultErrors where the list is empty or
 * the grids differ.
 */
export function combineMasks(masks: readonly NamedMask[]): LabelMapReading {
  if (masks.length === 0) throw new FaultError('masks-none', { expected: 'at least one mask', came: 'none' });
  const { grid, source } = masks[0].labelMap;
  const data = masks.length <= 255 ? new Uint8Array(masks[0].labelMap.data.length) : new Uint16Array(masks[0].labelMap.data.length);
  const contested = new Uint8Array(data.length);
  masks.forEach(({ name, labelMap }, n) => {
    if (!isSameGrid(grid, labelMap.grid)) {
      throw new FaultError('mask-grid-mismatch', { where: name, expected: `the grid of ${masks[0].name}`, came: gridDifference(grid, labelMap.grid) });
    }
    const own = labelMap.data;
    for (let at = 0; at < own.length; at++) {
      if (own[at] === 0) continue;
      if (data[at] !== 0) contested[at] = 1;
      data[at] = n + 1;
    }
  });
  const overlap = contested.reduce((sum, it) => sum + it, 0);
  const labels = masks.map(({ name }, n) => ({ value: n + 1, name }));
  return { labelMap: { grid, data, labels, source }, notices: overlap > 0 ? [fault('masks-overlap', { came: `${overlap} voxels in more than one mask` })] : [] };
}
