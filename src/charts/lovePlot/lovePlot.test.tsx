import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { Love } from '#charts/lovePlot/Chart.tsx';
import { balanceLines } from '#charts/lovePlot/layout.ts';

const row = (it: Partial<AuditRow>): AuditRow => ({
  kind: 'balance', quantity: 'standardised difference', metric: 'age', organ: '', model: '', attribute: 'sex', group: 'female', reference: 'male', n: 20, nReference: 30, missing: 0, estimate: 0.4, low: null, high: null,
  statistic: null, p: null, pCorrected: null, method: 'standardised mean difference', adjustedFor: [], family: null, familySize: null, warning: null, fault: null, note: null, ...it,
});

test('covariates pair before with after, the largest difference first, signs left out', () => {
  const lines = balanceLines([row({ estimate: -0.1 }), row({ metric: 'site: D', estimate: -0.7 }), row({ estimate: 0.01, adjustedFor: ['age'] })]);
  expect(lines.map(({ covariate, before, after }) => [covariate, before, after])).toEqual([['site: D', 0.7, null], ['age', 0.1, 0.01]]);
  const svg = renderToStaticMarkup(<svg><Love lines={lines} width={600} /></svg>);
  expect(svg).toMatchSnapshot();
  expect(svg).not.toContain('NaN');
  expect(svg.match(/<circle/g)).toHaveLength(3);
});
