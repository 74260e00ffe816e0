/** A folder in memory that answers as the origin's private file system does, for tests. */
export function makeFakeFolder(): FileSystemDirectoryHandle {
  const folders = new Map<string, FileSystemDirectoryHandle>();
  const files = new Map<string, File>();
  const missing = () => Promise.reject(new DOMException('not there', 'NotFoundError'));
  const fileHandle = (name: string) => ({
    getFile: () => Promise.resolve(files.get(name)),
    createWritable: () => {
      const parts: BlobPart[] = [];
      return Promise.resolve({ write: (part: BlobPart) => { parts.push(part); return Promise.resolve(); }, close: () => { files.set(name, new File(parts, name)); return Promise.resolve(); } });
    },
  });
  return {
    getDirectoryHandle(name: string, options?: FileSystemGetDirectoryOptions) {
      const found = folders.get(name) ?? (options?.create ? makeFakeFolder() : undefined);
      if (!found) return missing();
      folders.set(name, found);
      return Promise.resolve(found);
    },
    getFileHandle: (name: string, options?: FileSystemGetFileOptions) => (files.has(name) || options?.create ? Promise.resolve(fileHandle(name)) : missing()),
    removeEntry: (name: string) => (folders.delete(name) || files.delete(name) ? Promise.resolve() : missing()),
    async *keys() { yield* [...folders.keys(), ...files.keys()]; },
  } as unknown as FileSystemDirectoryHandle;
}
