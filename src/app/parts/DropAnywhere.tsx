import { Center, Text } from '@mantine/core';
import { useEffect, useState } from 'react';

interface DropAnywhereProps {
  /** What may be dropped, shown while files hang over the page. */
  readonly invitation: string;
  /** Takes what was dropped and says whether there was anything for it; keep it the same between renders. */
  readonly onDrop: (dropped: DataTransfer) => 'taken' | 'left';
}

/** Files may be dropped anywhere on the page. */
export function DropAnywhere({ invitation, onDrop }: DropAnywhereProps) {
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
      if (event.dataTransfer && onDrop(event.dataTransfer) === 'taken') event.preventDefault();
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [onDrop]);
  if (state === 'away') return null;
  return (
    <Center pos="fixed" inset={0} bg="rgb(0 0 0 / 0.6)" style={{ zIndex: 400, pointerEvents: 'none' }}>
      <Text c="white" size="lg" fw={600}>{invitation}</Text>
    </Center>
  );
}
