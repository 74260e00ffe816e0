import { fault } from '#core/faults.ts';
import type { Fault } from '#core/faults.ts';
import type { FileEntry } from '#core/cohort/fileEntry.ts';
import type { FoundCase, LayoutReading, Refusal } from '#core/cohort/layouts/layout.ts';
import type { CohortCase, OrganReference, Provenance } from '#core/cohort/subject.ts';

/** Gathers the files of cases; what claims a place that is taken, or is empty, is refused by name. */
export interface CaseParts {
  image(caseId: string, file: FileEntry, channel?: number): void;
  reference(caseId: string, file: FileEntry, organs: readonly OrganLabels[]): void;
  about(caseId: string, facts: { readonly subjectId?: string; readonly modality?: CohortCase['modality']; readonly split?: string }): void;
  reading(faults?: readonly Fault[]): LayoutReading;
}

/** An organ of a mask: values of a label map, or the whole of a binary mask. */
export interface OrganLabels {
  readonly organ: string;
  readonly labelValues?: readonly number[];
}

interface Draft {
  images: Map<number, FileEntry>;
  references: OrganReference[];
  masks: Map<string, FileEntry>;
  subjectId: string;
  modality: CohortCase['modality'];
  split: string | undefined;
}

export function provenanceOf(file: FileEntry): Provenance {
  return { path: file.path, sizeBytes: file.sizeBytes };
}

export function makeCaseParts(): CaseParts {
  const drafts = new Map<string, Draft>();
  const refused: Refusal[] = [];
  const draftOf = (caseId: string): Draft => {
    const known = drafts.get(caseId);
    if (known) return known;
    const fresh: Draft = { images: new Map(), references: [], masks: new Map(), subjectId: caseId, modality: 'unknown', split: undefined };
    drafts.set(caseId, fresh);
    return fresh;
  };
  const isRefused = (caseId: string, file: FileEntry, taken: FileEntry | undefined): boolean => {
    if (file.sizeBytes === 0) refused.push({ path: file.path, fault: fault('file-empty', { where: file.path }) });
    else if (taken) refused.push({ path: file.path, fault: fault('case-files-several', { where: caseId, expected: taken.path, came: file.path }) });
    return file.sizeBytes === 0 || taken !== undefined;
  };
  return {
    image: (caseId, file, channel = 0) => {
      const draft = draftOf(caseId);
      if (!isRefused(caseId, file, draft.images.get(channel))) draft.images.set(channel, file);
    },
    reference: (caseId, file, organs) => {
      const draft = draftOf(caseId);
      const place = organs.map((it) => it.organ).join(' ');
      if (isRefused(caseId, file, draft.masks.get(place))) return;
      draft.masks.set(place, file);
      for (const it of organs) draft.references.push({ ...it, file: provenanceOf(file) });
    },
    about: (caseId, facts) => { Object.assign(draftOf(caseId), facts); },
    reading: (faults = []) => {
      const cases = [...drafts].filter(([, it]) => it.images.size > 0 || it.references.length > 0).map(([id, it]): FoundCase => ({
        id, subjectId: it.subjectId, modality: it.modality, references: it.references,
        images: [...it.images].sort((a, b) => a[0] - b[0]).map(([, file]) => provenanceOf(file)),
        ...(it.split === undefined ? {} : { split: it.split }),
      }));
      return { cases, refused, faults: [...faults, ...lacking(cases)] };
    },
  };
}

/** One fault for all cases that lack an image, one for those without a mask. */
function lacking(cases: readonly FoundCase[]): readonly Fault[] {
  const without = (code: 'case-without-image' | 'case-without-reference', ids: readonly string[]): Fault[] =>
    (ids.length === 0 ? [] : [fault(code, { where: idsText(ids) })]);
  return [
    ...without('case-without-image', cases.filter((it) => it.images.length === 0).map((it) => it.id)),
    ...without('case-without-reference', cases.filter((it) => it.references.length === 0 && it.split !== 'test').map((it) => it.id)),
  ];
}

/** "a, b, c and 12 more" */
export function idsText(ids: readonly string[]): string {
  return `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''}`;
}
