import { caseStore, targetOrgan, targetStructure } from '#app/stores/caseStore.ts';
import { runJob } from '#app/actions/jobs.ts';
import type { MadeFile } from '#app/actions/exportMask.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import { formatNpy } from '#core/errormaps/exportMaps.ts';
import type { VolumeMap } from '#core/errormaps/volumeMap.ts';
import { SIDE } from '#core/errormaps/volumeMap.ts';
import { fault } from '#core/faults.ts';
import { formatNifti } from '#core/formats/writeNifti.ts';
import type { Outcome } from '#engine/protocol/call.ts';

/** False positives and negatives of the open case's target, with a line in the work bar. */
export function targetVolumeMap({ engine }: Workbench): Promise<Outcome<VolumeMap>> {
  return runJob('Making the volume map', async ({ signal }) => {
    const { open } = caseStore.getState();
    const organ = targetOrgan();
    if (!open || organ.referenceValues.length === 0) return { state: 'failed', fault: fault('map-organ-absent') };
    return engine.volumeMap(open.id, organ, { signal });
  });
}

/** As NIfTI (one file each, shares of a cell, in the patient's place) and as .npy (too much and missed × z × y × x). */
export function volumeMapFiles({ fp, fn, grid }: VolumeMap): readonly MadeFile[] {
  const { name } = targetStructure(caseStore.getState());
  const both = new Float32Array(fp.length + fn.length);
  both.set(fp);
  both.set(fn, fp.length);
  return [
    { name: `${name}-too-much.nii`, blob: new Blob([formatNifti({ grid, data: fp })]) },
    { name: `${name}-missed.nii`, blob: new Blob([formatNifti({ grid, data: fn })]) },
    { name: `${name}-too-much-and-missed.npy`, blob: new Blob([formatNpy(both, [2, SIDE, SIDE, SIDE])]) },
  ];
}
