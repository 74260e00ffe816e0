import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

/** What is asked about a stored cohort or table of results. */
export interface StoredQuestion { readonly what: 'rename' | 'remove'; readonly kind: 'cohort' | 'results'; readonly id: string; readonly name: string }

interface StoredDialogProps { readonly question: StoredQuestion | null; readonly onClose: () => void; readonly onRename: (question: StoredQuestion, name: string) => void; readonly onRemove: (question: StoredQuestion) => void }

const LOSSES = {
  cohort: 'its runs, their results and masks, and notes are removed from this browser. Your own files stay where they are.',
  results: 'its rows are removed from this browser. The file that they came from stays where it is.',
} as const;
const WORDS = { cohort: 'cohort', results: 'table of results' } as const;

/** Asks for another name, or whether it shall go. */
export function StoredDialog({ question, onClose, onRename, onRemove }: StoredDialogProps) {
  if (!question) return null;
  const { what, kind, name } = question;
  return (
    <Modal opened onClose={onClose} title={what === 'rename' ? `Rename this ${WORDS[kind]}` : `Remove this ${WORDS[kind]}?`} centered>
      {what === 'rename' ? <NameForm name={name} onClose={onClose} onName={(next) => onRename(question, next)} /> : (
        <Stack>
          <Text size="sm">{name}, {LOSSES[kind]}</Text>
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>Keep it</Button><Button color="orange" onClick={() => onRemove(question)}>Remove</Button></Group>
        </Stack>
      )}
    </Modal>
  );
}

function NameForm({ name, onClose, onName }: { readonly name: string; readonly onClose: () => void; readonly onName: (name: string) => void }) {
  const [text, setText] = useState(name);
  const isNew = text.trim() !== '' && text.trim() !== name;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (isNew) onName(text); }}>
      <Stack>
        <TextInput label="Name" value={text} maxLength={120} data-autofocus onChange={(event) => setText(event.currentTarget.value)} />
        <Group justify="flex-end"><Button variant="default" onClick={onClose}>Leave it</Button><Button type="submit" color="cyan.9" disabled={!isNew}>Rename</Button></Group>
      </Stack>
    </form>
  );
}
