import type { Audit } from '#core/evaluation/auditCohort.ts';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import type { Focus } from '#core/evaluation/exploreViews.ts';
import { estimateText, figure, interval, metricInfo, percent, pText } from '#core/evaluation/figureText.ts';

/** What the numbers of a focus say, sentence by sentence; the first is the headline. Guidance, not a verdict. */
export interface AuditWords {
  readonly headline: string;
  readonly sentences: readonly string[];
  /** Which tests, which correction, over how many, with what seed. */
  readonly method: string;
}

const METHOD_WORDS: Readonly<Record<string, string>> = { none: 'no correction', bonferroni: 'Bonferroni', holm: 'Holm', hochberg: 'Hochberg', hommel: 'Hommel', bh: 'Benjamini-Hochberg', by: 'Benjamini-Yekutieli' };

export function correctionName(correction: string): string {
  return METHOD_WORDS[correction] ?? correction;
}

/** The rows of one organ and run. */
export function rowsOfFocus({ rows }: Audit, { organ, run }: Focus): readonly AuditRow[] {
  return rows.filter((row) => row.organ === organ && row.model === run);
}

export const isRawGap = (row: AuditRow): boolean => row.kind === 'gap' && row.quantity === 'mean gap' && row.adjustedFor.length === 0 && row.family?.startsWith('welch') === true;
export const isAdjustedGap = (row: AuditRow): boolean => row.kind === 'gap' && row.quantity === 'mean gap' && row.adjustedFor.length > 0 && row.family?.startsWith('adjusted') === true && !row.family.includes('mediator');
export const isDirectGap = (row: AuditRow): boolean => row.kind === 'gap' && row.quantity === 'mean gap' && row.family?.startsWith('adjusted with mediator') === true;

export function auditWords(audit: Audit, focus: Focus): AuditWords {
  const rows = rowsOfFocus(audit, focus);
  const { recipe } = audit;
  const metric = recipe.metric.name;
  const attribute = recipe.groupings[0].attribute;
  const described = rows.filter((row) => row.kind === 'description' && row.group !== '(missing)');
  const means = described.filter((row) => row.quantity === 'mean' && !row.method.startsWith('BCa') && row.estimate !== null);
  const ranked = means.filter((row) => row.n >= recipe.minimumGroup.rank).sort((a, b) => (a.estimate ?? 0) - (b.estimate ?? 0));
  const method = methodLine(audit);
  const label = metricInfo(metric).label;
  if (ranked.length < 2) {
    const why = rows.find((row) => row.kind === 'omnibus' && row.fault)?.fault?.reason ?? `Fewer than two groups have ${recipe.minimumGroup.rank} values.`;
    return { headline: `No groups of ${attribute} can be compared. ${why}`, sentences: means.map((row) => `${row.group}: ${told(row, metric)}.`), method };
  }
  const [worst, best] = recipe.metric.higherIsBetter ? [ranked[0], ranked[ranked.length - 1]] : [ranked[ranked.length - 1], ranked[0]];
  const word = recipe.metric.higherIsBetter ? 'Lowest' : 'Highest';
  const raw = rows.filter(isRawGap), adjusted = rows.filter(isAdjustedGap), direct = rows.filter(isDirectGap);
  const sentences: string[] = [`${recipe.metric.higherIsBetter ? 'Highest' : 'Lowest'}: ${best.group}, ${told(best, metric)}.`];
  const gap = gapWorthTelling(raw, worst, best);
  if (gap) sentences.push(...gapSentences(gap, { adjusted, direct, floor: rows.filter((row) => row.quantity === 'gap above floor') }, metric));
  else if (raw.length > 0) sentences.push(...raw.slice(0, 1).map((row) => `The gap cannot be told: ${row.fault?.reason ?? 'no estimate'}`));
  const rates = described.filter((row) => row.quantity === 'failure rate' && row.estimate !== null && (row.group === worst.group || row.group === best.group));
  const limit = recipe.metric.failureBelow;
  if (limit !== undefined && rates.some((row) => (row.estimate ?? 0) > 0)) {
    sentences.push(`Failures (${label} ${recipe.metric.higherIsBetter ? 'below' : 'above'} ${figure(limit, metric)}): ${rates.map((row) => `${row.group} ${percent(row.estimate ?? 0)} [${percent(row.low ?? 0)}, ${percent(row.high ?? 0)}]`).join('; ')}.`);
  }
  const index = rows.find((row) => row.kind === 'index' && row.quantity === 'highest - lowest');
  if (index && index.estimate !== null) {
    sentences.push(`Highest minus lowest group mean ${figure(index.estimate, metric)}; by chance alone ${figure(index.low, metric)} to ${figure(index.high, metric)} (${index.method}, ${pText(index.p)}).`);
  }
  return { headline: `${word}: ${worst.group}, ${told(worst, metric)}.`, sentences, method };
}

function told(row: AuditRow, metric: string): string {
  return `n ${row.n}, mean ${figure(row.estimate, metric)} ${interval(row.low, row.high, metric)}`.trimEnd();
}

/** The worst group against the reference; where it is the reference itself, the best group against it. */
function gapWorthTelling(raw: readonly AuditRow[], worst: AuditRow, best: AuditRow): AuditRow | undefined {
  return [worst, best].map(({ group }) => raw.find((row) => row.group === group && row.estimate !== null)).find((row) => row !== undefined);
}

function gapSentences(gap: AuditRow, { adjusted, direct, floor }: { readonly adjusted: readonly AuditRow[]; readonly direct: readonly AuditRow[]; readonly floor: readonly AuditRow[] }, metric: string): string[] {
  const same = (rows: readonly AuditRow[]): AuditRow | undefined => rows.find((row) => row.group === gap.group && row.reference === gap.reference);
  const numbers = (row: AuditRow): string => (row.estimate === null ? (row.fault?.reason ?? 'no estimate').replace(/[.]$/, '') : `${estimateText({ value: row.estimate, low: row.low ?? Number.NaN, high: row.high ?? Number.NaN }, metric)}${pNote(row)}`);
  const out = [`Gap of ${gap.group} to ${gap.reference ?? ''}: ${numbers(gap)}.`];
  const after = same(adjusted), through = same(direct), above = same(floor);
  if (after) out.push(`After ${after.adjustedFor.join(' and ')}: ${numbers(after)}.`);
  if (through) out.push(`Direct gap, with organ volume held equal as well: ${numbers(through)}. Volume lies on the way from group to score, so this answers another question than the total gap.`);
  if (above && above.estimate !== null) {
    const isWithin = (above.low ?? 0) <= 0 && (above.high ?? 0) >= 0;
    out.push(`Within the metric floor: ${isWithin ? 'yes; an equal small error would cost organs of this size as much' : `no; above the floor ${estimateText({ value: above.estimate, low: above.low ?? Number.NaN, high: above.high ?? Number.NaN }, metric)}`}.`);
  }
  return out;
}

function pNote(row: AuditRow): string {
  if (row.pCorrected === null) return '';
  return ` (${row.method.replace(/\s*[,(].*$/, '')}, ${pText(row.pCorrected)} corrected over ${row.familySize ?? 1})`;
}

/** Which tests ran, and over how many p values each family was corrected. */
export function methodLine({ recipe, families, subjects }: Audit): string {
  const tests = families.reduce((sum, family) => sum + family.size, 0);
  const largest = families.map((family) => `${family.name} ${family.size}`).join(', ');
  return `${subjects} subjects; ${tests} tests in ${families.length} families (${largest}), ${correctionName(recipe.correction)} within each; ${Math.round(recipe.level * 100)} % intervals; ${recipe.permutations.toLocaleString('en')} permutations, ${recipe.replicates.toLocaleString('en')} bootstrap replicates, seed ${recipe.seed}.`;
}
