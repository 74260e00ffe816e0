import { scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import type { AuditRow } from '#core/evaluation/auditRows.ts';

/** How far a group and the reference differ in a covariate, as they are and weighted. */
export interface BalanceLine { readonly key: string; readonly covariate: string; readonly group: string; readonly before: number; readonly after: number | null }

/** Pairs of the audit's balance rows, the largest difference first. */
export function balanceLines(rows: readonly AuditRow[]): readonly BalanceLine[] {
  const keyOf = ({ group, metric }: AuditRow) => JSON.stringify([group, metric]);
  const balance = rows.filter(({ kind, estimate }) => kind === 'balance' && estimate !== null);
  const after = new Map(balance.filter(({ adjustedFor }) => adjustedFor.length > 0).map((row) => [keyOf(row), row.estimate]));
  return balance.filter(({ adjustedFor }) => adjustedFor.length === 0)
    .map((row): BalanceLine => ({ key: keyOf(row), covariate: row.metric, group: row.group, before: Math.abs(row.estimate ?? 0), after: weighted(after.get(keyOf(row))) }))
    .toSorted((a, b) => b.before - a.before);
}

function weighted(estimate: number | null | undefined): number | null {
  return estimate === undefined || estimate === null ? null : Math.abs(estimate);
}

export const LINE_HEIGHT = 20;

export function loveLayout(lines: readonly BalanceLine[], width: number): { readonly x: ScaleLinear<number, number>; readonly left: number; readonly bottom: number } {
  const reach = Math.max(...lines.flatMap(({ before, after }) => [before, after ?? 0]), 0.3) * 1.05;
  const left = Math.min(260, width * 0.45);
  return { left, bottom: 8 + LINE_HEIGHT * lines.length, x: scaleLinear().domain([0, reach]).range([left, Math.max(left + 40, width - 16)]) };
}
