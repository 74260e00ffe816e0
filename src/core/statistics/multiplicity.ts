/** How p values are corrected over a family: family-wise error (Bonferroni, Holm, Hochberg, Hommel) or false discovery rate (BH, BY). */
export type Correction = 'none' | 'bonferroni' | 'holm' | 'hochberg' | 'hommel' | 'bh' | 'by';

/**
 * Adjusted p values in the given order; reject where they are at most alpha. Holm 1979, Hochberg 1988, Hommel 1988,
 * Benjamini and Hochberg 1995, Benjamini and Yekutieli 2001. Reference: statsmodels multipletests.
 */
export function adjustedP(p: readonly number[], correction: Correction): number[] {
  const m = p.length;
  const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
  const ascending = order.map((i) => p[i]);
  const place = (values: readonly number[]): number[] => {
    const out = new Array<number>(m);
    order.forEach((original, i) => { out[original] = Math.min(1, values[i]); });
    return out;
  };
  switch (correction) {
    case 'none': return [...p];
    case 'bonferroni': return p.map((value) => Math.min(1, value * m));
    case 'holm': return place(runningMaximum(ascending.map((value, i) => value * (m - i))));
    case 'hochberg': return place(runningMinimum(ascending.map((value, i) => value * (m - i))));
    case 'bh': return place(runningMinimum(ascending.map((value, i) => (value * m) / (i + 1))));
    case 'by': {
      const harmonic = ascending.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
      return place(runningMinimum(ascending.map((value, i) => (value * m * harmonic) / (i + 1))));
    }
    case 'hommel': return place(hommel(ascending));
  }
}

function runningMaximum(values: readonly number[]): number[] {
  let high = -Infinity;
  return values.map((value) => (high = Math.max(high, value)));
}

/** Minimum of each value and all after it. */
function runningMinimum(values: readonly number[]): number[] {
  let low = Infinity;
  return [...values].reverse().map((value) => (low = Math.min(low, value))).reverse();
}

/** Wright's (1992) algorithm on ascending p. */
function hommel(p: readonly number[]): number[] {
  const n = p.length;
  let q = new Array<number>(n).fill(Math.min(...p.map((value, i) => (n * value) / (i + 1))));
  const adjusted = [...q];
  for (let m = n - 1; m >= 2; m--) {
    const first = n - m + 1;
    let least = Infinity;
    for (let i = first; i < n; i++) least = Math.min(least, (m * p[i]) / (2 + i - first));
    q = p.map((value, i) => (i < first ? Math.min(m * value, least) : 0));
    for (let i = first; i < n; i++) q[i] = q[n - m];
    for (let i = 0; i < n; i++) adjusted[i] = Math.max(adjusted[i], q[i]);
  }
  return p.map((value, i) => Math.max(value, adjusted[i]));
}
