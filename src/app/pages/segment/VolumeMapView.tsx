import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { targetVolumeMap, volumeMapFiles } from '#app/actions/volumeMap.ts';
import { saveFile } from '#app/parts/saveFile.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { caseStore, structureName, targetStructure } from '#app/stores/caseStore.ts';
import { VolumeProjections } from '#charts/volumeProjections/Chart.tsx';
import type { VolumeMap } from '#core/errormaps/volumeMap.ts';
import { faultSentence } from '#core/faults.ts';
import type { Outcome } from '#engine/protocol/call.ts';

/** Too much and missed of the whole organ in three projections, made when it is asked for; gone when the masks have been measured anew (`of` is that measurement). */
export function VolumeMapView({ of }: { readonly of: object }) {
  const bench = useWorkbench();
  const [kept, setKept] = useState<{ readonly of: object; readonly it: Outcome<VolumeMap> } | null>(null);
  const name = structureName(caseStore((it) => targetStructure(it)));
  const made = kept?.of === of ? kept.it : null;
  if (made?.state === 'failed') return <Text size="xs" role="alert">{faultSentence(made.fault)}</Text>;
  if (made?.state !== 'done') return <Button size="compact-xs" variant="light" onClick={() => void targetVolumeMap(bench).then((it) => setKept({ of, it }))}>Volume map of errors</Button>;
  return (
    <Stack gap={4}>
      <VolumeProjections map={made.value} title={`Errors in the ${name}`} fileName={`volume-map-${name.replaceAll(' ', '-')}`} />
      <Group><Button size="compact-xs" variant="default" onClick={() => volumeMapFiles(made.value).forEach(saveFile)}>Save as NIfTI and .npy</Button></Group>
    </Stack>
  );
}
