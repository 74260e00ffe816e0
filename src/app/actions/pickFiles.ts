import type { CohortSource, PickedFile } from '#engine/protocol/cohortCalls.ts';

/** The picker of the File System Access API, which TypeScript's DOM does not know. */
interface FolderPicker { showDirectoryPicker(options: { readonly mode: 'read'; readonly id: string }): Promise<FileSystemDirectoryHandle> }

export function canRemember(): boolean {
  return 'showDirectoryPicker' in window;
}

/** Asks for a folder that the browser can remember; null where the user changed their mind. */
export async function pickFolder(): Promise<CohortSource | null> {
  try {
    return { kind: 'handle', handle: await (window as unknown as FolderPicker).showDirectoryPicker({ mode: 'read', id: 'isodice-cohort' }) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Files of an <input>; a folder's have their paths below it. */
export function pickedSource(files: readonly File[]): CohortSource | null {
  if (files.length === 0) return null;
  const picked = files.map((file): PickedFile => ({ path: withoutRoot(file.webkitRelativePath) || file.name, file }));
  return { kind: 'files', name: files[0].webkitRelativePath.split('/')[0] || files[0].name, files: picked };
}

function withoutRoot(path: string): string {
  return path.split('/').slice(1).join('/');
}

type HandleItem = DataTransferItem & { getAsFileSystemHandle(): Promise<FileSystemFileHandle | FileSystemDirectoryHandle | null> };

/** What was dropped: one folder or zip as something to remember where the browser can, else all files below. */
export async function droppedSource(transfer: DataTransfer): Promise<CohortSource | null> {
  // The items are gone after the first wait, so all are asked before it.
  const items = [...transfer.items].filter((it) => it.kind === 'file');
  const loose = [...transfer.files];
  const entries = items.map((it) => it.webkitGetAsEntry());
  const asked = items.length === 1 && 'getAsFileSystemHandle' in items[0] ? (items[0] as HandleItem).getAsFileSystemHandle() : null;
  const handle = await asked;
  if (handle && (handle.kind === 'directory' || /\.zip$/i.test(handle.name))) return { kind: 'handle', handle };
  if (entries.every((it) => it === null || it.isFile)) return pickedSource(loose);
  const picked: PickedFile[] = [];
  for (const entry of entries) if (entry) await collect(entry, entries.length === 1 || entry.isFile ? '' : `${entry.name}/`, picked);
  return picked.length === 0 ? null : { kind: 'files', name: entries[0]?.name ?? 'dropped files', files: picked };
}

/** Every file that was dropped, those inside of folders among them. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  const entries = [...transfer.items].filter((it) => it.kind === 'file').map((it) => it.webkitGetAsEntry());
  const loose = [...transfer.files];
  if (entries.every((it) => it === null || it.isFile)) return loose;
  const picked: PickedFile[] = [];
  for (const entry of entries) if (entry) await collect(entry, '', picked);
  return picked.map(({ file }) => file);
}

/** Files below a dropped entry, for browsers that give no handles; `path` is the folder's own, with its slash. */
async function collect(entry: FileSystemEntry, path: string, into: PickedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((settle, reject) => { (entry as FileSystemFileEntry).file(settle, reject); });
    into.push({ path: `${path}${file.name}`, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((settle, reject) => { reader.readEntries(settle, reject); });
    if (some.length === 0) return;
    for (const it of some) await collect(it, it.isDirectory ? `${path}${it.name}/` : path, into);
  }
}
