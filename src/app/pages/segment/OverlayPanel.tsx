import { ColorSwatch, Group, Slider, Stack, Switch, Text } from '@mantine/core';
import { useShallow } from 'zustand/react/shallow';
import { showGroupMap } from '#app/actions/groupMap.ts';
import { showDistances } from '#app/actions/surfaceDistance.ts';
import { DistanceView } from '#app/pages/segment/DistanceView.tsx';
import { GroupMapView } from '#app/pages/segment/GroupMapView.tsx';
import { Section } from '#app/parts/Section.tsx';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { groupMapStore } from '#app/stores/groupMapStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { cssColor, ERROR_LEGEND } from '#viewer/palette.ts';
import type { Visibility } from '#viewer/types.ts';

const LAYERS = [{ key: 'reference', label: 'Expert' }, { key: 'prediction', label: 'Prediction' }, { key: 'error', label: 'Errors' }, { key: 'distance', label: 'Distance' }, { key: 'groupMap', label: 'Group map' }] as const;

/** Which masks lie over the image, and how strongly; errors take the place of both fills, distances of all, and a map of groups as well. */
export function OverlayPanel() {
  const bench = useWorkbench();
  const view = viewStore(useShallow(({ reference, prediction, error, distance, groupMap }) => ({ reference, prediction, error, distance, groupMap })));
  const hasMap = groupMapStore((it) => it.map !== null);
  const show = (key: (typeof LAYERS)[number]['key'], visibility: Visibility): void => {
    if (key === 'distance') showDistances(bench, visibility);
    else if (key === 'groupMap') showGroupMap(bench, visibility);
    else viewStore.setState({ [key]: { ...view[key], visibility } });
  };
  return (
    <Section title="Overlays">
      {LAYERS.filter(({ key }) => key !== 'groupMap' || hasMap).map(({ key, label }) => (
        <Group key={key} gap="sm" wrap="nowrap">
          <Switch size="xs" w={112} label={label} checked={view[key].visibility === 'shown'}
            onChange={(event) => { show(key, event.currentTarget.checked ? 'shown' : 'hidden'); }} />
          <Slider flex={1} size="xs" min={0} max={1} step={0.05} label={(value) => `${Math.round(value * 100)} %`} value={view[key].opacity} thumbLabel={`${label} opacity`}
            disabled={view[key].visibility === 'hidden'} onChange={(opacity) => viewStore.setState({ [key]: { ...view[key], opacity } })} />
        </Group>
      ))}
      {view.error.visibility === 'shown' && view.distance.visibility === 'hidden' && !(hasMap && view.groupMap.visibility === 'shown') && <ErrorLegend />}
      {view.distance.visibility === 'shown' && <DistanceView />}
      {hasMap && view.groupMap.visibility === 'shown' && <GroupMapView />}
    </Section>
  );
}

function ErrorLegend() {
  return (
    <Stack gap={2} role="list" aria-label="Legend of the error view">
      {ERROR_LEGEND.map(({ id, name, meaning, color }) => (
        <Group key={id} gap={8} role="listitem"><ColorSwatch size={12} color={cssColor(color)} withShadow={false} /><Text size="xs">{name} <Text span inherit c="dimmed">({meaning})</Text></Text></Group>
      ))}
    </Stack>
  );
}
