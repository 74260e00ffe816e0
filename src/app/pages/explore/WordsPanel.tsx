import { Loader, Stack, Text, Title } from '@mantine/core';
import { auditWords } from '#core/evaluation/auditWords.ts';
import type { AuditFlag } from '#core/evaluation/auditGuidance.ts';
import { faultSentence } from '#core/faults.ts';
import { useExploring } from '#app/pages/explore/exploreContext.ts';

/** What the numbers say, in words made from the same numbers, with what to know before trusting them. */
export function WordsPanel() {
  const { audit, focus } = useExploring();
  if (audit.fault) return <Text size="sm" role="status">{faultSentence(audit.fault)}</Text>;
  if (!audit.value) return <Loader size="sm" aria-label="The audit is being computed" />;
  const { headline, sentences, method } = auditWords(audit.value, focus);
  const flags = audit.value.flags.filter((flag) => (flag.organ === focus.organ && flag.model === focus.run) || flag.organ === '');
  return (
    <Stack component="section" aria-label="In words" gap={6} aria-busy={audit.state === 'waiting'} style={{ opacity: audit.state === 'waiting' ? 0.55 : 1 }} data-testid="words" data-state={audit.state}>
      <div role="status">
        <Title order={2} size="h5">{headline}</Title>
        {sentences.map((sentence) => <Text key={sentence} size="sm" mt={4}>{sentence}</Text>)}
      </div>
      <Guidance flags={flags} />
      <Text size="xs" c="dimmed">{method}</Text>
    </Stack>
  );
}

function Guidance({ flags }: { readonly flags: readonly AuditFlag[] }) {
  const shown = flags.filter(({ code }) => code !== 'lowest-highest');
  if (shown.length === 0) return null;
  const unadjusted = shown.filter(({ code }) => code === 'unadjusted-covariate');
  return (
    <div>
      <FlagList label="Before you trust this" flags={shown.filter(({ code }) => code !== 'unadjusted-covariate')} />
      {unadjusted.length > 0 && (
        <details>
          <Text component="summary" size="xs" style={{ cursor: 'pointer' }}>The groups differ in covariates that are not adjusted for ({unadjusted.length} {unadjusted.length === 1 ? 'difference' : 'differences'})</Text>
          <FlagList label="Covariates that are not adjusted for" flags={unadjusted} />
        </details>
      )}
    </div>
  );
}

function FlagList({ label, flags }: { readonly label: string; readonly flags: readonly AuditFlag[] }) {
  return (
    <ul aria-label={label} style={{ margin: '4px 0', paddingInlineStart: 18 }}>
      {flags.map(({ code, group, text }) => <Text key={`${code} ${group} ${text}`} component="li" size="xs" data-flag={code}>{text}</Text>)}
    </ul>
  );
}
