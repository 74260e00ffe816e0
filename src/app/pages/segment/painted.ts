import { useMemo } from 'react';
import type { Workbench } from '#app/actions/workbench.ts';
import { DISTANCE_COLORS } from '#app/pages/segment/distanceColors.ts';
import { answerStore } from '#app/stores/answerStore.ts';
import { caseStore, targetStructure } from '#app/stores/caseStore.ts';
import { groupMapStore } from '#app/stores/groupMapStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { codeColours } from '#charts/kit/valueCodes.ts';
import type { Overlays, Preview } from '#viewer/types.ts';

const GROUP_COLOURS = { signed: codeColours('signed'), share: codeColours('share') };

/** Reference, prediction and their agreement for the viewer; made anew only when the stores say that they changed. */
export function useOverlays({ voxels }: Workbench): Overlays {
  const reference = viewStore((it) => it.reference);
  const prediction = viewStore((it) => it.prediction);
  const error = viewStore((it) => it.error);
  const distance = viewStore((it) => it.distance);
  const groupMap = viewStore((it) => it.groupMap);
  const scale = groupMapStore(({ map, panel }) => map?.panels[panel].scale ?? 'signed');
  const code = caseStore((it) => targetStructure(it).code);
  const revision = answerStore((it) => it.revision);
  return useMemo(() => ({
    ...(voxels.reference ? { reference: { data: voxels.reference, label: code, ...reference } } : {}),
    ...(voxels.prediction ? { prediction: { data: voxels.prediction, label: code, ...prediction } } : {}),
    error,
    ...(voxels.groupMap ? { values: { data: voxels.groupMap, colors: GROUP_COLOURS[scale], ...groupMap } } : {}),
    ...(voxels.distances ? { values: { data: voxels.distances, colors: DISTANCE_COLORS, ...distance } } : {}),
    // The revision says that the arrays of `voxels`, which React cannot watch, are others.
    // oxlint-disable-next-line react/exhaustive-deps
  }), [voxels, revision, reference, prediction, error, distance, groupMap, scale, code]);
}

/** The mask waiting to be accepted, or what a click would give. */
export function usePreviews({ voxels }: Workbench): readonly Preview[] {
  const revision = answerStore((it) => it.revision);
  const chosen = answerStore((it) => it.chosen);
  const state = answerStore((it) => it.state);
  const visibility = viewStore((it) => it.promptVisibility);
  return useMemo((): readonly Preview[] => {
    if (visibility === 'hidden') return [];
    const candidate = state === 'none' ? undefined : voxels.candidates.at(chosen);
    return [
      ...(candidate ? [{ mask: candidate.mask, status: 'candidate' } as const] : []),
      ...(voxels.hover ? [{ mask: voxels.hover, status: 'hover' } as const] : []),
    ];
    // As above: the revision stands for the arrays.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [voxels, revision, chosen, state, visibility]);
}
