import { expect, test } from 'vitest';
import { plantedTable } from '#core/evaluation/plantedTable.ts';
import { makeStatisticsClient } from '#engine/client/statisticsClient.ts';
import type { Outcome } from '#engine/protocol/call.ts';
import { makeLocalPorts } from '#engine/protocol/localPorts.ts';
import { serve } from '#engine/protocol/serve.ts';
import { auditCall, crossCall, curvesCall, focusCall, heatCall, strengthCall } from '#engine/protocol/statisticsCalls.ts';
import { statisticsImplementations } from '#engine/statistics/statisticsDesk.ts';

const spawned: { die(): void }[] = [];
const client = () => makeStatisticsClient(() => {
  const { caller, worker } = makeLocalPorts();
  serve(worker, statisticsImplementations());
  const listeners: ((event: Event) => void)[] = [];
  spawned.push({ die: () => { for (const listen of listeners) listen(new Event('error')); } });
  return { ...caller, addEventListener: (type, listen) => { if (type === 'error') listeners.push(listen); caller.addEventListener(type, listen); } };
});
const value = <T>(outcome: Outcome<T>): T => {
  if (outcome.state !== 'done') throw new Error(outcome.state === 'failed' ? outcome.fault.code : outcome.state);
  return outcome.value;
};
const TABLE = { ...plantedTable({ subjects: 200, runs: ['balanced', 'unbalanced'] }) };
const SELECTION = { permutations: 300, modality: 'together' as const };
const FOCUS = { organ: 'liver', run: 'unbalanced' };

test('what can be chosen, and how the groups lie', async () => {
  const it = client();
  const facts = value(await it.hold('t', TABLE));
  expect(facts.attributes[0]).toBe('bmi');
  expect(facts.metrics).toEqual(['dice', 'nsd']);
  const { recipe, view } = value(await it.ask(focusCall, { tableId: 't', selection: SELECTION, focus: FOCUS }));
  expect(recipe.groupings[0]).toMatchObject({ attribute: 'BMI', cuts: [18.5, 25, 30] });
  expect(view.groups.reduce((sum, group) => sum + group.subjects, 0)).toBe(200);
  expect(view.groups.at(-1)?.label).toBe('unknown');
  const obese = view.groups.find(({ label }) => label.startsWith('obese'));
  const normal = view.groups.find(({ label }) => label.startsWith('normal'));
  expect(obese?.mean.state === 'done' && normal?.mean.state === 'done' && obese.mean.value.value < normal.mean.value.value - 0.05).toBe(true);
  expect(obese?.values.length).toBe(obese?.cases.length);
});

test('curves, matrices and audit come from the same recipe', async () => {
  const it = client();
  await it.hold('t', TABLE);
  const of = { tableId: 't', selection: SELECTION, focus: FOCUS };
  expect(value(await it.ask(curvesCall, { ...of, covariate: 'age' })).groups.some(({ curve }) => curve.state === 'done')).toBe(true);
  const cross = value(await it.ask(crossCall, { ...of, other: 'sex' }));
  expect(cross.cells.reduce((sum, cell) => sum + cell.n + cell.missing, 0)).toBe(200);
  const heat = value(await it.ask(heatCall, of));
  expect(heat).toHaveLength(2 * 2 * cross.rows.length);
  const told: number[] = [];
  const audit = value(await it.ask(auditCall, of, { onProgress: (fraction) => told.push(fraction) }));
  const mean = audit.rows.find((row) => row.quantity === 'mean' && row.organ === 'liver' && row.model === 'unbalanced' && row.group.startsWith('obese'));
  const cell = heat.find(({ organ, run, group }) => organ === 'liver' && run === 'unbalanced' && group.startsWith('obese'));
  expect(cell?.mean.state === 'done' ? cell.mean.value.value : 0).toBe(mean?.estimate);
  expect(told.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
});

test('runs whose prompts differ in strength are one family, compared on the same subjects', async () => {
  const table = plantedTable({ subjects: 60, runs: ['a', 'b', 'c'] });
  const runs = table.runs.map((run, k) => ({ ...run, model: table.runs[0].model, protocol: { id: `box-jitter-${k * 5}mm`, label: 'jitter', strength: k * 5 } }));
  const it = client();
  await it.hold('t', { ...table, runs });
  const [family, ...others] = value(await it.ask(strengthCall, { tableId: 't', selection: { ...SELECTION, attribute: 'sex' }, organ: 'liver' }));
  expect(others).toEqual([]);
  expect(family.protocol).toBe('box-jitter');
  expect(new Set(family.groups.flatMap(({ points }) => points.map(({ strength }) => strength)))).toEqual(new Set([0, 5, 10]));
  for (const { points, nAuc } of family.groups) {
    expect(new Set(points.map(({ n }) => n)).size).toBe(1);
    const [a, b, c] = points.map(({ mean }) => (mean.state === 'done' ? mean.value.value : Number.NaN));
    expect(nAuc).toBeCloseTo((a + 2 * b + c) / 4, 12);
  }
  // The gap of the areas is that of the groups' areas, with an interval; the reference has none to itself.
  const [reference] = family.groups.filter(({ label }) => label === family.reference);
  const [other] = family.groups.filter(({ label }) => label !== family.reference);
  expect(reference.nAucGap).toBeNull();
  const gap = other.nAucGap?.state === 'done' ? other.nAucGap.value : null;
  expect(gap?.value).toBeCloseTo(Number(other.nAuc) - Number(reference.nAuc), 12);
  expect(gap?.low).toBeLessThan(gap?.value ?? 0);
  expect(gap?.high).toBeGreaterThan(gap?.value ?? 0);
});

test('cancelling ends an audit, a worker that died is given the table again, and an unknown table is named', async () => {
  const it = client();
  await it.hold('t', TABLE);
  const of = { tableId: 't', selection: SELECTION, focus: FOCUS };
  const stop = new AbortController();
  const waiting = it.ask(auditCall, { ...of, selection: { ...SELECTION, permutations: 500_000 } }, { signal: stop.signal });
  stop.abort();
  expect((await waiting).state).toBe('cancelled');
  spawned.at(-1)?.die();
  expect((await it.ask(focusCall, of)).state).toBe('done');
  const other = await it.ask(focusCall, { ...of, tableId: 'another' });
  expect(other.state === 'failed' && other.fault.code).toBe('results-not-held');
});
