import { Matrix } from 'ml-matrix';
import { FaultError } from '#core/faults.ts';
import type { Numbers } from '#core/num/quantiles.ts';

/**
 * Cluster-robust covariance CR1 (Liang and Zeger 1986), scaled by G/(G − 1) · (n − 1)/(n − p) as Stata and statsmodels
 * do. `scores` are the residuals (times weights); `bread` is (X'WX)⁻¹.
 */
export function clusterCovariance(columns: readonly Float64Array[], scores: Float64Array, clusters: Numbers, bread: Matrix): { covariance: Matrix; count: number } {
  const p = columns.length, n = scores.length;
  const sums = new Map<number, Float64Array>();
  for (let i = 0; i < n; i++) {
    let sum = sums.get(clusters[i]);
    if (sum === undefined) {
      sum = new Float64Array(p);
      sums.set(clusters[i], sum);
    }
    for (let j = 0; j < p; j++) sum[j] += columns[j][i] * scores[i];
  }
  const count = sums.size;
  if (count <= p) throw new FaultError('stats-too-few-rows', { expected: `more than ${p} clusters`, came: `${count}` });
  const meat = Matrix.zeros(p, p);
  for (const sum of sums.values()) {
    for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) meat.set(a, b, meat.get(a, b) + sum[a] * sum[b]);
  }
  const scale = (count / (count - 1)) * ((n - 1) / (n - p));
  return { covariance: bread.mmul(meat).mmul(bread).mul(scale), count };
}
