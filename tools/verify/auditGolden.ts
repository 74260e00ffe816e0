import type { AuditRow } from '#core/evaluation/auditRows.ts';
import type { Row } from './report.ts';

/** What a reference script found: for some rows, by their names, some of their numbers. */
export interface Golden {
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly (GoldenKey & Partial<Record<Field, number>>)[];
}
type Field = 'estimate' | 'low' | 'high' | 'p' | 'pCorrected' | 'statistic' | 'n';
interface GoldenKey {
  readonly metric: string;
  readonly attribute: string;
  readonly group: string;
  readonly quantity: string;
  /** Start of the row's method. */
  readonly method: string;
  readonly adjusted: boolean;
}

const FIELDS: readonly Field[] = ['n', 'estimate', 'low', 'high', 'statistic', 'p', 'pCorrected'];

export function compareWithGolden(rows: readonly AuditRow[], golden: Golden): Row[] {
  return golden.rows.flatMap((wanted) => {
    const found = rows.filter((row) => row.metric === wanted.metric && row.attribute === wanted.attribute && row.group === wanted.group && row.quantity === wanted.quantity
      && row.method.startsWith(wanted.method) && row.adjustedFor.length > 0 === wanted.adjusted);
    const row = found.length === 1 ? found[0] : undefined;
    return FIELDS.flatMap((field) => {
      const expected = wanted[field];
      if (expected === undefined) return [];
      const got = row?.[field] ?? null;
      // Below 1e-14 an expected value is the reference's rounding of zero.
      const relativeError = got === null ? Infinity : Math.abs(got - expected) / (Math.abs(expected) < 1e-14 ? 1 : Math.abs(expected));
      return [{ metric: wanted.metric, attribute: wanted.attribute, group: wanted.group, method: wanted.method, value: field, expected, got, relativeError, holds: relativeError <= 1e-9 }];
    });
  });
}
