import { useEffect, useMemo } from 'react';
import { segmentCommands } from '#app/actions/segmentCommands.ts';
import { useKeys } from '#app/parts/useKeys.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { setCommands } from '#app/stores/shellStore.ts';

/** This page's commands: by key, in the palette and in the help. */
export function useSegmentKeys(): void {
  const bench = useWorkbench();
  const commands = useMemo(() => segmentCommands(bench), [bench]);
  useKeys(commands);
  useEffect(() => {
    setCommands(commands);
    return () => setCommands([]);
  }, [commands]);
}
