import { Center, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { openDropped } from '#app/actions/openFiles.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';

/** Files may be dropped anywhere on the page. */
export function DropZone() {
  const bench = useWorkbench();
  const [state, setState] = useState<'away' | 'over'>('away');
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setState('over');
    };
    const leave = (event: DragEvent): void => { if (event.relatedTarget === null) setState('away'); };
    const drop = (event: DragEvent): void => {
      setState('away');
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void openDropped(bench, files);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [bench]);
  if (state === 'away') return null;
  return (
    <Center pos="fixed" inset={0} bg="rgb(0 0 0 / 0.6)" style={{ zIndex: 400, pointerEvents: 'none' }}>
      <Text c="white" size="lg" fw={600}>Drop a scan, its expert mask, or both. Nothing leaves this computer.</Text>
    </Center>
  );
}
