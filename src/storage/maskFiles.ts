import { FaultError } from '#core/faults.ts';
import { fileRoom } from '#storage/fileRoom.ts';
import { encodedName, keptName } from '#storage/keptName.ts';

/** Predicted masks as gzipped NIfTI files on the original grid, a folder for each run. */
export interface MaskFiles {
  put(runId: string, caseId: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  get(runId: string, caseId: string): Promise<File | null>;
  /** Ids of the cases that have one. */
  cases(runId: string): Promise<readonly string[]>;
  removeRun(runId: string): Promise<void>;
}

const ENDING = '.nii.gz';
/** Of the file beside a mask whose name was cut, with the whole id. */
const ID_ENDING = '.id';
const LONGEST = 180;

export function makeMaskFiles(): MaskFiles {
  const folderOf = async (runId: string) => (await fileRoom('masks')).getDirectoryHandle(runId, { create: true });
  return {
    async put(runId, caseId, bytes) {
      try {
        const folder = await folderOf(runId);
        const { name, length } = await keptName(caseId, LONGEST);
        if (length === 'cut') await write(folder, `${name}${ID_ENDING}`, caseId);
        await write(folder, `${name}${ENDING}`, bytes);
      } catch (error) {
        if (error instanceof FaultError) throw error;
        throw new FaultError('storage-full', { where: `mask of ${caseId}`, came: error instanceof Error ? error.message : String(error) });
      }
    },
    async get(runId, caseId) {
      const folder = await folderOf(runId);
      const { name } = await keptName(caseId, LONGEST);
      const found = await fileOf(folder, `${name}${ENDING}`);
      return found ?? fileOf(folder, `${encodedName(caseId).slice(0, LONGEST)}${ENDING}`);
    },
    async cases(runId) {
      const folder = await folderOf(runId);
      const found: string[] = [];
      for await (const name of folder.keys()) if (name.endsWith(ENDING)) found.push(await idOf(folder, name.slice(0, -ENDING.length)));
      return found.sort();
    },
    async removeRun(runId) {
      await (await fileRoom('masks')).removeEntry(runId, { recursive: true }).catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
      });
    },
  };
}

/** What is written through a writable appears when it is closed: nobody meets half a file. */
async function write(folder: FileSystemDirectoryHandle, name: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await writable.write(content);
  await writable.close();
}

async function fileOf(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  const handle = await folder.getFileHandle(name).catch(() => null);
  return handle && handle.getFile();
}

/** Names were once cut without the id beside them, also amid an escape: what is left of such an id stands for it. */
async function idOf(folder: FileSystemDirectoryHandle, name: string): Promise<string> {
  const id = await fileOf(folder, `${name}${ID_ENDING}`);
  if (id) return id.text();
  for (let end = name.length; end > 0; end--) {
    try {
      return decodeURIComponent(name.slice(0, end));
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
    }
  }
  return name;
}
