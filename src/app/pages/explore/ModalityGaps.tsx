import { Text } from '@mantine/core';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { RowsTable } from '#app/pages/explore/RowsTable.tsx';
import { runName } from '#core/evaluation/runName.ts';
import { useAsked } from '#app/pages/explore/useAsked.ts';
import { faultSentence } from '#core/faults.ts';
import { modalityCall } from '#engine/protocol/statisticsCalls.ts';

/** Is a gap other on MR than on CT: each modality's own gap, and their difference, over subjects of both whichever modality is chosen above. */
export function ModalityGaps() {
  const { tableId, selection, focus, recipe, facts } = useExploring();
  const hasBoth = facts.cases.CT > 0 && facts.cases.MR > 0;
  const asked = useAsked(modalityCall, hasBoth ? { tableId, selection } : null);
  if (!hasBoth) return null;
  if (asked.fault) return <Text size="sm">{faultSentence(asked.fault)}</Text>;
  const rows = (asked.value ?? []).filter(({ organ }) => organ === focus.organ);
  const common = { metric: recipe.metric.name, modelName: (id: string) => runName(facts.runs, id) };
  return (
    <div aria-busy={asked.state === 'waiting'} data-testid="modality-gaps">
      <RowsTable caption={`Difference of gaps between MR and CT (MR − CT), ${focus.organ.replaceAll('_', ' ')}`} rows={rows.filter(({ quantity }) => quantity !== 'mean gap')} {...common} />
      <Text size="xs" c="dimmed">CT and MR are of different subjects, so nothing is paired: what else differs between those scanned by either (age, site) is in the difference too. It is not adjusted for.</Text>
      <details>
        <Text component="summary" size="xs" style={{ cursor: 'pointer' }}>The gaps in each modality</Text>
        <RowsTable caption={`Gaps in CT alone and in MR alone, ${focus.organ.replaceAll('_', ' ')}`} rows={rows.filter(({ quantity }) => quantity === 'mean gap')} {...common} />
      </details>
    </div>
  );
}
