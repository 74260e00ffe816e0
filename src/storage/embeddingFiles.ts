import { FaultError } from '#core/faults.ts';
import { fileRoom } from '#storage/fileRoom.ts';

/** Embeddings as files in the browser's storage, a folder for each image, within a budget of bytes. */
export interface EmbeddingFiles {
  get(volumeKey: string, key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Keeps a file; those used longest ago go where the budget is passed. */
  put(volumeKey: string, key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** All files of an image. */
  all(volumeKey: string): Promise<readonly File[]>;
  clear(): Promise<void>;
  size(): Promise<{ readonly entries: number; readonly bytes: number; readonly budgetBytes: number }>;
}

interface Held { readonly folder: string; readonly file: string; bytes: number; usedAt: number }

export function makeEmbeddingFiles(budgetBytes: number): EmbeddingFiles {
  const held = new Map<string, Held>();
  let total = 0;
  let ready: Promise<FileSystemDirectoryHandle> | null = null;

  /** The room, after its files were counted once. */
  const room = () => {
    ready ??= (async () => {
      const root = await fileRoom('embeddings');
      for await (const folder of root.values()) {
        if (!(folder instanceof FileSystemDirectoryHandle)) continue;
        for await (const it of folder.values()) {
          if (!(it instanceof FileSystemFileHandle)) continue;
          const { size, lastModified } = await it.getFile();
          held.set(`${folder.name}/${it.name}`, { folder: folder.name, file: it.name, bytes: size, usedAt: lastModified });
          total += size;
        }
      }
      return root;
    })();
    return ready;
  };

  const trim = async (root: FileSystemDirectoryHandle) => {
    const oldest = [...held].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [name, { folder, file, bytes }] of oldest) {
      if (total <= budgetBytes) return;
      held.delete(name);
      total -= bytes;
      await (await root.getDirectoryHandle(folder)).removeEntry(file).catch(() => undefined);
    }
  };

  return {
    async get(volumeKey, key) {
      const root = await room();
      const [folder, file] = await names(volumeKey, key);
      const it = held.get(`${folder}/${file}`);
      if (!it) return null;
      try {
        const bytes = await (await (await (await root.getDirectoryHandle(folder)).getFileHandle(file)).getFile()).arrayBuffer();
        it.usedAt = Date.now();
        return new Uint8Array(bytes);
      } catch {
        // Another tab took it away: then it has to be computed again.
        held.delete(`${folder}/${file}`);
        total -= it.bytes;
        return null;
      }
    },
    async put(volumeKey, key, bytes) {
      const root = await room();
      const [folder, file] = await names(volumeKey, key);
      try {
        // What is written through a writable appears when it is closed, so no reader ever sees half of it.
        const writable = await (await (await root.getDirectoryHandle(folder, { create: true })).getFileHandle(file, { create: true })).createWritable();
        await writable.write(bytes);
        await writable.close();
      } catch (error) {
        throw new FaultError('storage-full', { where: 'embeddings', came: error instanceof Error ? error.message : String(error) });
      }
      total += bytes.length - (held.get(`${folder}/${file}`)?.bytes ?? 0);
      held.set(`${folder}/${file}`, { folder, file, bytes: bytes.length, usedAt: Date.now() });
      await trim(root);
    },
    async all(volumeKey) {
      const [folder] = await names(volumeKey, '');
      const found: File[] = [];
      const handle = await (await room()).getDirectoryHandle(folder).catch(() => null);
      if (handle) for await (const it of handle.values()) if (it instanceof FileSystemFileHandle) found.push(await it.getFile());
      return found;
    },
    async clear() {
      const root = await room();
      for (const folder of new Set([...held.values()].map((it) => it.folder))) await root.removeEntry(folder, { recursive: true });
      held.clear();
      total = 0;
    },
    async size() {
      await room();
      return { entries: held.size, bytes: total, budgetBytes };
    },
  };
}

/** Folder and file of an embedding: digests, because keys hold characters that file names may not. */
async function names(volumeKey: string, key: string): Promise<[string, string]> {
  const digest = async (text: string) => {
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
    return Array.from(bytes.subarray(0, 20), (it) => it.toString(16).padStart(2, '0')).join('');
  };
  return [await digest(volumeKey), `${await digest(key)}.emb`];
}
