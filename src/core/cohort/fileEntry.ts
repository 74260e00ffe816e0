import { attemptNow, fault, type Fault, type Result } from '#core/faults.ts';
import { readZipDirectory } from '#core/cohort/zipDirectory.ts';

/** A file of a chosen folder or zip: its path with "/" from the folder's root, and its bytes only when read. */
export interface FileEntry {
  readonly path: string;
  readonly sizeBytes: number;
  read(signal?: AbortSignal): Promise<Uint8Array>;
}

export interface FileListing {
  readonly files: readonly FileEntry[];
  readonly faults: readonly Fault[];
}

/** Files that macOS, Windows and editors add for themselves: "._x", "__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini". */
export function isJunk(path: string): boolean {
  return /(^|\/)(\._[^/]*|__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\.git\/.*)$/i.test(path);
}

/** The files without what computers add for themselves, with a notice how many there were. */
export function withoutJunk(files: readonly FileEntry[], where: string): FileListing {
  const kept = files.filter((it) => !isJunk(it.path));
  const dropped = files.length - kept.length;
  return { files: kept, faults: dropped === 0 ? [] : [fault('files-junk', { where, came: `${dropped} of ${files.length} files` })] };
}

/** The files of a zip archive, unpacked one by one when read. Fails with zip-unreadable and zip-bomb. */
export function zipFiles(bytes: Uint8Array, where: string): Result<FileListing> {
  return attemptNow(() => {
    const { entries, faults } = readZipDirectory(bytes, where);
    const files = entries.map((entry): FileEntry => ({
      path: entry.path, sizeBytes: entry.sizeBytes,
      read: (signal) => { signal?.throwIfAborted(); return Promise.resolve().then(() => entry.read()); },
    }));
    const clean = withoutJunk(files, where);
    return { files: clean.files, faults: [...faults, ...clean.faults] };
  });
}
