/** The last part of a path, without the folders before it. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
