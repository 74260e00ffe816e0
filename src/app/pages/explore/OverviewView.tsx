import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { CovariateCurve } from '#charts/covariateCurve/Chart.tsx';
import { GapForest } from '#charts/gapForest/Chart.tsx';
import type { GapOrder } from '#charts/gapForest/layout.ts';
import { Raincloud } from '#charts/raincloud/Chart.tsx';
import { RAIN_SHAPES } from '#charts/raincloud/shapes.ts';
import type { RainShape } from '#charts/raincloud/shapes.ts';
import { isAdjustedGap, isRawGap } from '#core/evaluation/auditWords.ts';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { metricInfo } from '#core/evaluation/figureText.ts';
import { faultSentence } from '#core/faults.ts';
import { curvesCall } from '#engine/protocol/statisticsCalls.ts';
import classes from '#app/pages/explore/ExploreGrid.module.css';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { withFilter } from '#app/pages/explore/filters.ts';
import { Later } from '#app/pages/explore/Later.tsx';
import { runName } from '#core/evaluation/runName.ts';
import { Setting } from '#app/pages/explore/Setting.tsx';
import { useAsked } from '#app/pages/explore/useAsked.ts';
import { SubjectCard } from '#app/pages/explore/SubjectCard.tsx';
import { WordsPanel } from '#app/pages/explore/WordsPanel.tsx';
import { resultsStore } from '#app/stores/resultsStore.ts';

const ORDERS: readonly { readonly value: GapOrder; readonly label: string }[] = [{ value: 'size', label: 'Largest' }, { value: 'p', label: 'Surest' }, { value: 'organ', label: 'Organ' }, { value: 'model', label: 'Model' }];

/** Distributions, gaps, the metric against a number, and what they say in words. */
export function OverviewView() {
  const { recipe, focus, facts, audit, choose } = useExploring();
  const [order, setOrder] = useState<GapOrder>('size');
  const [pointed, setPointed] = useState<number | null>(null);
  const orders = useMemo(() => <SegmentedControl size="xs" mb={4} aria-label="Order of the gaps" data={[...ORDERS]} value={order} onChange={(it) => setOrder(it as GapOrder)} />, [order]);
  const metric = recipe.metric.name;
  const label = metricInfo(metric).label;
  const rows = audit.value?.rows ?? [];
  const attribute = recipe.groupings[0].attribute;
  return (
    <div className={classes.grid}>
      <Stack gap="md" miw={0}>
        <Distributions onHover={setPointed} />
        <Later><AgainstCovariate onHover={setPointed} /></Later>
        <SubjectCard caseAt={pointed} />
      </Stack>
      <Stack gap="md" miw={0}>
        <WordsPanel />
        <div>
          {orders}
          {audit.value && <Later>
            <GapForest raw={rows.filter(isRawGap).filter((row) => row.model === focus.run || row.organ === focus.organ)} adjusted={rows.filter(isAdjustedGap)} metric={metric} order={order} margin={recipe.equivalenceMargin ?? null}
              title={`Gaps in ${label} by ${attribute}: this organ by every model, this model on every organ`} method={`Welch's intervals, ${Math.round(100 * recipe.level)} %; corrected p by ${recipe.correction}.`}
              modelName={(id) => runName(facts.runs, id)} onOpen={({ organ, model }) => choose({ organ, run: model })} />
          </Later>}
        </div>
      </Stack>
    </div>
  );
}

/** Takes the case of the dot that is pointed at. */
interface Dotted { readonly onHover: (caseAt: number | null) => void }

function Distributions({ onHover }: Dotted) {
  const { view, recipe, search, focus, facts, choose, openCase } = useExploring();
  const metric = recipe.metric.name;
  const shape = search.shape ?? 'raincloud';
  const shapes = useMemo(() => <SegmentedControl size="xs" mb={4} aria-label="Shape of the distributions" data={RAIN_SHAPES.map((it) => ({ value: it, label: it === 'ecdf' ? 'ECDF' : it }))} value={shape} onChange={(it) => choose({ shape: it === 'raincloud' ? undefined : it as RainShape })} />, [shape, choose]);
  const who = `${focus.organ.replaceAll('_', ' ')}, ${runName(facts.runs, focus.run)}`;
  return (
    <div>
      {shapes}
      <Raincloud view={view} metric={metric} shape={shape} failureAt={recipe.metric.failureBelow} title={`${metricInfo(metric).label} by ${recipe.groupings[0].attribute}: ${who}`} method={`${view.subjects} subjects. Press a dot to open its case.`}
        caseName={caseName} onOpen={openCase} onHover={onHover}
        onBrush={(low, high) => choose({ filters: withFilter(search.filters ?? [], { kind: 'score', organ: focus.organ, model: focus.run, low, high }) })} />
    </div>
  );
}

function AgainstCovariate({ onHover }: Dotted) {
  const { tableId, selection, facts, recipe, search, focus, view, choose, openCase } = useExploring();
  const numeric = useMemo(() => facts.covariates.filter(({ kind }) => kind === 'numeric'), [facts]);
  const covariate = numeric.find(({ column }) => column === search.against) ?? numeric.find(({ column }) => column === recipe.groupings[0].column) ?? numeric.at(0);
  const offered = useMemo(() => numeric.map(({ column, label }) => ({ value: column, label })), [numeric]);
  const chooseCovariate = useCallback((against: string) => choose({ against }), [choose]);
  const curves = useAsked(curvesCall, covariate ? { tableId, selection, focus, covariate: covariate.column } : null);
  if (!covariate) return null;
  return (
    <div>
      <Setting quiet label="Covariate on the axis" w={150} data={offered} value={covariate.column} onChoose={chooseCovariate} />
      {curves.fault && <Text size="sm">{faultSentence(curves.fault)}</Text>}
      {curves.value && (
        <CovariateCurve curves={curves.value} covariateLabel={covariateLabel(curves.value.covariate)} metric={recipe.metric.name} range={view.range}
          title={`${metricInfo(recipe.metric.name).label} against ${covariateLabel(curves.value.covariate)}: ${focus.organ.replaceAll('_', ' ')}`} method={`${view.subjects} subjects.`} caseName={caseName} onOpen={openCase} onHover={onHover}
          onBrush={(low, high) => choose({ filters: withFilter(search.filters ?? [], { kind: 'range', column: covariate.column, low, high }) })} />
      )}
    </div>
  );
}

const caseName = (at: number): string => resultsStore.getState().table?.cases[at]?.id ?? '';
