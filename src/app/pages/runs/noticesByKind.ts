import type { CaseBlock } from '#core/evaluation/runSpec.ts';
import type { Fault } from '#core/faults.ts';

/** A notice without what is particular to one case, and the cases that have it. */
export interface NoticeKind {
  readonly notice: Pick<Fault, 'code' | 'severity' | 'reason' | 'remedy'>;
  readonly caseIds: readonly string[];
}

/** What was noticed of cases that were measured all the same (sides swapped, a mask resampled …), by kind, the commonest first. */
export function noticesByKind(blocks: readonly Pick<CaseBlock, 'caseId' | 'notices'>[]): readonly NoticeKind[] {
  const found = new Map<string, { readonly notice: Fault; readonly cases: Set<string> }>();
  for (const { caseId, notices } of blocks) {
    for (const notice of notices) {
      const known = found.get(notice.code) ?? { notice, cases: new Set<string>() };
      found.set(notice.code, known);
      known.cases.add(caseId);
    }
  }
  return [...found.values()].map(({ notice: { code, severity, reason, remedy }, cases }) => ({ notice: { code, severity, reason, remedy }, caseIds: [...cases] }))
    .sort((a, b) => b.caseIds.length - a.caseIds.length || (a.notice.code < b.notice.code ? -1 : 1));
}
