import { Button, Stack, Text } from '@mantine/core';
import { formatMm } from '#app/pages/segment/distanceWords.ts';
import { DISTANCE_SPAN_MM } from '#app/pages/segment/distanceColors.ts';
import { ScaleBar } from '#app/pages/segment/ScaleBar.tsx';
import { VolumeMapView } from '#app/pages/segment/VolumeMapView.tsx';
import { agreementStore } from '#app/stores/answerStore.ts';
import { distanceStore } from '#app/stores/distanceStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { proportion } from '#app/parts/decimal.ts';
import type { SliceDistance } from '#core/errormaps/caseDistances.ts';
import { faultSentence } from '#core/faults.ts';

const WORST = 5;

/** Legend of the surface distances and the slices of the plane where they are largest; a press goes there. */
export function DistanceView() {
  const now = distanceStore((it) => it.now);
  const plane = viewStore((it) => it.plane);
  if (now.state === 'none') return <Text size="xs" c="dimmed">No expert mask for this structure, so there is nothing to measure from.</Text>;
  if (now.state === 'computing') return <Text size="xs" c="dimmed" role="status">Measuring.</Text>;
  if (now.state === 'failed') return <Text size="xs" role="alert">{faultSentence(now.fault)}</Text>;
  const { meanMm, farthestMm, slices } = now.distances;
  const worst = [...slices[plane]].sort((a, b) => b.meanMm - a.meanMm).slice(0, WORST);
  return (
    <Stack gap={6}>
      <ScaleBar scale="signed" low={`−${DISTANCE_SPAN_MM} mm, missed`} high={`too much, +${DISTANCE_SPAN_MM} mm`} />
      <Text size="xs" data-testid="surface-distance">Predicted surface from the expert's: mean {formatMm(meanMm)}, farthest {formatMm(farthestMm, 'signed')}.</Text>
      <Stack gap={2} component="section" aria-label={`Worst ${plane} slices by surface distance`}>
        <Text size="xs" fw={600}>Worst {plane} slices of {slices[plane].length}, by mean distance</Text>
        {worst.map((it) => <WorstSlice key={it.index} slice={it} />)}
      </Stack>
      <VolumeMapView of={now} />
    </Stack>
  );
}

function WorstSlice({ slice: { index, meanMm, farthestMm, at } }: { readonly slice: SliceDistance }) {
  const plane = viewStore((it) => it.plane);
  const { profile, profilePlane } = agreementStore();
  const dice = profilePlane === plane ? profile.at(index)?.dice : undefined;
  return (
    <Button size="compact-xs" variant="subtle" color="gray" justify="flex-start" styles={{ label: { fontWeight: 400 } }} onClick={() => viewStore.setState({ crosshair: at })}>
      Slice {index + 1}: {formatMm(meanMm)}, to {formatMm(farthestMm, 'signed')}{dice == null ? '' : `, Dice ${proportion(dice)}`}
    </Button>
  );
}
