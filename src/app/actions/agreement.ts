import { agreementStore, answerStore } from '#app/stores/answerStore.ts';
import { caseStore, targetOrgan } from '#app/stores/caseStore.ts';
import { board } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { latestOnly } from '#app/actions/latestOnly.ts';
import { refreshGroupMap } from '#app/actions/groupMap.ts';
import { refreshDistances } from '#app/actions/surfaceDistance.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { SliceMask } from '#core/volume/slice.ts';
import type { Agreement } from '#engine/protocol/volumeCalls.ts';

/** Agreement of a mask with the reference's target on its slice; null where there is no reference for it. */
export async function sliceAgreement({ engine }: Workbench, mask: SliceMask): Promise<Agreement | null> {
  const { open } = caseStore.getState();
  const organ = targetOrgan();
  if (!open || organ.referenceValues.length === 0) return null;
  const outcome = await engine.sliceDice({ volumeId: open.id, plane: mask.plane, index: mask.index, organ, mask });
  return outcome.state === 'done' ? outcome.value : null;
}

/** Measures the prediction again, over the volume and slice by slice: after accepting, undoing or another target or plane. */
export const refreshVolumeAgreement = latestOnly(async (bench: Workbench): Promise<void> => {
  const { engine } = bench;
  const { open } = caseStore.getState();
  const organ = targetOrgan();
  const { plane } = viewStore.getState();
  refreshDistances(bench);
  refreshGroupMap(bench);
  if (!open || organ.referenceValues.length === 0) {
    agreementStore.setState({ accepted: null, volume: null, profile: [], profilePlane: plane });
    return;
  }
  const [volume, profile] = await Promise.all([engine.volumeDice(open.id, organ), engine.diceProfile(open.id, plane, organ)]);
  if (caseStore.getState().open?.id !== open.id) return;
  agreementStore.setState({
    ...(volume.state === 'done' ? { accepted: volume.value.accepted, volume: volume.value.volume } : {}),
    ...(profile.state === 'done' ? { profile: profile.value, profilePlane: plane } : {}),
  });
});

/**
 * Agreement over the accepted slices with the candidate's slice as the candidate has it. Null where slices of several
 * planes were accepted: their voxels cross, so sums of slices would count some twice.
 */
export function acceptedWithCandidate(): Agreement | null {
  const { plane, index, state } = answerStore.getState();
  const { accepted, slice, profile, profilePlane } = agreementStore.getState();
  const { target } = caseStore.getState();
  if (state !== 'ready' || !slice) return accepted;
  const mine = board().accepted.filter(({ label }) => label === target);
  if (mine.some((it) => it.plane !== plane) || profilePlane !== plane) return null;
  const replaced = mine.some((it) => it.index === index) ? profile[index] : undefined;
  return combined([accepted, slice], replaced);
}

function combined(added: readonly (Agreement | null)[], removed: Agreement | undefined): Agreement {
  const sum = (of: 'predictionVoxels' | 'referenceVoxels' | 'bothVoxels') => added.reduce((total, it) => total + (it?.[of] ?? 0), 0) - (removed?.[of] ?? 0);
  const [predictionVoxels, referenceVoxels, bothVoxels] = [sum('predictionVoxels'), sum('referenceVoxels'), sum('bothVoxels')];
  const both = predictionVoxels + referenceVoxels;
  return { predictionVoxels, referenceVoxels, bothVoxels, dice: both === 0 ? null : (2 * bothVoxels) / both };
}
