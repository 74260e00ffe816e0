import { scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import type { AuditRow } from '#core/evaluation/auditRows.ts';

/** A gap as it is drawn: raw, and adjusted where it was asked for. */
export interface GapLine {
  readonly key: string;
  readonly organ: string;
  readonly model: string;
  readonly group: string;
  readonly reference: string;
  readonly raw: AuditRow;
  readonly adjusted: AuditRow | null;
}

export const GAP_ORDERS = ['size', 'p', 'organ', 'model'] as const;
export type GapOrder = (typeof GAP_ORDERS)[number];

/** Groups with fewer values are shown, but not ranked. */
export const RANKED = 10;

/** Pairs raw with adjusted gaps and sorts them; gaps of groups too small to rank come after the others, and those without an estimate last, with their reason. */
export function gapLines(raw: readonly AuditRow[], adjusted: readonly AuditRow[], order: GapOrder): readonly GapLine[] {
  const keyOf = ({ organ, model, attribute, group }: AuditRow) => JSON.stringify([organ, model, attribute, group]);
  const found = new Map(adjusted.map((row) => [keyOf(row), row]));
  const lines = raw.map((row): GapLine => ({ key: keyOf(row), organ: row.organ, model: row.model, group: row.group, reference: row.reference ?? '', raw: row, adjusted: found.get(keyOf(row)) ?? null }));
  const p = ({ raw: row }: GapLine) => row.pCorrected ?? row.p ?? 2;
  const size = ({ raw: row }: GapLine) => (row.estimate === null ? -1 : Math.abs(row.estimate));
  const text = (a: string, b: string) => a.localeCompare(b, 'en');
  const compare = {
    size: (a: GapLine, b: GapLine) => size(b) - size(a), p: (a: GapLine, b: GapLine) => p(a) - p(b) || size(b) - size(a),
    organ: (a: GapLine, b: GapLine) => text(a.organ, b.organ) || text(a.model, b.model), model: (a: GapLine, b: GapLine) => text(a.model, b.model) || text(a.organ, b.organ),
  }[order];
  return lines.toSorted((a, b) => standing(a) - standing(b) || compare(a, b));
}

function standing({ raw }: GapLine): number {
  return raw.estimate === null ? 2 : isRanked(raw) ? 0 : 1;
}

function isRanked({ n, nReference }: AuditRow): boolean {
  return Math.min(n, nReference ?? n) >= RANKED;
}

export interface ForestLayout { readonly x: ScaleLinear<number, number>; readonly left: number; readonly right: number; readonly rowHeight: number; readonly yOf: (index: number) => number; readonly bottom: number }

export const ROW_HEIGHT = 22;

/** A common scale, symmetric round zero, that holds every interval of groups large enough to rank; others end at its edge. */
export function forestLayout(lines: readonly GapLine[], width: number): ForestLayout {
  const ranked = lines.filter(({ raw }) => raw.estimate !== null && isRanked(raw));
  const ends = (ranked.length > 0 ? ranked : lines).flatMap(({ raw, adjusted }) => [raw, adjusted].flatMap((row) => (row ? [row.estimate, row.low, row.high] : []))).filter((it): it is number => it !== null && Number.isFinite(it));
  const reach = Math.max(...ends.map(Math.abs), 1e-3) * 1.06;
  const left = Math.min(230, width * 0.42), right = 74;
  return { x: scaleLinear().clamp(true).domain([-reach, reach]).range([left, Math.max(left + 40, width - right)]), left, right, rowHeight: ROW_HEIGHT, yOf: (index) => 12 + ROW_HEIGHT * index, bottom: 8 + ROW_HEIGHT * lines.length };
}
