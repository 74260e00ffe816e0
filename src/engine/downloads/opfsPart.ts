import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { FaultError } from '#core/faults.ts';
import type { PartFile } from '#engine/downloads/partFile.ts';

/** A part file in the origin's private file system; `close` it before anyone else may read it. */
export interface OpfsPart extends PartFile { close(): void }

/** Opens (or makes) `<file>.part` in a folder. Only dedicated workers may; another that has it open is FaultError download-elsewhere. */
export async function openPart(folder: FileSystemDirectoryHandle, file: string): Promise<OpfsPart> {
  const note = await folder.getFileHandle(`${file}.etag`, { create: true });
  let etag = (await (await note.getFile()).text()) || null;
  const handle = await (await folder.getFileHandle(`${file}.part`, { create: true })).createSyncAccessHandle().catch(() => {
    throw new FaultError('download-elsewhere', { where: file });
  });
  let size = handle.getSize();
  return {
    get size() { return size; },
    get etag() { return etag; },
    append(bytes) {
      let written: number;
      try {
        written = handle.write(bytes, { at: size });
      } catch (error) {
        throw new FaultError('storage-full', { where: file, came: error instanceof Error ? error.message : String(error) });
      }
      size += written;
      if (written < bytes.length) throw new FaultError('storage-full', { where: file, expected: `${bytes.length} bytes written`, came: `${written}` });
    },
    read: (into, at) => handle.read(into, { at }),
    async restart(next) {
      handle.truncate(0);
      size = 0;
      etag = next;
      const writable = await note.createWritable();
      await writable.write(next ?? '');
      await writable.close();
    },
    close() {
      handle.flush();
      handle.close();
    },
  };
}

/** The part becomes the file, and nothing is left of the download. */
export async function finishPart(folder: FileSystemDirectoryHandle, file: string): Promise<void> {
  const part = await folder.getFileHandle(`${file}.part`);
  // `move` renames within the private file system; it is in Chrome, Safari and Firefox but not in TypeScript's types.
  await (part as FileSystemFileHandle & { move(name: string): Promise<void> }).move(file);
  await folder.removeEntry(`${file}.etag`);
}

/** A file that an earlier visit finished, with its digest; null where there is none. */
export async function arrived(folder: FileSystemDirectoryHandle, file: string, signal: AbortSignal): Promise<{ bytes: number; sha256: string } | null> {
  const handle = await folder.getFileHandle(file).catch(() => null);
  if (!handle) return null;
  const blob = await handle.getFile();
  const hash = sha256.create();
  const reader = blob.stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    signal.throwIfAborted();
    hash.update(next.value);
  }
  return { bytes: blob.size, sha256: bytesToHex(hash.digest()) };
}
