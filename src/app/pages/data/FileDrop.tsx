import { useCallback } from 'react';
import { lookAt } from '#app/actions/importFiles.ts';
import { droppedSource } from '#app/actions/pickFiles.ts';
import { DropAnywhere } from '#app/parts/DropAnywhere.tsx';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';

/** A folder, a zip or tables may be dropped anywhere on the page. */
export function FileDrop() {
  const desk = useCohortDesk();
  const onDrop = useCallback((dropped: DataTransfer) => {
    if (!dropped.types.includes('Files')) return 'left';
    void droppedSource(dropped).then((source) => (source ? lookAt(desk, source) : false));
    return 'taken';
  }, [desk]);
  return <DropAnywhere invitation="Drop a folder of scans, a zip, or tables of results. Nothing leaves this computer." onDrop={onDrop} />;
}
