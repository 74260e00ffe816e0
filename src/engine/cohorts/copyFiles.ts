import type { Cohort } from '#core/cohort/subject.ts';
import { FaultError } from '#core/faults.ts';
import type { ListedFiles } from '#engine/cohorts/sourceFiles.ts';
import { copyName } from '#engine/cohorts/sourceFiles.ts';
import type { CohortProgress } from '#engine/protocol/cohortCalls.ts';
import type { Desk } from '#engine/protocol/serve.ts';
import { fileRoom, requireRoom } from '#storage/fileRoom.ts';

/** Copies the images and masks that a cohort names into the browser's storage. A copy that was cancelled or does not fit is taken away again. */
export async function copyFiles({ files }: ListedFiles, cohortId: string, cohort: Cohort, { signal, progress }: Desk<CohortProgress>): Promise<{ files: number; bytes: number }> {
  const wanted = new Set(cohort.cases.flatMap((it) => [...it.images.map((image) => image.path), ...it.references.map((reference) => reference.file.path)]));
  const chosen = files.filter((it) => wanted.has(it.path));
  const total = chosen.reduce((sum, it) => sum + it.sizeBytes, 0);
  await requireRoom(total);
  const folder = await (await fileRoom('cohorts')).getDirectoryHandle(cohortId, { create: true });
  let done = 0;
  try {
    for (const entry of chosen) {
      signal.throwIfAborted();
      const writable = await (await folder.getFileHandle(await copyName(entry.path), { create: true })).createWritable();
      await writable.write(Uint8Array.from(await entry.read(signal)));
      await writable.close();
      done += entry.sizeBytes;
      progress({ stage: 'copying', done, total });
    }
  } catch (error) {
    await removeCopy(cohortId);
    if (error instanceof DOMException && error.name === 'QuotaExceededError') throw new FaultError('storage-full', { where: cohort.name, came: error.message });
    throw error;
  }
  return { files: chosen.length, bytes: total };
}

export async function removeCopy(cohortId: string): Promise<void> {
  await (await fileRoom('cohorts')).removeEntry(cohortId, { recursive: true }).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  });
}
