import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ConfounderView } from '#app/pages/explore/ConfounderView.tsx';
import type { MadePerson } from '#app/pages/explore/fakeExploring.tsx';
import { exploringOf, madeTable, markupOf, textOf } from '#app/pages/explore/fakeExploring.tsx';
import { ModelsView } from '#app/pages/explore/ModelsView.tsx';
import { OverviewView } from '#app/pages/explore/OverviewView.tsx';
import { RowsTable } from '#app/pages/explore/RowsTable.tsx';
import { WhoRow } from '#app/pages/explore/WhoRow.tsx';
import { ConfounderMatrix } from '#charts/confounderMap/Chart.tsx';
import { CovariateCurve } from '#charts/covariateCurve/Chart.tsx';
import { CovariateGroups } from '#charts/covariateGroups/Chart.tsx';
import { GroupHeatmap } from '#charts/groupHeatmap/Chart.tsx';
import type { FrameProps } from '#charts/kit/ChartFrame.tsx';
import { csvText } from '#charts/kit/saveChart.ts';
import { Raincloud } from '#charts/raincloud/Chart.tsx';
import { auditReport } from '#core/evaluation/auditReport.ts';
import { confounderMap } from '#core/evaluation/confounderMap.ts';
import { covariateCurves } from '#core/evaluation/covariateCurves.ts';
import { covariateViews } from '#core/evaluation/covariateViews.ts';
import { exploreGrouping, type ExploreSelection } from '#core/evaluation/exploreRecipe.ts';
import { crossView, heatCells } from '#core/evaluation/groupCells.ts';
import { TESTS } from '#core/evaluation/recipe.ts';
import { tableModalityRows } from '#core/evaluation/tableModality.ts';
import type { Result } from '#core/faults.ts';
import { faultSentence, unwrap } from '#core/faults.ts';

/** Every chart's table as it is saved, gathered while the charts are drawn; picture and table at once. */
const saved = vi.hoisted((): string[] => []);
vi.mock(import('#charts/kit/ChartFrame.tsx'), () => ({
  ChartFrame({ title, method, description, table, height, children }: FrameProps) {
    saved.push(csvText(table));
    return <figure>{title}<svg height={height}>{children(560)}</svg><table><tbody>{table.rows.map((row, n) => <tr key={n}>{row.map((cell, at) => <td key={at}>{cell}</td>)}</tr>)}</tbody></table>{description}{method}</figure>;
  },
}));
/** Nothing comes later in markup that is made at once. */
vi.mock(import('#app/pages/explore/Later.tsx'), () => ({ Later: ({ children }: { readonly children: ReactNode }) => children }));
beforeEach(() => { saved.length = 0; });

const noise = (n: number): number => ((n * 37) % 101) / 500;
const HTML = '<img src=x onerror=alert(1)>';
const FORMULA = '=HYPERLINK("http://x","y")';
const many = (count: number, of: (n: number) => { readonly dice?: number; readonly covariates: MadePerson['covariates'] }): MadePerson[] => Array.from({ length: count }, (_, n) => {
  const { dice = 0.7 + noise(n), covariates } = of(n);
  return { dice, floor: 0.9 + noise(n * 3) / 10, covariates: { age: 30 + ((n * 13) % 40), ...covariates } };
});
const halves = (n: number): string => (n % 2 ? 'a' : 'b');

const CASES: readonly (readonly [string, readonly MadePerson[], ExploreSelection])[] = [
  ['one group only', many(60, () => ({ covariates: { group: 'a' } })), { adjust: ['age'] }],
  ['a group of one', many(60, (n) => ({ covariates: { group: n === 0 ? 'lonely' : 'a' } })), { adjust: ['age'] }],
  ['two groups of one', many(2, (n) => ({ covariates: { group: halves(n) } })), { adjust: ['age'] }],
  ['one subject', many(1, () => ({ covariates: { group: 'a' } })), {}],
  ['all values equal', many(60, (n) => ({ dice: 0.8, covariates: { group: halves(n) } })), { adjust: ['age'] }],
  ['all 1.0', many(60, (n) => ({ dice: 1, covariates: { group: halves(n) } })), { adjust: ['age'] }],
  ['all 0', many(60, (n) => ({ dice: 0, covariates: { group: halves(n) } })), { adjust: ['age'] }],
  ['all missing', many(60, (n) => ({ dice: Number.NaN, covariates: { group: halves(n) } })), { adjust: ['age'] }],
  ['one group missing throughout', many(60, (n) => ({ dice: n % 2 ? Number.NaN : 0.8 + noise(n), covariates: { group: halves(n) } })), { adjust: ['age'] }],
  ['all infinite', many(60, (n) => ({ dice: Infinity, covariates: { group: halves(n) } })), { adjust: ['age'] }],
  ['one group infinite by half', many(60, (n) => ({ dice: n % 4 === 1 ? Infinity : 0.8 + noise(n), covariates: { group: halves(n) } })), { adjust: ['age'] }],
  ['a constant covariate', many(60, (n) => ({ covariates: { group: halves(n), site: 'D', weight: 70 } })), { adjust: ['site', 'weight'] }],
  ['perfect separation', many(60, (n) => ({ dice: n % 2 ? 0.2 + noise(n) : 0.9, covariates: { group: halves(n), age: n % 2 ? 80 + (n % 5) : 20 + (n % 5) } })), { adjust: ['age'] }],
  ['collinear covariates', many(60, (n) => ({ covariates: { group: n % 3 ? 'a' : 'b', age: 30 + n, born: 1990 - n } })), { adjust: ['age', 'born'] }],
  ['40 groups', many(200, (n) => ({ covariates: { group: `g${n % 40}` } })), { adjust: ['age'] }],
  ['names of HTML and formulas', many(90, (n) => ({ covariates: { group: [HTML, FORMULA, "O'Hara & \"Co\""][n % 3], [HTML]: n % 7, [FORMULA]: halves(n) } })), { adjust: [HTML, FORMULA] }],
];

const SOFT = new Set(['bca', 'mixed', 'model-interaction']);
const nothing = (): void => undefined;
const orWhy = <T,>(result: Result<T>, draw: (value: T) => ReactNode): ReactNode => (result.state === 'done' ? draw(result.value) : <p>{faultSentence(result.fault)}</p>);

async function everything(people: readonly MadePerson[], chosen: ExploreSelection): Promise<{ readonly page: string; readonly report: string }> {
  const { exploring, index } = await exploringOf(madeTable(people), { attribute: 'group', margin: 0.05, more: TESTS.filter((test) => !SOFT.has(test)), ...chosen });
  const { recipe, view, focus, facts } = exploring;
  const audit = exploring.audit.value;
  if (!audit) throw new Error('no audit');
  const modality = unwrap(tableModalityRows(index, recipe));
  const page = markupOf(exploring, (
    <>
      <WhoRow /><OverviewView /><ModelsView /><ConfounderView />
      {(['strip', 'ridgeline', 'ecdf'] as const).map((shape) => <Raincloud key={shape} view={view} metric="dice" shape={shape} failureAt={0.5} title="" method="" caseName={String} onOpen={nothing} />)}
      {facts.covariates.filter(({ kind }) => kind === 'numeric').map(({ column }) => <div key={column}>{orWhy(covariateCurves(index, recipe, focus, column), (curves) => <CovariateCurve curves={curves} covariateLabel={column} metric="dice" range={view.range} title="" method="" caseName={String} onOpen={nothing} onBrush={nothing} />)}</div>)}
      {orWhy(heatCells(index, recipe), (cells) => (['mean', 'median', 'failure rate'] as const).map((statistic) => <GroupHeatmap key={statistic} fileName="h" metric="dice" statistic={statistic} title="" method="" rows={['liver']} columns={cells.map(({ group }) => group)} cells={cells.map((cell) => ({ ...cell, row: 'liver', column: cell.group }))} />))}
      {orWhy(crossView(index, recipe, focus, exploreGrouping(index, 'age')), (it) => <GroupHeatmap fileName="c" metric="dice" title="" method="" {...it} />)}
      {orWhy(confounderMap(index, recipe), (map) => <ConfounderMatrix map={map} attribute="group" adjusted={[]} onOpen={nothing} />)}
      {orWhy(covariateViews(index, recipe), (views) => views.map((it) => <CovariateGroups key={it.column} view={it} attribute="group" />))}
      <RowsTable caption="All" rows={[...audit.rows, ...modality]} metric="dice" modelName={String} />
    </>
  ));
  return { page, report: auditReport(audit, { focus, view, tableName: facts.name, notice: null, runs: facts.runs, figures: [], program: '0', date: '2026-01-01' }) };
}

test.each(CASES)('%s: reasons in place of numbers in every view, chart, table and the report', async (_, people, selection) => {
  const { page, report } = await everything(people, selection);
  for (const [where, text] of [['page', page], ['report', report], ['csv', saved.join('\n')]] as const) {
    const found = /.{0,80}(?:NaN|Infinity|undefined|\[object).{0,40}/.exec(where === 'csv' ? text : textOf(text)) ?? /.{0,80}="[^"]*(?:NaN|Infinity|undefined)[^"]*".{0,40}/.exec(where === 'csv' ? '' : text);
    expect(found?.[0] ?? null, where).toBeNull();
  }
  expect(saved.length).toBeGreaterThan(3);
}, 60_000);

test('a name of HTML or a formula stays text on the page, in the report and in the CSV of a chart', async () => {
  const [, people, selection] = CASES[CASES.length - 1];
  const { page, report } = await everything(people, selection);
  for (const markup of [page, report]) {
    expect(markup).not.toContain('<img src=x');
    expect(textOf(markup)).toContain(HTML);
    expect(textOf(markup)).toContain(FORMULA);
  }
  const csv = saved.join('\n');
  expect(csv).toContain(HTML);
  expect(csv).toMatch(/(^|[,\n])"'=HYPERLINK/);
  expect(csv).not.toMatch(/(^|[,\n])"?=HYPERLINK/);
});

test.each([
  ['one group only', /cannot|No groups|one group/i], ['all values equal', /same|equal/i], ['all missing', /no value|No groups/i], ['collinear covariates', /The covariates repeat one another/],
] as const)('%s: the screen says why', async (name, reason) => {
  const found = CASES.find(([it]) => it === name);
  if (!found) throw new Error(name);
  expect(textOf((await everything(found[1], found[2])).page)).toMatch(reason);
});
