import { useCallback } from 'react';
import { openDropped } from '#app/actions/openFiles.ts';
import { DropAnywhere } from '#app/parts/DropAnywhere.tsx';
import { useWorkbench } from '#app/parts/workbenchContext.ts';

/** A scan, its mask, or both may be dropped anywhere on the page. */
export function DropZone() {
  const bench = useWorkbench();
  const onDrop = useCallback((dropped: DataTransfer) => {
    const files = [...dropped.files];
    if (files.length === 0) return 'left';
    void openDropped(bench, files);
    return 'taken';
  }, [bench]);
  return <DropAnywhere invitation="Drop a scan, its expert mask, or both. Nothing leaves this computer." onDrop={onDrop} />;
}
