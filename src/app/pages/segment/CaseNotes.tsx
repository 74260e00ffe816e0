import { Stack, TagsInput, Text, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { caseNote, keepNote } from '#app/actions/caseNotes.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';

/** Words that failure reviews use often; any other can be typed. */
const COMMON_TAGS = ['leak', 'missed part', 'wrong organ', 'noise', 'border unclear', 'expert doubtful', 'look again'];

/** What the reviewer says of a case, kept in this browser as soon as a field is left. */
export function CaseNotes({ cohortId, caseId }: { readonly cohortId: string; readonly caseId: string }) {
  const desk = useCohortDesk();
  const [note, setNote] = useState<{ readonly text: string; readonly tags: readonly string[] } | null>(null);
  const [state, setState] = useState<'kept' | 'changed' | 'refused'>('kept');
  useEffect(() => {
    let isCurrent = true;
    void caseNote(desk, cohortId, caseId).then((known) => { if (isCurrent) setNote(known); });
    return () => { isCurrent = false; };
  }, [desk, cohortId, caseId]);
  if (!note) return null;
  const keep = (next: typeof note): void => {
    setNote(next);
    void keepNote(desk, { cohortId, caseId, ...next }).then((kept) => setState(kept ? 'kept' : 'refused'));
  };
  return (
    <Stack gap={6}>
      <TagsInput size="xs" label="Tags" placeholder={note.tags.length === 0 ? 'Such as leak or noise' : ''} data={COMMON_TAGS} value={[...note.tags]} maxTags={12} onChange={(tags) => keep({ ...note, tags })} />
      <Textarea size="xs" label="Note" autosize minRows={2} maxRows={8} maxLength={4000} value={note.text} onChange={(event) => { setState('changed'); setNote({ ...note, text: event.currentTarget.value }); }} onBlur={() => keep(note)} />
      <Text size="xs" c="dimmed" role="status">{state === 'refused' ? 'This browser would not keep the note.' : state === 'changed' ? 'Kept when you leave the field.' : 'Notes stay in this browser.'}</Text>
    </Stack>
  );
}
