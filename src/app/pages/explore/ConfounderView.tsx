import { Loader, SimpleGrid, Stack, Text } from '@mantine/core';
import { ConfounderMatrix } from '#charts/confounderMap/Chart.tsx';
import { CovariateGroups } from '#charts/covariateGroups/Chart.tsx';
import { LovePlot } from '#charts/lovePlot/Chart.tsx';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { RowsTable } from '#app/pages/explore/RowsTable.tsx';
import { runName } from '#core/evaluation/runName.ts';
import { useAsked } from '#app/pages/explore/useAsked.ts';
import { covariatesCall } from '#engine/protocol/statisticsCalls.ts';

/** Is it the confounder: how the groups differ otherwise, and the gap under every adjustment that was asked for. */
export function ConfounderView() {
  const { tableId, selection, audit, focus, recipe, facts, view, choose } = useExploring();
  const covariates = useAsked(covariatesCall, { tableId, selection });
  if (!audit.value) return <Loader size="sm" aria-label="The audit is being computed" />;
  const { rows } = audit.value;
  const [attribute] = recipe.groupings;
  const adjusted = recipe.adjustment?.covariates ?? [];
  const name = (id: string) => runName(facts.runs, id);
  const here = rows.filter(({ organ, model }) => organ === focus.organ && model === focus.run);
  return (
    <Stack gap="lg">
      {recipe.adjustment?.covariates.length === 0 && <Text size="sm">Nothing is adjusted for. Choose covariates under “Adjust for” above; weighting, matching and regressions are under the settings.</Text>}
      {covariates.value && (
        <>
          <ConfounderMatrix map={covariates.value.map} attribute={attribute.column} adjusted={adjusted} onOpen={({ attribute: of, covariate }) => {
            if (of !== attribute.column) choose({ attribute: of, cuts: undefined, versus: undefined, adjust: adjusted.filter((it) => it !== of) });
            else if (!adjusted.includes(covariate)) choose({ adjust: [...adjusted, covariate] });
          }} />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            {covariates.value.views.map((it) => <CovariateGroups key={it.column} view={it} attribute={attribute.attribute} />)}
          </SimpleGrid>
        </>
      )}
      <LovePlot rows={rows} reference={view.reference} title={`In what else the groups of ${attribute.attribute} differ`} />
      <RowsTable caption={`Gaps, raw and adjusted: ${focus.organ.replaceAll('_', ' ')}, ${name(focus.run)}`} rows={here.filter(({ kind }) => kind === 'gap')} metric={recipe.metric.name} modelName={name} />
      <RowsTable caption="How the groups differ otherwise (standardised differences, before and after)" rows={rows.filter(({ kind }) => kind === 'balance')} metric={recipe.metric.name} modelName={name} />
      <RowsTable caption="Tests over all groups" rows={here.filter(({ kind }) => kind === 'omnibus' || kind === 'continuous')} metric={recipe.metric.name} modelName={name} />
    </Stack>
  );
}
