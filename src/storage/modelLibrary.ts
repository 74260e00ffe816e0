import * as v from 'valibot';
import { FaultError } from '#core/faults.ts';
import { fileRoom } from '#storage/fileRoom.ts';

/** Whether a file is the one that somebody promised, or only the same as when it first came. */
export type Proof = 'promised' | 'first-seen';

const entryShape = v.object({
  id: v.string(),
  name: v.string(),
  /** Where it was downloaded from; null for files from the disk. */
  source: v.nullable(v.string()),
  addedAt: v.string(),
  /** The largest tensor of its graphs, in bytes, where it could be reckoned: what one binding of a graphics device must hold. */
  largestTensorBytes: v.optional(v.number()),
  files: v.array(v.object({ file: v.string(), bytes: v.number(), sha256: v.string(), proof: v.picklist(['promised', 'first-seen']) })),
});

/** A model that the browser keeps. */
export type LibraryEntry = v.InferOutput<typeof entryShape>;

const ENTRY = 'entry.json';
export const MANIFEST = 'manifest.json';

/** Models in the origin's private file system, a folder each. A folder without its entry is a download that has not ended. */
export interface ModelLibrary {
  list(): Promise<readonly LibraryEntry[]>;
  /** Bytes that unfinished downloads hold, by the name of their folder. */
  unfinished(): Promise<readonly { readonly folder: string; readonly bytes: number }[]>;
  /** The files of a model, the manifest among them where there is one. */
  files(id: string): Promise<readonly File[]>;
  add(entry: LibraryEntry): Promise<void>;
  /** Writes a file into a model's folder; it takes the place of the one before only when it is whole. Throws FaultError storage-full. */
  write(id: string, file: string, content: AsyncIterable<Uint8Array<ArrayBuffer>> | string): Promise<void>;
  remove(folder: string): Promise<void>;
}

/** Name of a model's folder: one name for one id, whatever characters it has. */
export function folderOf(id: string): string {
  return encodeURIComponent(id).replaceAll('.', '%2E').slice(0, 200);
}

export function makeModelLibrary(): ModelLibrary {
  const room = () => fileRoom('models');
  const readEntry = async (folder: FileSystemDirectoryHandle): Promise<LibraryEntry | null> => {
    try {
      const text = await (await (await folder.getFileHandle(ENTRY)).getFile()).text();
      const parsed = v.safeParse(entryShape, JSON.parse(text));
      return parsed.success ? parsed.output : null;
    } catch {
      // No entry, or half of one: the model was never finished.
      return null;
    }
  };
  const folders = async () => {
    const found: FileSystemDirectoryHandle[] = [];
    for await (const it of (await room()).values()) if (it instanceof FileSystemDirectoryHandle) found.push(it);
    return found;
  };
  const filesIn = async (folder: FileSystemDirectoryHandle) => {
    const found: File[] = [];
    for await (const it of folder.values()) if (it instanceof FileSystemFileHandle) found.push(await it.getFile());
    return found;
  };
  return {
    async list() {
      const entries = await Promise.all((await folders()).map(readEntry));
      return entries.filter((it) => it !== null).sort((a, b) => a.name.localeCompare(b.name));
    },
    async unfinished() {
      const found: { folder: string; bytes: number }[] = [];
      for (const folder of await folders()) {
        if (await readEntry(folder)) continue;
        const files = await filesIn(folder);
        found.push({ folder: folder.name, bytes: files.reduce((sum, { size }) => sum + size, 0) });
      }
      return found;
    },
    async files(id) {
      const folder = await (await room()).getDirectoryHandle(folderOf(id)).catch(() => { throw new FaultError('model-file-missing', { where: id, expected: 'a stored model', came: 'none' }); });
      const entry = await readEntry(folder);
      const files = await filesIn(folder);
      return files.filter(({ name }) => name === MANIFEST || entry?.files.some(({ file }) => file === name));
    },
    async add(entry) {
      await this.write(entry.id, ENTRY, JSON.stringify(entry));
    },
    async write(id, name, content) {
      const folder = await (await room()).getDirectoryHandle(folderOf(id), { create: true });
      const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
      try {
        if (typeof content === 'string') await file.write(content);
        else for await (const part of content) await file.write(part);
        await file.close();
      } catch (error) {
        await file.abort().catch(() => undefined);
        if (error instanceof DOMException && error.name === 'QuotaExceededError') throw new FaultError('storage-full', { where: name, came: error.message });
        throw error;
      }
    },
    async remove(folder) {
      await (await room()).removeEntry(folder, { recursive: true });
    },
  };
}
