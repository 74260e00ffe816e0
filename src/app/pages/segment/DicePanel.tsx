import { Badge, Group, Stack, Text, Tooltip } from '@mantine/core';
import { acceptedWithCandidate } from '#app/actions/agreement.ts';
import { firstStep } from '#app/actions/promptKinds.ts';
import { sliceOf } from '#app/actions/tools.ts';
import { DiceFigure } from '#app/pages/segment/DiceFigure.tsx';
import { Section } from '#app/parts/Section.tsx';
import { agreementStore, answerStore } from '#app/stores/answerStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { caseStore, structureName, targetStructure } from '#app/stores/caseStore.ts';
import { promptStore } from '#app/stores/promptStore.ts';
import { volumetricStore } from '#app/stores/volumetricStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import type { ModelReport } from '#engine/protocol/modelCalls.ts';

/** Agreement with the reference, now: this slice, and what has been accepted. */
export function DicePanel() {
  const answer = answerStore();
  const { slice, previousDice, profile, profilePlane, accepted, volume } = agreementStore();
  const volumeShown = volumetricStore((it) => it.answers.length > 0);
  const plane = viewStore((it) => it.plane);
  const crosshair = viewStore((it) => it.crosshair);
  const { structures, target } = caseStore();
  const model = engineStore((it) => it.model);
  promptStore((it) => it.history);
  const structure = targetStructure({ structures, target });
  const index = sliceOf(crosshair, plane);
  const isHere = answer.state !== 'none' && answer.plane === plane && answer.index === index;
  const predicted = profilePlane === plane ? profile.at(index) : undefined;
  const here = isHere ? slice : predicted && predicted.predictionVoxels > 0 ? predicted : null;
  const summed = acceptedWithCandidate() ?? accepted;
  return (
    <Section title="Dice now" aside={<Badge variant="light" size="sm" tt="none">{structureName(structure)}</Badge>}>
      <Group gap="xl" align="flex-start" wrap="nowrap">
        <DiceFigure label="This slice" testId="slice-dice" dice={here?.dice ?? null} before={isHere ? previousDice : null} large />
        <Tooltip label="Over the accepted slices, and this one as it stands" multiline w={220}>
          <div><DiceFigure label="Slices so far" testId="volume-dice" dice={summed?.dice ?? null} before={null} /></div>
        </Tooltip>
        {volumeShown && <DiceFigure label="Whole volume" testId="whole-dice" dice={volume?.dice ?? null} before={null} />}
      </Group>
      <Stack gap={2}>
        <Text size="xs" c="dimmed">{explanation(structure.origin, here !== null, isHere ? answer.state : 'none', model)}</Text>
        {answer.scores.length > 1 && (
          <Text size="xs" c="dimmed">Candidate {answer.chosen + 1} of {answer.scores.length} (C for the next){scoreWords(answer.scores[answer.chosen])}</Text>
        )}
      </Stack>
    </Section>
  );
}

function scoreWords(score: number | null | undefined): string {
  return score == null ? '' : `; the model expects an IoU of ${score.toFixed(2)}`;
}

function explanation(origin: 'reference' | 'by-hand', measured: boolean, state: string, model: ModelReport | null): string {
  if (state === 'computing') return 'The model is answering.';
  if (origin === 'by-hand') return 'No expert mask for this structure, so there is nothing to compare with.';
  if (measured) return state === 'ready' ? 'Against the expert on this slice. Enter accepts, Esc rejects.' : 'Against the expert on this slice, as predicted.';
  return firstStep(model);
}
