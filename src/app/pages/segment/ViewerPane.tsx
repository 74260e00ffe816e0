import { Button, Center, Group, Loader, Stack, Text, useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { onViewerEvent } from '#app/actions/viewerEvents.ts';
import { setViewer } from '#app/actions/workbench.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { promptGlyphs } from '#app/pages/segment/promptGlyphs.ts';
import { useOverlays, usePreviews } from '#app/pages/segment/painted.ts';
import { answerStore } from '#app/stores/answerStore.ts';
import { caseStore } from '#app/stores/caseStore.ts';
import { promptStore } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { present } from '#core/prompts/history.ts';
import { Viewer } from '#viewer/Viewer.tsx';

/** Tells the viewer what the stores say, and the actions what the viewer tells. */
export function ViewerPane() {
  const bench = useWorkbench();
  const theme = useComputedColorScheme('dark');
  const open = caseStore((it) => it.open);
  const { layout, convention, window, tool, crosshair, crosshairVisibility, interpolation, context } = viewStore(useShallow(withoutReading));
  const polarity = promptStore((it) => it.polarity);
  const brushRadiusPx = promptStore((it) => it.brushRadiusPx);
  const overlays = useOverlays(bench);
  const previews = usePreviews(bench);
  const prompts = useGlyphs();
  const volume = useMemo(() => (open && bench.voxels.bytes ? { id: open.id, bytes: bench.voxels.bytes, grid: open.grid } : undefined), [open, bench]);
  const state = answerStore((it) => it.state);
  return (
    <div style={{ position: 'relative', flex: 1, minHeight: 0 }} data-answer={state}>
      <Viewer {...{ volume, layout, convention, window, tool, crosshair, crosshairVisibility, interpolation, polarity, brushRadiusPx, theme, overlays, previews, prompts }}
        label={open ? `Image: ${open.name}` : 'Image viewer'} style={{ position: 'absolute', inset: 0 }}
        onOwner={(owner) => setViewer(bench, owner ?? null)} onEvent={(event) => onViewerEvent(bench, event)} />
      {!open && <Center pos="absolute" inset={0}><Group gap="sm"><Loader size="sm" /><Text size="sm" c="dimmed">The image is on its way</Text></Group></Center>}
      {context === 'lost' && (
        <Center pos="absolute" inset={0} bg="var(--mantine-color-body)">
          <Stack align="center" gap="xs">
            <Text>The browser took the graphics context away. Your prompts and masks are kept.</Text>
            <Button size="xs" onClick={() => bench.viewer?.rebuild()}>Show the image again</Button>
          </Stack>
        </Center>
      )}
    </div>
  );
}

type View = ReturnType<typeof viewStore.getState>;

/** The reading changes with every move of the pointer, and the viewer has no need of it. */
function withoutReading({ reading: _reading, ...view }: View): Omit<View, 'reading'> {
  return view;
}

function useGlyphs() {
  const history = promptStore((it) => it.history);
  const selected = promptStore((it) => it.selected);
  const draft = promptStore((it) => it.draft);
  const moved = promptStore((it) => it.moved);
  const visibility = viewStore((it) => it.promptVisibility);
  return useMemo(() => (visibility === 'shown' ? promptGlyphs(moved ?? present(history).prompts, draft, selected) : []), [history, draft, moved, selected, visibility]);
}
