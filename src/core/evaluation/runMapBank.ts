import { MASKED_CODE } from '#core/errormaps/compactMap.ts';
import type { MapBank } from '#core/errormaps/mapBank.ts';
import { BINS } from '#core/errormaps/surfaceBins.ts';
import type { CaseBlock, RunRecord } from '#core/evaluation/runSpec.ts';

/**
 * The maps that a run kept of one organ after one step of its protocol, one for each of these cases in their order; a case
 * without one is masked throughout. Null where the run kept none at all.
 */
export function runMapBank({ spec: { organs } }: Pick<RunRecord, 'spec'>, blocks: readonly CaseBlock[], of: { readonly organ: string; readonly step: number; readonly caseIds: readonly string[] }): MapBank | null {
  const organ = organs.indexOf(of.organ);
  const caseAt = new Map(of.caseIds.map((id, n) => [id, n]));
  const bank = new Int8Array(of.caseIds.length * BINS).fill(MASKED_CODE);
  let found = 0;
  for (const { caseId, maps, organ: organAt, step } of blocks) {
    const to = caseAt.get(caseId);
    const entry = organAt.findIndex((it, n) => it === organ && step[n] === of.step);
    if (to === undefined || !maps || entry < 0) continue;
    bank.set(maps.subarray(entry * BINS, (entry + 1) * BINS), to * BINS);
    found++;
  }
  return found === 0 ? null : bank;
}
