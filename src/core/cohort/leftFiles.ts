import { fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import { idsText } from '#core/cohort/layouts/caseParts.ts';
import type { LayoutReading } from '#core/cohort/layouts/layout.ts';
import { isSideFile } from '#core/cohort/subjectTable.ts';

/** Layouts take these by their names, but no reader opens them. */
const UNREAD = /\.(nrrd|mha)$/i;

/** What an import does not use: files that the layout has no place for, and images of formats that are not read. */
export function leftFiles(files: readonly FileEntry[], { cases, refused }: LayoutReading): readonly Fault[] {
  const taken = new Set(cases.flatMap((it) => [...it.images, ...it.references.map(({ file }) => file)].map(({ path }) => path)));
  const known = new Set([...taken, ...refused.map((it) => it.path)]);
  const left = files.filter((it) => !known.has(it.path) && !isSideFile(it.path)).map((it) => it.path);
  const unread = [...taken].filter((path) => UNREAD.test(path));
  return [
    ...(unread.length === 0 ? [] : [fault('image-format-unread', { where: idsText(unread), expected: 'NIfTI or PNG', came: `${unread.length} files` })]),
    ...(left.length === 0 ? [] : [fault('files-not-taken', { where: idsText(left), came: `${left.length} of ${files.length} files` })]),
  ];
}
