import { attemptNow, FaultError, type Result, unwrap } from '#core/faults.ts';
import { normalQuantile } from '#core/num/distributions.ts';
import type { Estimate } from '#core/statistics/estimate.ts';

/** Events among `n`, for instance cases with Dice below a threshold. */
export interface Count {
  readonly events: number;
  readonly n: number;
}

/** Rate with Wilson's (1927) score interval. Reference: statsmodels proportion_confint(method='wilson'). */
export function wilsonInterval({ events, n }: Count, level = 0.95): Result<Estimate> {
  return attemptNow(() => {
    checkCount({ events, n });
    const z = normalQuantile((1 + level) / 2);
    const rate = events / n;
    const centre = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
    const reach = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
    return {
      value: rate, level, method: 'Wilson score',
      low: events === 0 ? 0 : centre - reach, high: events === n ? 1 : centre + reach,
    };
  });
}

/** rate(x) − rate(y) with Newcombe's (1998, method 10) interval from the two Wilson intervals. */
export function riskDifference(x: Count, y: Count, level = 0.95): Result<Estimate> {
  return attemptNow(() => {
    const a = unwrap(wilsonInterval(x, level));
    const b = unwrap(wilsonInterval(y, level));
    const value = a.value - b.value;
    return {
      value, level, method: 'Newcombe hybrid score',
      low: value - Math.sqrt((a.value - a.low) ** 2 + (b.high - b.value) ** 2),
      high: value + Math.sqrt((a.high - a.value) ** 2 + (b.value - b.low) ** 2),
    };
  });
}

/**
 * rate(x) / rate(y) with the log interval of Katz et al. (1978). Where a group has no event, half an event is added to
 * both (Haldane), the method says so, and the value is the one so corrected.
 */
export function riskRatio(x: Count, y: Count, level = 0.95): Result<Estimate> {
  return attemptNow(() => {
    checkCount(x);
    checkCount(y);
    if (x.events + y.events === 0) throw new FaultError('stats-all-equal', { expected: 'an event in some group', came: 'none' });
    const added = x.events === 0 || y.events === 0 ? 0.5 : 0;
    const [a, m, b, n] = [x.events + added, x.n + added, y.events + added, y.n + added];
    const value = a / m / (b / n);
    const reach = normalQuantile((1 + level) / 2) * Math.sqrt(Math.max(0, 1 / a - 1 / m + 1 / b - 1 / n));
    return {
      value, level, method: added > 0 ? 'Katz log, half an event added' : 'Katz log',
      low: value * Math.exp(-reach), high: value * Math.exp(reach),
    };
  });
}

/** How many values lie below the threshold. */
export function countBelow(values: ArrayLike<number>, threshold: number): Count {
  let events = 0;
  for (let i = 0; i < values.length; i++) if (values[i] < threshold) events++;
  return { events, n: values.length };
}

function checkCount({ events, n }: Count): void {
  if (n === 0) throw new FaultError('stats-no-values', { expected: 'values', came: 'none' });
  if (!(events >= 0 && events <= n)) throw new Error(`a count of ${events} among ${n}`);
}
