import { Stack, TagsInput, Text, Textarea } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { caseNote, keepNote } from '#app/actions/caseNotes.ts';
import { useCohortDesk } from '#app/parts/cohortDeskContext.ts';
import { delayed } from '#app/parts/delayed.ts';

/** Words that failure reviews use often; any other can be typed. */
const COMMON_TAGS = ['leak', 'missed part', 'wrong organ', 'noise', 'border unclear', 'expert doubtful', 'look again'];

/** A pause in typing after which a note is kept: short, because a closed tab tells nobody in time. */
const PAUSE_MS = 500;

interface Note { readonly text: string; readonly tags: readonly string[] }

/** What the reviewer says of a case, kept in this browser after a pause in typing, and as soon as the field or the page is left. */
export function CaseNotes({ cohortId, caseId }: { readonly cohortId: string; readonly caseId: string }) {
  const desk = useCohortDesk();
  const [note, setNote] = useState<Note | null>(null);
  const [state, setState] = useState<'kept' | 'changed' | 'refused'>('kept');
  useEffect(() => {
    let isCurrent = true;
    void caseNote(desk, cohortId, caseId).then((known) => { if (isCurrent) setNote(known); });
    return () => { isCurrent = false; };
  }, [desk, cohortId, caseId]);
  const keeping = useMemo(() => delayed<Note>((next) => {
    void keepNote(desk, { cohortId, caseId, ...next }).then((kept) => setState(kept ? 'kept' : 'refused'));
  }, PAUSE_MS), [desk, cohortId, caseId]);
  useEffect(() => {
    addEventListener('pagehide', keeping.now);
    return () => {
      removeEventListener('pagehide', keeping.now);
      keeping.now();
    };
  }, [keeping]);
  if (!note) return null;
  const change = (next: Note): void => {
    setState('changed');
    setNote(next);
    keeping.later(next);
  };
  return (
    <Stack gap={6}>
      <TagsInput size="xs" label="Tags" placeholder={note.tags.length === 0 ? 'Such as leak or noise' : ''} data={COMMON_TAGS} value={[...note.tags]} maxTags={12} onChange={(tags) => { change({ ...note, tags }); keeping.now(); }} />
      <Textarea size="xs" label="Note" autosize minRows={2} maxRows={8} maxLength={4000} value={note.text} onChange={(event) => change({ ...note, text: event.currentTarget.value })} onBlur={() => { if (state === 'refused') keeping.later(note); keeping.now(); }} />
      <Text size="xs" c="dimmed" role="status">{state === 'refused' ? 'This browser would not keep the note.' : state === 'changed' ? 'Kept when you pause or leave the field.' : 'Notes stay in this browser.'}</Text>
    </Stack>
  );
}
