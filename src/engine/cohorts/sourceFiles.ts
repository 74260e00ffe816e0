import { baseName } from '#core/num/baseName.ts';
import { isJunk, zipFiles } from '#core/cohort/fileEntry.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import type { Fault } from '#core/faults.ts';
import { FaultError, unwrap } from '#core/faults.ts';
import type { CohortSource, PickedFile } from '#engine/protocol/cohortCalls.ts';
import { fileRoom } from '#storage/fileRoom.ts';
import { encodedName, keptName } from '#storage/keptName.ts';

export interface ListedFiles { readonly name: string; readonly files: readonly FileEntry[]; readonly faults: readonly Fault[] }

/** So many files of a folder are asked for at a time: one by one is slow, all at once stalls the browser. */
const AT_ONCE = 64;

/** Every file of a source; a single zip stands for what is in it. */
export async function listFiles(source: CohortSource, signal: AbortSignal, onFiles: (count: number) => void): Promise<ListedFiles> {
  if (source.kind === 'files') {
    const [only] = source.files;
    if (source.files.length === 1 && isZip(only.path)) return listZip(only.file);
    return { name: source.name, files: source.files.map(({ path, file }) => entryOf(path, file)), faults: [] };
  }
  if (source.kind === 'copy') throw new Error('a copy holds what a cohort names and has no listing');
  const { handle } = source;
  if (handle.kind === 'file') {
    const file = await reached(handle.name, () => handle.getFile());
    return isZip(handle.name) ? listZip(file) : { name: handle.name, files: [entryOf(handle.name, file)], faults: [] };
  }
  const found: FileEntry[] = [];
  const visit = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
    const files: FileSystemFileHandle[] = [];
    const folders: FileSystemDirectoryHandle[] = [];
    await reached(path || handle.name, async () => {
      for await (const it of folder.values()) {
        signal.throwIfAborted();
        if (it.kind === 'directory') folders.push(it);
        else if (!isJunk(it.name)) files.push(it);
      }
    });
    for (let at = 0; at < files.length; at += AT_ONCE) {
      signal.throwIfAborted();
      const some = await Promise.all(files.slice(at, at + AT_ONCE).map((it) => reached(`${path}${it.name}`, () => it.getFile())));
      for (const file of some) found.push(entryOf(`${path}${file.name}`, file));
      onFiles(found.length);
    }
    for (const it of folders) await visit(it, `${path}${it.name}/`);
  };
  await visit(handle, '');
  return { name: handle.name, files: found, faults: [] };
}

/** Finds files of a source by their paths, again and again, without listing it. */
export interface SourceFiles { file(path: string): Promise<Blob> }

export async function openSource(source: CohortSource): Promise<SourceFiles> {
  if (source.kind === 'files') {
    const [only] = source.files;
    if (source.files.length === 1 && isZip(only.path)) return zipSource(await listZip(only.file));
    const byPath = new Map(source.files.map(({ path, file }) => [path, file]));
    return { file: (path) => { const file = byPath.get(path); return file ? Promise.resolve(file) : Promise.reject(gone(path)); } };
  }
  if (source.kind === 'copy') {
    const folder = await (await fileRoom('cohorts')).getDirectoryHandle(source.cohortId, { create: true });
    return { file: (path) => reached(path, async () => (await copied(folder, path)).getFile()) };
  }
  const { handle } = source;
  // Only a window may ask for permission; a worker can but see that it lacks.
  if (await permission(handle) !== 'granted') throw new FaultError('folder-permission', { where: handle.name });
  if (handle.kind === 'file') return zipSource(await listZip(await reached(handle.name, () => handle.getFile())));
  return {
    file: (path) => reached(path, async () => {
      const parts = path.split('/');
      let folder = handle;
      for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part);
      return (await folder.getFileHandle(parts[parts.length - 1])).getFile();
    }),
  };
}

/** Handles of the origin's private storage have no permission to ask for. */
async function permission(handle: FileSystemHandle): Promise<PermissionState> {
  return 'queryPermission' in handle && typeof handle.queryPermission === 'function' ? handle.queryPermission({ mode: 'read' }) as Promise<PermissionState> : 'granted';
}

const LONGEST_NAME = 200;

/** Name of a copied file: one name for one path. */
export async function copyName(path: string): Promise<string> {
  return (await keptName(path, LONGEST_NAME)).name;
}

/** A copied file; long paths were once known by their ends alone. */
async function copied(folder: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle> {
  const name = await copyName(path);
  return folder.getFileHandle(name).catch((error: unknown) => {
    const before = encodedName(path).slice(-LONGEST_NAME);
    if (before === name) throw error;
    return folder.getFileHandle(before);
  });
}

/** What the browser says of a file that cannot be read, as a fault. */
export async function reached<T>(where: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof DOMException) || error.name === 'AbortError') throw error;
    if (error.name === 'NotAllowedError' || error.name === 'SecurityError') throw new FaultError('folder-permission', { where, came: error.message });
    throw gone(where, error.message);
  }
}

function gone(where: string, came?: string): FaultError {
  return new FaultError('case-file-gone', { where, ...(came ? { came } : {}) });
}

function isZip(name: string): boolean {
  return /\.zip$/i.test(name);
}

function entryOf(path: string, file: File): FileEntry {
  return { path, sizeBytes: file.size, read: async (signal) => { signal?.throwIfAborted(); return new Uint8Array(await reached(path, () => file.arrayBuffer())); } };
}

async function listZip(file: File): Promise<ListedFiles> {
  const bytes = new Uint8Array(await reached(file.name, () => file.arrayBuffer()));
  return { name: file.name, ...unwrap(zipFiles(bytes, file.name)) };
}

function zipSource({ files }: ListedFiles): SourceFiles {
  const byPath = new Map(files.map((it) => [it.path, it]));
  return {
    async file(path) {
      const entry = byPath.get(path);
      if (!entry) throw gone(path);
      return new Blob([Uint8Array.from(await entry.read())]);
    },
  };
}

/** Picked files again, for whoever reads by itself. */
export async function pickedFile(source: SourceFiles, path: string): Promise<PickedFile> {
  const blob = await source.file(path);
  const name = baseName(path);
  return { path, file: blob instanceof File ? blob : new File([blob], name) };
}
