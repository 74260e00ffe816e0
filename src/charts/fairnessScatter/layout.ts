import { scaleLinear } from 'd3';
import type { ScaleLinear } from 'd3';
import type { AuditRow } from '#core/evaluation/auditRows.ts';

/** A run's accuracy and how far apart its groups are. */
export interface FairnessPoint {
  readonly run: string;
  readonly n: number;
  /** Mean over all subjects in a group. */
  readonly mean: number;
  /** Highest minus lowest group mean, and its range by chance alone. */
  readonly gap: number;
  readonly chance: readonly [number, number] | null;
  readonly p: number | null;
}

/** One point a run, from the audit's rows of one organ: group means weighted by n, and the index with its null range. */
export function fairnessPoints(rows: readonly AuditRow[]): readonly FairnessPoint[] {
  return rows.filter((row) => row.kind === 'index' && row.quantity === 'highest - lowest' && row.estimate !== null).flatMap((index): FairnessPoint[] => {
    const means = rows.filter((row) => row.kind === 'description' && row.quantity === 'mean' && row.model === index.model && row.group !== '(missing)' && row.estimate !== null && !row.method.startsWith('BCa'));
    const n = means.reduce((sum, row) => sum + row.n, 0);
    if (n === 0) return [];
    return [{
      run: index.model, n, mean: means.reduce((sum, row) => sum + row.n * (row.estimate ?? 0), 0) / n, gap: index.estimate ?? 0,
      chance: index.low === null || index.high === null ? null : [index.low, index.high], p: index.pCorrected ?? index.p,
    }];
  });
}

export interface ScatterLayout { readonly x: ScaleLinear<number, number>; readonly y: ScaleLinear<number, number>; readonly left: number; readonly bottom: number }

/** Gaps begin at zero; accuracy spans what occurs. */
export function scatterLayout(points: readonly FairnessPoint[], { width, height }: { readonly width: number; readonly height: number }): ScatterLayout {
  const means = points.map(({ mean }) => mean);
  const low = Math.min(...means, Infinity), high = Math.max(...means, -Infinity);
  const margin = high > low ? (high - low) * 0.15 : 0.02;
  const top = Math.max(...points.flatMap(({ gap, chance }) => [gap, chance?.[1] ?? 0]), 0.01);
  const left = 62, bottom = height - 42;
  return {
    left, bottom, x: scaleLinear().domain(points.length > 0 ? [low - margin, high + margin] : [0, 1]).range([left, width - 16]),
    y: scaleLinear().domain([0, top * 1.08]).range([bottom, 10]),
  };
}
