import { Badge, Group, Stack, Text } from '@mantine/core';
import type { Fault, Severity } from '#core/faults.ts';

const ORDER: readonly Severity[] = ['error', 'question', 'warning', 'notice'];
const COLORS = { error: 'orange', warning: 'yellow', question: 'cyan', notice: 'gray' } as const satisfies Record<Severity, string>;

/** Everything that was found, gravest first, a line each. */
export function FaultLines({ faults }: { readonly faults: readonly Fault[] }) {
  const sorted = faults.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return (
    <Stack gap={8}>
      {sorted.map((it, n) => (
        <Group key={`${it.code}-${n}`} gap="sm" wrap="nowrap" align="flex-start" data-fault={it.code}>
          <Badge size="sm" variant="outline" color={COLORS[it.severity]} c="inherit" tt="none" w={74} style={{ flexShrink: 0 }}>{it.severity}</Badge>
          <Stack gap={0} miw={0}>
            <Text size="sm">{it.reason} <Text span c="dimmed">{it.remedy}</Text></Text>
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{[it.where, it.expected && `expected ${it.expected}`, it.came && `came ${it.came}`].filter(Boolean).join('; ')}</Text>
          </Stack>
        </Group>
      ))}
    </Stack>
  );
}
