import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { fault } from '#core/faults.ts';
import { Forest } from '#charts/gapForest/Chart.tsx';
import { forestLayout, gapLines } from '#charts/gapForest/layout.ts';

const row = (it: Partial<AuditRow>): AuditRow => ({
  kind: 'gap', quantity: 'mean gap', metric: 'dice', organ: 'liver', model: 'm', attribute: 'BMI', group: '≥ 30', reference: '< 25', n: 20, nReference: 30, missing: 0, estimate: -0.03, low: -0.05, high: -0.01,
  statistic: null, p: 0.003, pCorrected: 0.02, method: 'Welch', adjustedFor: [], family: 'welch', familySize: 4, warning: null, fault: null, note: null, ...it,
});
const RAW = [row({}), row({ organ: 'spleen', estimate: 0.01, low: -0.02, high: 0.04, p: 0.4, pCorrected: 0.8 }), row({ organ: 'aorta', estimate: null, low: null, high: null, p: null, pCorrected: null, fault: fault('stats-group-too-small') }), row({ organ: 'kidney', estimate: -0.1, low: -0.2, high: 0.0, p: 0.05, pCorrected: 0.2 })];

test('lines sort by size or by p, those without an estimate last, each with its adjusted twin', () => {
  const adjusted = [row({ estimate: -0.02, adjustedFor: ['age'] })];
  expect(gapLines(RAW, adjusted, 'size').map(({ organ }) => organ)).toEqual(['kidney', 'liver', 'spleen', 'aorta']);
  expect(gapLines(RAW, adjusted, 'p').map(({ organ }) => organ)).toEqual(['liver', 'kidney', 'spleen', 'aorta']);
  expect(gapLines(RAW, adjusted, 'p')[0].adjusted?.estimate).toBe(-0.02);
});

test('groups too small to rank come after the others and do not stretch the axis', () => {
  const small = row({ organ: 'lung', n: 3, estimate: -0.5, low: -0.9, high: 0.1 });
  const lines = gapLines([small, ...RAW], [], 'size');
  expect(lines.map(({ organ }) => organ)).toEqual(['kidney', 'liver', 'spleen', 'lung', 'aorta']);
  const { x } = forestLayout(lines, 700);
  expect(x.domain()[1]).toBeCloseTo(0.2 * 1.06, 9);
  expect(x(-0.9)).toBe(x.range()[0]);
});

test('zero is in the middle and every interval is on the axis', () => {
  const lines = gapLines(RAW, [], 'size');
  const { x } = forestLayout(lines, 700);
  const [low, high] = x.range();
  expect(x(0)).toBeCloseTo((low + high) / 2, 9);
  expect(x(-0.2)).toBeGreaterThan(low);
});

test('the drawing is the one that was looked at; a missing estimate is a reason, never NaN', () => {
  const svg = renderToStaticMarkup(<svg><Forest lines={gapLines(RAW, [], 'size')} width={640} metric="dice" margin={0.02} modelName={(id) => id} onOpen={() => undefined} /></svg>);
  expect(svg).toMatchSnapshot();
  expect(svg).not.toContain('NaN');
  expect(svg).toContain('too few');
  expect(renderToStaticMarkup(<svg><Forest lines={[]} width={300} metric="dice" margin={null} modelName={String} onOpen={() => undefined} /></svg>)).toContain('No gap can be told');
});
