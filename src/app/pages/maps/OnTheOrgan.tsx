import { Button, Group, SegmentedControl, Stack, Text, Title, useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { MeanShape } from '#app/actions/organShapes.ts';
import { meanShape } from '#app/actions/organShapes.ts';
import type { GroupMap } from '#app/stores/groupMapStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { codeColours, valueCodes } from '#charts/kit/valueCodes.ts';
import { vertexColours } from '#core/errormaps/organMesh.ts';
import type { Fault } from '#core/faults.ts';
import { faultSentence } from '#core/faults.ts';
import { SurfaceView } from '#viewer/SurfaceView.tsx';

interface OnTheOrganProps { readonly map: GroupMap; readonly words: (panel: number, bin: number) => readonly string[]; readonly openBin: (bin: number) => void }

/** Azimuth and elevation of the looks that the projections have. */
const LOOKS = [['Front', 180, 0], ['Behind', 0, 0], ['Right', 270, 0], ['Left', 90, 0], ['Above', 180, 90], ['Below', 180, -90]] as const;
const NOTHING = [139, 145, 155];

/** A map on the organ's mean shape, to turn and to press. */
export function OnTheOrgan({ map, words, openBin }: OnTheOrganProps) {
  const theme = useComputedColorScheme('dark');
  const [shape, setShape] = useState<{ readonly organ: string; readonly it: MeanShape | Fault } | null>(null);
  const [chosen, setChosen] = useState(2);
  const [[azimuth, elevation], setLook] = useState<readonly [number, number]>([180, 10]);
  const [hovered, setHovered] = useState<number | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void meanShape(map.organ).then((result) => { if (isCurrent) setShape({ organ: map.organ, it: result.state === 'done' ? result.value : result.fault }); });
    return () => { isCurrent = false; };
  }, [map.organ]);
  const panel = Math.min(chosen, map.panels.length - 1);
  const it = shape?.organ === map.organ ? shape.it : null;
  const mesh = it && 'mesh' in it ? it.mesh : null;
  const colours = useMemo(() => {
    if (!mesh) return null;
    const { values, scale } = map.panels[panel];
    const table = codeColours(scale);
    return vertexColours(mesh, Array.from(valueCodes(values, scale, map.span)).flatMap((code) => (code === 0 ? NOTHING : [...table.subarray(3 * code, 3 * code + 3)])));
  }, [mesh, map, panel]);
  if (it && 'code' in it) return <Text size="sm" role="status">{faultSentence(it)}</Text>;
  if (!mesh || !colours || !it) return <Text size="sm" c="dimmed" role="status">The organ's shape is being loaded.</Text>;
  const spoken = hovered === null ? 'Drag or use the arrow keys to turn it; press a place for the cases behind it.' : words(panel, mesh.bins[hovered]).join('; ');
  return (
    <Stack gap={6} component="section" aria-label="The map on the organ">
      <Title order={2} size="sm">On the organ</Title>
      <Group gap="xs">
        <SegmentedControl size="xs" aria-label="Map on the organ" data={map.panels.map(({ title }, n) => ({ value: String(n), label: title }))} value={String(panel)} onChange={(to) => setChosen(Number(to))} />
        {LOOKS.map(([name, a, e]) => <Button key={name} size="compact-xs" variant={a === azimuth && e === elevation ? 'filled' : 'default'} aria-pressed={a === azimuth && e === elevation} onClick={() => setLook([a, e])}>{name}</Button>)}
      </Group>
      <SurfaceView shape={mesh} colours={colours} azimuth={azimuth} elevation={elevation} theme={theme} label={`${map.panels[panel].title} on the ${map.organ.replaceAll('_', ' ')}`} style={{ height: 320, maxWidth: 640, borderRadius: 4 }}
        onTurn={(a, e) => setLook([a, e])} onHover={setHovered} onPick={(vertex) => openBin(mesh.bins[vertex])} onFault={showFault} />
      <Text size="xs" mih="2.9em">{spoken}</Text>
      <Text size="xs" c="dimmed">Mean shape of {it.subjects} synthetic subjects; colours as in the maps above, grey where there is no value.</Text>
    </Stack>
  );
}
