import { Autocomplete, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { SexCoding } from '#core/cohort/cellValues.ts';

/** Codes mean different things in different data sets, so a person says what they mean here. */
export function SexCodingForm({ codes, coding, onAnswer }: { readonly codes: readonly string[]; readonly coding: SexCoding; readonly onAnswer: (coding: SexCoding) => void }) {
  const [meaning, setMeaning] = useState<SexCoding>(coding);
  return (
    <Stack gap="xs" component="section" aria-label="Codes of sex">
      <Title order={3} size="sm">What do the codes of sex mean?</Title>
      <Text size="sm" c="dimmed">0 is female in some data sets and male in others. Until you say it, the codes stand as they are.</Text>
      <Group align="flex-end">
        {codes.map((code) => (
          <Autocomplete key={code} label={`Code ${code}`} w={150} data={['female', 'male']} value={meaning[code] ?? ''} onChange={(value) => setMeaning((before) => ({ ...before, [code]: value }))} />
        ))}
        <Button variant="default" disabled={codes.some((code) => !meaning[code]?.trim())} onClick={() => onAnswer(meaning)}>Use this coding</Button>
      </Group>
    </Stack>
  );
}
