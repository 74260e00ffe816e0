import type { AuditRow } from '#core/evaluation/auditRows.ts';
import type { Recipe } from '#core/evaluation/recipe.ts';

export type FlagCode =
  | 'small-group' | 'not-ranked' | 'attribute-missing' | 'lowest-highest' | 'failure-tail' | 'mean-median-disagree' | 'adjustment-reverses'
  | 'adjustment-removes' | 'adjustment-reveals' | 'within-floor' | 'unadjusted-covariate';

/** Guidance, not a verdict: something about the numbers that a reader should know before trusting them. */
export interface AuditFlag {
  readonly code: FlagCode;
  readonly metric: string;
  readonly organ: string;
  readonly model: string;
  readonly attribute: string;
  readonly group: string;
  /** One plain sentence. */
  readonly text: string;
}

/** A covariate this far apart (standardised) deserves adjustment (Austin 2009 uses 0.1; 0.2 spares the reader chance findings in small groups). */
const UNBALANCED = 0.2;

/** Whether a row tells that two groups differ in a covariate as they are; groups too small to be ranked differ in everything by chance and take no part, as in the confounder map. */
export function isImbalance({ kind, adjustedFor, n, nReference, estimate, fault }: AuditRow, { minimumGroup }: Recipe): boolean {
  if (kind !== 'balance' || adjustedFor.length > 0 || Math.min(n, nReference ?? n) < minimumGroup.rank) return false;
  return fault !== null || Math.abs(estimate ?? 0) >= UNBALANCED;
}

export function guidanceFlags(rows: readonly AuditRow[], recipe: Recipe): AuditFlag[] {
  const flags: AuditFlag[] = [];
  const add = (code: FlagCode, row: AuditRow, text: string): void => {
    flags.push({ code, metric: row.metric, organ: row.organ, model: row.model, attribute: row.attribute, group: row.group, text });
  };
  const described = rows.filter((row) => row.kind === 'description' && row.quantity === 'mean' && !row.method.startsWith('BCa'));
  const tails = new Set<string>();
  for (const row of described) {
    if (row.group === '(missing)') add('attribute-missing', row, `Without ${row.attribute}, but with a score: ${counted(row.n, 'subject')}. They are shown as a group of their own and take part in no comparison.`);
    else if (row.n < recipe.minimumGroup.rank) add('not-ranked', row, `${row.group} has ${counted(row.n, 'value')}: too few to be ranked.`);
    else if (row.n < recipe.minimumGroup.warn) add('small-group', row, `${row.group} has ${counted(row.n, 'value')}: its estimates are unsteady.`);
    const column = JSON.stringify([row.metric, row.organ, row.model]);
    if (row.warning === 'failure-tail' && !tails.has(column)) {
      tails.add(column);
      add('failure-tail', { ...row, attribute: '', group: '' }, `${row.organ} has failures, so t intervals of its means can be far too narrow. Read the medians and the failure rates.`);
    }
  }
  for (const [key, group] of grouped(described.filter((row) => row.group !== '(missing)' && row.n >= recipe.minimumGroup.rank && row.estimate !== null))) {
    if (group.length < 2 || key === '') continue;
    const ranked = [...group].sort((a, b) => (a.estimate ?? 0) - (b.estimate ?? 0));
    const [worst, best] = recipe.metric.higherIsBetter ? [ranked[0], ranked[ranked.length - 1]] : [ranked[ranked.length - 1], ranked[0]];
    add('lowest-highest', worst, `${worst.group} is served worst by the mean (${shown(worst.estimate)}), ${best.group} best (${shown(best.estimate)}).`);
  }
  compareGaps(rows, add);
  const adjusted = new Set(recipe.adjustment?.covariates ?? []);
  const labels = new Map(recipe.covariates.map((covariate) => [covariate.label ?? covariate.column, covariate.column]));
  for (const row of rows) {
    if (!isImbalance(row, recipe)) continue;
    const column = labels.get(row.metric) ?? labels.get(row.metric.split(': ')[0]);
    if (column !== undefined && !adjusted.has(column)) {
      add('unadjusted-covariate', row, `${row.group} and ${row.reference ?? ''} differ in ${row.metric} (${row.estimate === null ? 'they share no value' : `standardised difference ${shown(row.estimate)}`}), which is not adjusted for.`);
    }
  }
  return flags;
}

function compareGaps(rows: readonly AuditRow[], add: (code: FlagCode, row: AuditRow, text: string) => void): void {
  const key = (row: AuditRow): string => JSON.stringify([row.metric, row.organ, row.model, row.attribute, row.group]);
  const find = (wanted: (row: AuditRow) => boolean): Map<string, AuditRow> => new Map(rows.filter((row) => wanted(row) && row.estimate !== null).map((row) => [key(row), row]));
  const adjusted = find((row) => row.kind === 'gap' && row.method.startsWith('ANCOVA') && row.adjustedFor.length > 0 && row.family?.includes('mediator') !== true);
  const medians = find((row) => row.kind === 'description' && row.quantity === 'median');
  const floors = find((row) => row.quantity === 'gap above floor');
  for (const raw of find((row) => row.kind === 'gap' && row.quantity === 'mean gap' && row.method.startsWith('Welch t')).values()) {
    const gap = raw.estimate ?? 0;
    const after = adjusted.get(key(raw));
    const reference = medians.get(key({ ...raw, group: raw.reference ?? '' }));
    const medianGap = (medians.get(key(raw))?.estimate ?? Number.NaN) - (reference?.estimate ?? Number.NaN);
    if (medianGap * gap < 0) add('mean-median-disagree', raw, `The mean of ${raw.group} is ${side(gap)} that of ${raw.reference ?? ''}, its median ${side(medianGap)} it: look at the tail.`);
    const floor = floors.get(key(raw));
    if (floor && (floor.low ?? 0) <= 0 && (floor.high ?? 0) >= 0) add('within-floor', raw, `The gap of ${raw.group} is within what an equal small error would cost organs of this size.`);
    if (after === undefined) continue;
    const [before, now] = [isFound(raw), isFound(after)];
    if (gap * (after.estimate ?? 0) < 0) add('adjustment-reverses', raw, `Adjusted for ${after.adjustedFor.join(', ')}, the gap of ${raw.group} changes its sign (${shown(gap)} to ${shown(after.estimate)}).`);
    else if (before && !now) add('adjustment-removes', raw, `Adjusted for ${after.adjustedFor.join(', ')}, the gap of ${raw.group} (${shown(gap)}) is no longer found (${shown(after.estimate)}).`);
    else if (!before && now) add('adjustment-reveals', raw, `A gap of ${raw.group} appears only when adjusted for ${after.adjustedFor.join(', ')} (${shown(gap)} to ${shown(after.estimate)}).`);
  }
}

function isFound(row: AuditRow): boolean {
  return (row.pCorrected ?? row.p ?? 1) < 0.05;
}

function side(gap: number): string {
  return gap < 0 ? 'below' : 'above';
}

function grouped(rows: readonly AuditRow[]): Map<string, AuditRow[]> {
  const out = new Map<string, AuditRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.metric, row.organ, row.model, row.attribute]);
    const list = out.get(key);
    if (list) list.push(row);
    else out.set(key, [row]);
  }
  return out;
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function shown(value: number | null): string {
  return value === null ? '-' : String(Number(value.toPrecision(3)));
}
