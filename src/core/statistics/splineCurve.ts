import { attemptNow, FaultError, type Result, unwrap } from '#core/faults.ts';
import { quantileOfSorted, sorted, type Numbers } from '#core/num/quantiles.ts';
import { contrast, waldTest } from '#core/statistics/coefficients.ts';
import { ols } from '#core/statistics/ols.ts';

export interface CurvePoint {
  readonly x: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface SplineCurve {
  readonly points: readonly CurvePoint[];
  readonly knots: readonly number[];
  /** Wald F (HC3) that the curve is flat. */
  readonly p: number;
  /** Wald F that it is straight; undefined with two knots. */
  readonly pCurvature: number | undefined;
  readonly method: string;
}

/** Harrell's knot quantiles. */
const KNOT_QUANTILES: Readonly<Record<number, readonly number[]>> = { 3: [0.1, 0.5, 0.9], 4: [0.05, 0.35, 0.65, 0.95], 5: [0.05, 0.275, 0.5, 0.725, 0.95] };

/**
 * Restricted cubic spline of y on x with a pointwise HC3 band (Harrell, Regression Modeling Strategies, 2.4): linear
 * beyond the outer knots. Fewer knots where x has few distinct values. Reference: R rms::rcs with sandwich errors.
 */
export function splineCurve(x: Numbers, y: Numbers, options: { knots?: 3 | 4 | 5; points?: number; level?: number } = {}): Result<SplineCurve> {
  return attemptNow(() => {
    const { points = 60, level = 0.95 } = options;
    const ascending = sorted(x);
    if (ascending.length === 0) throw new FaultError('stats-no-values', {});
    const wanted = KNOT_QUANTILES[options.knots ?? 4].map((q) => quantileOfSorted(ascending, q));
    const knots = [...new Set(wanted)];
    const basis = (value: number): number[] => [1, value, ...(knots.length >= 3 ? truncated(value, knots) : [])];
    const rows = Array.from(x, basis);
    const width = rows[0].length;
    const design = {
      names: ['intercept', 'x', ...Array.from({ length: width - 2 }, (_, j) => `bend ${j + 1}`)],
      columns: Array.from({ length: width }, (_, j) => Float64Array.from(rows, (row) => row[j])),
    };
    if (ascending[0] === ascending[ascending.length - 1]) throw new FaultError('stats-constant-covariate', { came: `${ascending[0]} throughout` });
    const { coefficients, covariance, df } = unwrap(ols(y, design, { level }));
    const values = coefficients.map((line) => line.value);
    const from = ascending[0], to = ascending[ascending.length - 1];
    const wald = (first: number): number => waldTest(coefficients, covariance, values.map((_, j) => j).slice(first), df).p;
    return {
      points: Array.from({ length: points }, (_, i) => {
        const at = from + ((to - from) * i) / (points - 1);
        const { value, low, high } = contrast('curve', basis(at), values, covariance, df, level);
        return { x: at, value, low, high };
      }),
      knots, p: wald(1), pCurvature: width > 2 ? wald(2) : undefined, method: `restricted cubic spline, ${knots.length} knots, HC3 band`,
    };
  });
}

function truncated(x: number, knots: readonly number[]): number[] {
  const k = knots.length;
  const [last, beforeLast] = [knots[k - 1], knots[k - 2]];
  const cube = (value: number): number => Math.max(0, value) ** 3;
  const unit = (last - knots[0]) ** 2;
  return knots.slice(0, k - 2).map((knot) =>
    (cube(x - knot) - (cube(x - beforeLast) * (last - knot) - cube(x - last) * (beforeLast - knot)) / (last - beforeLast)) / unit,
  );
}
