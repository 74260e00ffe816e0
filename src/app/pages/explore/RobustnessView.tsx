import { Stack, Text } from '@mantine/core';
import { StrengthChart } from '#charts/strength/Chart.tsx';
import { faultSentence } from '#core/faults.ts';
import { strengthCall } from '#engine/protocol/statisticsCalls.ts';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { useAsked } from '#app/pages/explore/useAsked.ts';

/** Who is hurt by sloppy prompts, and who needs more clicks. */
export function RobustnessView() {
  const { tableId, selection, focus, recipe } = useExploring();
  const families = useAsked(strengthCall, { tableId, selection, organ: focus.organ });
  if (families.fault) return <Text size="sm">{faultSentence(families.fault)}</Text>;
  if (families.value?.length === 0) return <Text size="sm">No run of this table repeats a prompt with several strengths.</Text>;
  return <Stack gap="lg">{families.value?.map((family) => <StrengthChart key={`${family.model} ${family.protocol}`} family={family} metric={recipe.metric.name} method={`${focus.organ.replaceAll('_', ' ')}.`} />)}</Stack>;
}
