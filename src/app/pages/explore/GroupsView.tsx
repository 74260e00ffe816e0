import { SegmentedControl, Select, Stack } from '@mantine/core';
import { GroupHeatmap } from '#charts/groupHeatmap/Chart.tsx';
import { CELL_STATISTICS } from '#charts/groupHeatmap/layout.ts';
import { covariateLabel } from '#core/evaluation/exploreRecipe.ts';
import { crossCall, heatCall } from '#engine/protocol/statisticsCalls.ts';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { runName } from '#core/evaluation/runName.ts';
import { useAsked } from '#app/pages/explore/useAsked.ts';

/** Every organ and model for every group, and two attributes crossed. */
export function GroupsView() {
  const { tableId, selection, focus, facts, recipe, search, choose } = useExploring();
  const attribute = recipe.groupings[0].attribute;
  const other = facts.attributes.find((it) => it === search.crossed) ?? facts.attributes.find((it) => it !== recipe.groupings[0].column);
  const heat = useAsked(heatCall, { tableId, selection });
  const cross = useAsked(crossCall, other === undefined ? null : { tableId, selection, focus, other });
  const statistic = search.cells ?? 'mean';
  const cells = (heat.value ?? []).filter(({ run }) => run === focus.run);
  const rows = (heat.value ?? []).filter(({ organ }) => organ === focus.organ);
  return (
    <Stack gap="lg">
      <SegmentedControl size="xs" style={{ alignSelf: 'start' }} aria-label="What the cells say" data={CELL_STATISTICS.filter((it) => it !== 'failure rate' || recipe.metric.failureBelow !== undefined)} value={statistic} onChange={(it) => choose({ cells: it === 'mean' ? undefined : it })} />
      <GroupHeatmap fileName="organs" metric={recipe.metric.name} statistic={statistic} title={`Every organ by ${attribute}: ${runName(facts.runs, focus.run)}`} method="" rows={[...new Set(cells.map(({ organ }) => organ.replaceAll('_', ' ')))]} columns={[...new Set(cells.map(({ group }) => group))]}
        cells={cells.map(({ organ, group, ...cell }) => ({ ...cell, row: organ.replaceAll('_', ' '), column: group }))} />
      <GroupHeatmap fileName="models" metric={recipe.metric.name} statistic={statistic} title={`Every model by ${attribute}: ${focus.organ.replaceAll('_', ' ')}`} method="" rows={[...new Set(rows.map(({ run }) => runName(facts.runs, run)))]} columns={[...new Set(rows.map(({ group }) => group))]}
        cells={rows.map(({ run, group, ...cell }) => ({ ...cell, row: runName(facts.runs, run), column: group }))} />
      {cross.value && other !== undefined && (
        <div>
          <Select size="xs" mb={4} w={150} aria-label="Attribute to cross with" allowDeselect={false} data={facts.attributes.filter((it) => it !== recipe.groupings[0].column).map((it) => ({ value: it, label: covariateLabel(it) }))} value={other} onChange={(crossed) => choose({ crossed: crossed ?? undefined })} />
          <GroupHeatmap fileName="intersections" metric={recipe.metric.name} statistic={statistic} title={`${attribute} crossed with ${covariateLabel(other)}: ${focus.organ.replaceAll('_', ' ')}, ${runName(facts.runs, focus.run)}`} method="" rows={cross.value.rows} columns={cross.value.columns} cells={cross.value.cells} />
        </div>
      )}
    </Stack>
  );
}
