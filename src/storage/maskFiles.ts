import { FaultError } from '#core/faults.ts';
import { fileRoom } from '#storage/fileRoom.ts';

/** Predicted masks as gzipped NIfTI files on the original grid, a folder for each run. */
export interface MaskFiles {
  put(runId: string, caseId: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  get(runId: string, caseId: string): Promise<File | null>;
  /** Ids of the cases that have one. */
  cases(runId: string): Promise<readonly string[]>;
  removeRun(runId: string): Promise<void>;
}

const ENDING = '.nii.gz';

export function makeMaskFiles(): MaskFiles {
  const folderOf = async (runId: string) => (await fileRoom('masks')).getDirectoryHandle(runId, { create: true });
  return {
    async put(runId, caseId, bytes) {
      try {
        // What is written through a writable appears when it is closed: nobody meets half a mask.
        const writable = await (await (await folderOf(runId)).getFileHandle(nameOf(caseId), { create: true })).createWritable();
        await writable.write(bytes);
        await writable.close();
      } catch (error) {
        if (error instanceof FaultError) throw error;
        throw new FaultError('storage-full', { where: `mask of ${caseId}`, came: error instanceof Error ? error.message : String(error) });
      }
    },
    async get(runId, caseId) {
      const handle = await (await folderOf(runId)).getFileHandle(nameOf(caseId)).catch(() => null);
      return handle && handle.getFile();
    },
    async cases(runId) {
      const found: string[] = [];
      for await (const name of (await folderOf(runId)).keys()) if (name.endsWith(ENDING)) found.push(decodeURIComponent(name.slice(0, -ENDING.length)));
      return found.sort();
    },
    async removeRun(runId) {
      await (await fileRoom('masks')).removeEntry(runId, { recursive: true }).catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
      });
    },
  };
}

/** One name for one case, whatever characters its id has. */
function nameOf(caseId: string): string {
  return `${encodeURIComponent(caseId).replaceAll('.', '%2E').slice(0, 180)}${ENDING}`;
}
