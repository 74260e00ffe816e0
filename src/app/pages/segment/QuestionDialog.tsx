import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { openScan } from '#app/actions/openScan.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { AnswerFields } from '#app/pages/segment/AnswerFields.tsx';
import { firstAnswer } from '#app/pages/segment/firstAnswer.ts';
import type { Question } from '#app/stores/questionStore.ts';
import { questionStore, setQuestion } from '#app/stores/questionStore.ts';

/** Asks what a file leaves open; nothing is guessed in silence. */
export function QuestionDialog() {
  const question = questionStore((it) => it.question);
  return (
    <Modal opened={question !== null} onClose={() => setQuestion(null)} title="A question about this file" centered>
      {question && <Ask key={question.fault.code} question={question} />}
    </Modal>
  );
}

function Ask({ question }: { readonly question: Question }) {
  const bench = useWorkbench();
  const { fault, source, answers, reference, origin } = question;
  const [answer, setAnswer] = useState(() => firstAnswer(fault.code));
  const goOn = (): void => {
    setQuestion(null);
    void openScan(bench, { source, reference, origin, answers: { ...answers, ...answer } });
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); goOn(); }}>
      <Stack gap="sm">
        <Text size="sm">{fault.where ? `${fault.where}: ` : ''}{fault.reason}</Text>
        {fault.came && <Text size="sm" c="dimmed">Came: {fault.came}</Text>}
        {fault.expected && <Text size="sm" c="dimmed">Expected: {fault.expected}</Text>}
        <Text size="sm">{fault.remedy}</Text>
        <AnswerFields answer={answer} onChange={(part) => setAnswer((it) => ({ ...it, ...part }))} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setQuestion(null)}>Do not open it</Button>
          <Button type="submit">Open</Button>
        </Group>
      </Stack>
    </form>
  );
}
