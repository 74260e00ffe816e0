import { describe, expect, it } from 'vitest';
import { attempt } from '#core/faults.ts';
import type { Mask } from '#core/volume/volume.ts';
import { EMPTY_POLICIES, scoreUnder } from '#core/metrics/emptyPolicy.ts';
import { metricFloor } from '#core/metrics/metricFloor.ts';
import { nsdTolerance } from '#core/metrics/nsdTolerances.ts';
import type { OrganMetrics } from '#core/metrics/organMetrics.ts';
import { organMetrics } from '#core/metrics/organMetrics.ts';

const SPACING = [2, 1, 1] as const;
function box(from: number, to: number, origin = 0): Mask {
  const data = new Uint8Array(10 * 6 * 6);
  for (let k = 1; k < 5; k++) for (let j = 1; j < 5; j++) for (let i = from; i < to; i++) data[i + 10 * (j + 6 * k)] = 1;
  return { grid: { dims: [10, 6, 6], affine: [SPACING[0], 0, 0, origin, 0, SPACING[1], 0, 0, 0, 0, SPACING[2], 0, 0, 0, 0, 1] }, data };
}

describe('organMetrics', () => {
  it('measures a box shifted by one voxel of 2 mm', async () => {
    const it = await organMetrics(box(3, 7), box(2, 6), { toleranceMm: 1, families: ['surface-elements', 'voxel-boundary'] });
    expect(it.status).toBe('ok');
    expect(it.values).toMatchObject({ dice: 0.75, hdMm: 2, centroidShiftMm: 2, volumeErrorMl: 0 });
    expect(it.centroidShift?.byMm).toEqual({ x: 2, y: 0, z: 0 });
    expect(it.sliceDice).toEqual([null, 0.75, 0.75, 0.75, 0.75, null]);
    expect(it.values.hd95VoxelBoundaryMm).toBe(2);
  });

  it('refuses masks of different places and stops when told', async () => {
    expect(await attempt(() => organMetrics(box(3, 7), box(3, 7, 40), { toleranceMm: 1 }))).toMatchObject({ state: 'failed', fault: { code: 'mask-grid-mismatch' } });
    const controller = new AbortController();
    controller.abort();
    expect(await attempt(() => organMetrics(box(3, 7), box(3, 7), { toleranceMm: 1, signal: controller.signal }))).toMatchObject({ fault: { code: 'cancelled' } });
  });

  it('shows empty masks by the policy that is named', async () => {
    const missed = await organMetrics(box(3, 3), box(2, 6), { toleranceMm: 1 });
    expect(missed.values).toMatchObject({ dice: 0, hd95Mm: Infinity, centroidShiftMm: null, nsd: 0 });
    const shown = ({ status, values }: OrganMetrics) => Object.values(EMPTY_POLICIES).map((it) => scoreUnder(it, status, values.dice ?? Number.NaN));
    expect(shown(missed)).toEqual([0, 0, 0, 0]);
    const invented = await organMetrics(box(2, 6), box(3, 3), { toleranceMm: 1 });
    expect(shown(invented)).toEqual([0, 0, 0, Number.NaN]);
    const neither = await organMetrics(box(3, 3), box(3, 3), { toleranceMm: 1 });
    expect(shown(neither)).toEqual([Number.NaN, 0, 1, Number.NaN]);
    expect(shown(await organMetrics(box(3, 7), box(2, 6), { toleranceMm: 1 }))).toEqual([0.75, 0.75, 0.75, 0.75]);
  });
});

describe('what goes with the metrics', () => {
  it('gives the floor of a cube of 20 mm at 1 mm error: 1 − 1·2400/16000', () => {
    expect(metricFloor({ surfaceAreaMm2: 2400, volumeMl: 8 }, 1)).toBeCloseTo(0.85, 14);
    expect(metricFloor({ surfaceAreaMm2: 2400, volumeMl: 8 }, 50)).toBe(0);
    expect(metricFloor({ surfaceAreaMm2: 0, volumeMl: 0 }, 1)).toBeNull();
  });

  it('names where each tolerance comes from', () => {
    expect(nsdTolerance('liver')).toEqual({ toleranceMm: 5, source: 'FLARE 2022 challenge' });
    expect(nsdTolerance('gall_bladder')).toEqual(nsdTolerance('gallbladder'));
    expect(nsdTolerance('lung')).toMatchObject({ toleranceMm: 3 });
    expect(nsdTolerance('constructor')).toMatchObject({ toleranceMm: 3 });
  });
});
