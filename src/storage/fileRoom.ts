import { FaultError } from '#core/faults.ts';

/** A folder of the origin's private file system. Throws FaultError storage-missing where the browser offers none. */
export async function fileRoom(name: string): Promise<FileSystemDirectoryHandle> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
  } catch (error) {
    throw new FaultError('storage-missing', { where: name, came: error instanceof Error ? error.message : String(error) });
  }
}

export interface StorageRoom {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  /** Whether the browser has promised not to clear it by itself. */
  readonly persistence: 'kept' | 'may-be-cleared';
}

export async function storageRoom(): Promise<StorageRoom> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { usedBytes: usage, quotaBytes: quota, persistence: (await navigator.storage.persisted()) ? 'kept' : 'may-be-cleared' };
}

/** Asks the browser to keep what is stored; it may say no. */
export async function askPersistence(): Promise<StorageRoom> {
  await navigator.storage.persist();
  return storageRoom();
}

/** Throws FaultError storage-full where so much more would not fit. */
export async function requireRoom(bytes: number): Promise<void> {
  const { usedBytes, quotaBytes } = await storageRoom();
  if (usedBytes + bytes > quotaBytes) {
    throw new FaultError('storage-full', { expected: `${Math.ceil(bytes / 2 ** 20)} MiB free`, came: `${Math.floor((quotaBytes - usedBytes) / 2 ** 20)} MiB free` });
  }
}
