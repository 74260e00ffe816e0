import { Center, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { lookAt } from '#app/actions/importFiles.ts';
import { droppedSource } from '#app/actions/pickFiles.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';

/** A folder, a zip or tables may be dropped anywhere on the page. */
export function FileDrop() {
  const desk = useCohortDesk();
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
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      void droppedSource(event.dataTransfer).then((source) => (source ? lookAt(desk, source) : false));
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [desk]);
  if (state === 'away') return null;
  return (
    <Center pos="fixed" inset={0} bg="rgb(0 0 0 / 0.6)" style={{ zIndex: 400, pointerEvents: 'none' }}>
      <Text c="white" size="lg" fw={600}>Drop a folder of scans, a zip, or tables of results. Nothing leaves this computer.</Text>
    </Center>
  );
}
