import { pathStem } from '#core/cohort/caseId.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Of several side files the one in the folder nearest above a path, of its own name where two lie there; an only one is everybody's. */
export function nearestSideFile(sideFiles: readonly FileEntry[], path: string): FileEntry | undefined {
  if (sideFiles.length <= 1) return sideFiles[0];
  const above = sideFiles.filter((it) => path.startsWith(folderOf(it.path)));
  const deepest = Math.max(...above.map((it) => folderOf(it.path).length));
  const nearest = above.filter((it) => folderOf(it.path).length === deepest);
  return nearest.find((it) => pathStem(it.path) === pathStem(path)) ?? nearest[0];
}

/** What the side file nearest above a path says; each is read once. */
export function makeNearest<T>(sideFiles: readonly FileEntry[], read: (file: FileEntry) => Promise<T>): (path: string) => Promise<T | undefined> {
  const known = new Map<FileEntry, Promise<T>>();
  return async (path) => {
    const file = nearestSideFile(sideFiles, path);
    if (!file) return undefined;
    const reading = known.get(file) ?? read(file);
    known.set(file, reading);
    return reading;
  };
}
