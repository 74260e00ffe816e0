import { Loader, Stack, Text } from '@mantine/core';
import { FairnessScatter } from '#charts/fairnessScatter/Chart.tsx';
import { GapForest } from '#charts/gapForest/Chart.tsx';
import { isAdjustedGap, isRawGap } from '#core/evaluation/auditWords.ts';
import { ModalityGaps } from '#app/pages/explore/ModalityGaps.tsx';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { RowsTable } from '#app/pages/explore/RowsTable.tsx';
import { runName } from '#core/evaluation/runName.ts';

/** Is one model less fair than another: differences of gaps on the same subjects, and the fairness indices of each. */
export function ModelsView() {
  const { audit, focus, recipe, facts, choose } = useExploring();
  if (!audit.value) return <Loader size="sm" aria-label="The audit is being computed" />;
  const here = audit.value.rows.filter(({ organ }) => organ === focus.organ || organ === '');
  const name = (id: string) => runName(facts.runs, id);
  return (
    <Stack gap="lg">
      <FairnessScatter rows={here} metric={recipe.metric.name} modelName={name} title={`Accuracy against fairness by ${recipe.groupings[0].attribute}: ${focus.organ.replaceAll('_', ' ')}`} />
      <GapForest raw={here.filter(isRawGap)} adjusted={here.filter(isAdjustedGap)} metric={recipe.metric.name} order="model" margin={recipe.equivalenceMargin ?? null} title={`Gaps of every model side by side: ${focus.organ.replaceAll('_', ' ')}`}
        method="The difference of two models' gaps on the same subjects is tested below." modelName={name} onOpen={({ model }) => choose({ run: model, view: undefined })} />
      <Text size="xs" c="dimmed">An index that cannot be negative has no interval round zero; beside it stands its range by chance alone (permuted groups). The skewed error ratio is never to be read by itself.</Text>
      <RowsTable caption={`Difference of gaps between models, ${focus.organ.replaceAll('_', ' ')}`} rows={here.filter(({ kind }) => kind === 'models')} metric={recipe.metric.name} modelName={name} />
      <ModalityGaps />
      <RowsTable caption={`Fairness indices, ${focus.organ.replaceAll('_', ' ')}`} rows={here.filter(({ kind }) => kind === 'index')} metric={recipe.metric.name} modelName={name} />
    </Stack>
  );
}
