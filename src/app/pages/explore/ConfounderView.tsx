import { Loader, Stack, Text } from '@mantine/core';
import { LovePlot } from '#charts/lovePlot/Chart.tsx';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { RowsTable } from '#app/pages/explore/RowsTable.tsx';
import { runName } from '#app/pages/explore/runName.ts';

/** Is it the confounder: how the groups differ otherwise, and the gap under every adjustment that was asked for. */
export function ConfounderView() {
  const { audit, focus, recipe, facts, view } = useExploring();
  if (!audit.value) return <Loader size="sm" aria-label="The audit is being computed" />;
  const { rows } = audit.value;
  const name = (id: string) => runName(facts.runs, id);
  const here = rows.filter(({ organ, model }) => organ === focus.organ && model === focus.run);
  return (
    <Stack gap="lg">
      {recipe.adjustment?.covariates.length === 0 && <Text size="sm">Nothing is adjusted for. Choose covariates under “Adjust for” above; weighting, matching and regressions are under the settings.</Text>}
      <RowsTable caption={`Gaps, raw and adjusted: ${focus.organ.replaceAll('_', ' ')}, ${name(focus.run)}`} rows={here.filter(({ kind }) => kind === 'gap')} metric={recipe.metric.name} modelName={name} />
      <LovePlot rows={rows} reference={view.reference} title={`In what else the groups of ${recipe.groupings[0].attribute} differ`} />
      <RowsTable caption="How the groups differ otherwise (standardised differences, before and after)" rows={rows.filter(({ kind }) => kind === 'balance')} metric={recipe.metric.name} modelName={name} />
      <RowsTable caption="Tests over all groups" rows={here.filter(({ kind }) => kind === 'omnibus' || kind === 'continuous')} metric={recipe.metric.name} modelName={name} />
    </Stack>
  );
}
