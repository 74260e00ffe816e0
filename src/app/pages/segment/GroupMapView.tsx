import { valueInUnit } from '#charts/kit/ColourScale.tsx';
import { Select, Stack, Text } from '@mantine/core';
import { chooseGroupPanel } from '#app/actions/groupMap.ts';
import { ScaleBar } from '#app/pages/segment/ScaleBar.tsx';
import { structureName, targetStructure, caseStore } from '#app/stores/caseStore.ts';
import { groupMapStore } from '#app/stores/groupMapStore.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';

/** Which map of the groups lies on this case's organ, with its scale; says so where the organ is another one. */
export function GroupMapView() {
  const bench = useWorkbench();
  const { map, panel, reason } = groupMapStore();
  const target = caseStore((it) => targetStructure(it));
  if (!map) return null;
  const shown = map.panels[panel];
  const shownUnit = (value: number) => valueInUnit(value, map.unit);
  return (
    <Stack gap={6}>
      <Select size="xs" aria-label="Which map lies on the organ" allowDeselect={false} data={map.panels.map(({ title }, n) => ({ value: String(n), label: title }))} value={String(panel)} onChange={(it) => { if (it !== null) chooseGroupPanel(bench, Number(it)); }} />
      <ScaleBar scale={shown.scale} low={shown.scale === 'signed' ? `−${shownUnit(map.span)}` : shownUnit(0)} high={shownUnit(map.span)} />
      {target.name === map.organ
        ? <Text size="xs" c="dimmed">{reason ?? `A map of groups on the ${structureName(target)} of one case: it says what the groups' errors are there, not this case's.`}</Text>
        : <Text size="xs">The map is of the {structureName({ name: map.organ })}; choose that structure to see it.</Text>}
    </Stack>
  );
}
