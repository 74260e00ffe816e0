import { Group, Text, Tooltip } from '@mantine/core';
import { isImbalance } from '#core/evaluation/auditGuidance.ts';
import type { AuditRow } from '#core/evaluation/auditRows.ts';
import { useExploring } from '#app/pages/explore/exploreContext.ts';

/** Who is in the data, before any metric: subjects of each group, who is missing and why, and what else differs between the groups. */
export function WhoRow() {
  const { view, recipe, audit } = useExploring();
  const minimum = recipe.minimumGroup;
  const differences = strongest((audit.value?.rows ?? []).filter((row) => isImbalance(row, recipe)));
  const unknown = view.groups.find(({ isUnknown }) => isUnknown);
  return (
    <Group role="region" aria-label="Who is in the data" gap="xs" px="md" py={6} wrap="wrap" style={{ borderBlock: '1px solid var(--mantine-color-default-border)' }}>
      <Text size="xs" fw={600}>{view.subjects === view.before ? `${view.subjects} subjects` : `${view.subjects} of ${view.before} subjects`}</Text>
      {view.groups.filter(({ isUnknown }) => !isUnknown).map(({ label, subjects, missing, values }) => {
        const warning = values.length < minimum.rank ? 'too few to rank' : values.length < minimum.warn ? 'few' : null;
        return (
          <Text key={label} size="xs" component="span" {...(subjects === 0 ? { c: 'dimmed' } : {})}>
            {label} <b>n {values.length}</b>{missing > 0 && <Text span c="dimmed" inherit> ({missing} without a value)</Text>}
            {warning && <Text span inherit c="light-dark(#8a4b00, #ffc078)"> · {warning}</Text>}
          </Text>
        );
      })}
      {unknown && (
        <Tooltip label={view.missingBy.map(({ reason, subjects }) => `${reason}: ${subjects}`).join('; ') + ' (in the whole table)'} events={{ hover: true, focus: true, touch: true }}>
          <Text size="xs" tabIndex={0} td="underline dotted">{recipe.groupings[0].attribute} unknown <b>n {unknown.subjects}</b>, shown, in no comparison</Text>
        </Tooltip>
      )}
      {differences.length > 0 && <Text size="xs" c="dimmed">The groups also differ in {differences.join(', ')}.</Text>}
    </Group>
  );
}

/** The covariates in which some group differs most from the reference, with the standardised difference. */
function strongest(rows: readonly AuditRow[]): string[] {
  const largest = new Map<string, number>();
  for (const row of rows) {
    const name = row.metric.split(': ')[0];
    largest.set(name, Math.max(largest.get(name) ?? 0, row.estimate === null ? Infinity : Math.abs(row.estimate)));
  }
  return [...largest].sort((a, b) => b[1] - a[1]).slice(0, 4).map(([name, difference]) => `${name} (${difference === Infinity ? 'no value in common' : `SMD ${difference.toFixed(2)}`})`);
}
